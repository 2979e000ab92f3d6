import { ListOrganisations } from '#protocol/orgs'
import { useRead } from '../../net/use-read.ts'

/** Whether this person can make a project: it would belong to their organisation. */
export function useMayCreateProject(): boolean {
  const { reading } = useRead(ListOrganisations, {})
  return reading.state === 'ready' && reading.value.some(({ myRole }) => myRole !== null)
}
