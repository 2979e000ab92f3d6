import { SetSsoProvider, type SsoSettings } from '#protocol/sso'
import type { InputOf } from '#wire/command'
import { WhoAmI } from '#protocol/auth'
import { ORIGIN } from '../app.ts'
import type { Browser } from '../person.ts'
import { Visitor, type TownProvider } from './provider.ts'

type Settings = InputOf<typeof SetSsoProvider>

/** What an administrator enters for a provider; everything but its address can be given otherwise. */
export function settingsFor(provider: TownProvider, organisationId: string, others: Partial<Settings> = {}): Settings {
  return {
    organisationId,
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    caCertificates: provider.certificates.authority,
    scopes: 'openid profile email groups',
    groupsClaim: 'groups',
    allowedGroups: [],
    adminGroups: [],
    auditorGroups: [],
    trustsAddresses: false,
    offered: true,
    ...others,
  }
}

/** Enters the provider, and where it sends logouts to. */
export async function enterProvider(
  admin: Browser,
  provider: TownProvider,
  organisationId: string,
  others: Partial<Settings> = {},
): Promise<SsoSettings & { id: string }> {
  const settings = await admin.call(SetSsoProvider, settingsFor(provider, organisationId, others))
  const { logoutUri } = settings
  if (!settings.provider || logoutUri === null) throw new Error('no provider was entered')
  await provider.logoutAt(logoutUri.replace(ORIGIN, admin.url))
  return { ...settings, id: settings.provider.id }
}

/** To the provider: the address at which it asks who somebody is. */
export async function beginAt(browser: Browser, providerId: string, to?: string): Promise<string> {
  const query = to === undefined ? '' : `?to=${encodeURIComponent(to)}`
  const answer = await browser.goTo(`/api/sso/start/${providerId}${query}`)
  return answer.headers.get('location') ?? ''
}

/** Back from the provider. @returns where the product leads to */
export async function returnWith(browser: Browser, callback: string): Promise<string> {
  const answer = await browser.goTo(callback.replace(ORIGIN, ''))
  return answer.headers.get('location') ?? ''
}

/** The whole way. @returns where it ends: a page of the product, or why not */
export async function signInBy(
  browser: Browser,
  provider: TownProvider,
  providerId: string,
  login: string,
  { to, visitor = new Visitor(provider) }: { to?: string; visitor?: Visitor } = {},
): Promise<string> {
  const link = await beginAt(browser, providerId, to)
  if (!link.startsWith(provider.issuer)) return link
  return returnWith(browser, await visitor.signIn(link, login))
}

/** The reason a page of failure names. */
export function whyOf(location: string): string | undefined {
  const url = new URL(location, ORIGIN)
  return url.pathname === '/sign-in-failed' ? (url.searchParams.get('why') ?? '') : undefined
}

export async function isSignedIn(browser: Browser): Promise<boolean> {
  return (await browser.call(WhoAmI, {})) !== null
}
