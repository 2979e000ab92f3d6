import type { Organisation } from '#protocol/orgs'
import { useTexts } from '../../i18n/texts.ts'
import type { Choice } from '../../ui/choice.ts'
import { texts } from './texts.ts'

export type OrganisationKind = Organisation['kind']

const KINDS: readonly OrganisationKind[] = ['municipality', 'district', 'agency', 'company', 'association']

/** The kinds of organisations, to choose from. */
export function useKindChoices(): Choice<OrganisationKind>[] {
  const t = useTexts(texts)
  return KINDS.map((kind) => ({ id: kind, name: t.kinds[kind] }))
}
