export const BY_ORGANISATION_PATH = '/sign-in-by-organisation'

export function ssoSettingsPath(organisationId: string): string {
  return `/organisations/${organisationId}/sign-in`
}

export function townSignInPath(organisationId: string): string {
  return `/sign-in/${organisationId}`
}

/** To the provider and then to where somebody wanted to go. The server checks that it is a page of this installation. */
export function startAddress(start: string, next: string | null): string {
  return next === null ? start : `${start}?to=${encodeURIComponent(next)}`
}
