export const ORGANISATIONS_PATH = '/organisations'

export function organisationPath(organisationId: string): string {
  return `${ORGANISATIONS_PATH}/${organisationId}`
}
