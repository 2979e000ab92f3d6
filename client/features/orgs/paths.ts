export const ORGANISATIONS_PATH = '/organisations'
export const ADMINISTRATORS_PATH = '/installation/administrators'

export function organisationPath(organisationId: string): string {
  return `${ORGANISATIONS_PATH}/${organisationId}`
}

export function organisationSettingsPath(organisationId: string): string {
  return `${organisationPath(organisationId)}/settings`
}

export function organisationProjectsPath(organisationId: string): string {
  return `${organisationPath(organisationId)}/projects`
}
