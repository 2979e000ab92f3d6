import { domainToASCII } from 'node:url'
import { LIMITS } from '#wire/limits'
import type { OrganisationRole } from '#protocol/orgs'
import type { Provider } from './openid.ts'

export type Claims = Readonly<Record<string, unknown>>

/** Somebody as their provider describes them. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
  readonly sid: string | null
  readonly name: string
  /** Undefined: none that could be an address. */
  readonly email: string | undefined
  readonly emailVerified: boolean
  readonly groups: readonly string[]
}

const MOST_GROUPS = 2_000
/** The provider's word for somebody is at most so long by the standard. */
const MOST_SUBJECT = 255

export function readIdentity(claims: Claims, provider: Pick<Provider, 'groupsClaim' | 'trustsAddresses'>): Identity {
  const { iss, sub, sid } = claims
  if (typeof iss !== 'string' || typeof sub !== 'string' || !isPlain(sub) || sub.length > MOST_SUBJECT)
    throw new Error('a subject that cannot be one')
  const email = readEmail(claims['email'])
  return {
    issuer: iss,
    subject: sub,
    sid: typeof sid === 'string' && isPlain(sid) ? sid.slice(0, MOST_SUBJECT) : null,
    name: readName(claims, email),
    email,
    // Some providers write the word instead of the value.
    emailVerified: claims['email_verified'] === true || claims['email_verified'] === 'true' || provider.trustsAddresses,
    groups: readGroups(claims, provider.groupsClaim),
  }
}

/** No control characters, no half surrogates. */
function isPlain(text: string): boolean {
  return text !== '' && text.isWellFormed() && !/\p{Cc}/u.test(text)
}

/**
 * Letters that only look like others, or become others in lower case, belong to somebody else: the part before the @ is ASCII, and the
 * domain is taken in the form in which the net knows it.
 */
function readEmail(claim: unknown): string | undefined {
  if (typeof claim !== 'string' || claim.length > LIMITS.emailLength) return undefined
  const [, local = '', domain = ''] = /^([!#-'*+\-./0-9=?A-Z^-~]+)@([^@\s]+)$/.exec(claim.trim()) ?? []
  const host = domainToASCII(domain.toLowerCase())
  if (local === '' || !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host)) return undefined
  return `${local}@${host}`
}

function readName(claims: Claims, email: string | undefined): string {
  const text = (name: string) => (typeof claims[name] === 'string' ? tidy(claims[name]) : '')
  const parts = [text('given_name'), text('family_name')].filter((part) => part !== '').join(' ')
  const name = text('name') || parts || text('preferred_username') || email?.replace(/@.*/, '') || ''
  return name.slice(0, LIMITS.nameLength).toWellFormed().trim()
}

/** Neither control characters nor such as turn the direction of what follows. */
function tidy(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFFFD]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function readGroups(claims: Claims, name: string): string[] {
  const found = name in claims ? claims[name] : name.split('.').reduce(stepInto, claims as unknown)
  const all: readonly unknown[] = Array.isArray(found) ? found : [found]
  return all.filter((group) => typeof group === 'string').slice(0, MOST_GROUPS)
}

function stepInto(at: unknown, key: string): unknown {
  if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
  return (at as Record<string, unknown>)[key]
}

type Mapping = Pick<Provider, 'allowedGroups' | 'adminGroups' | 'auditorGroups'>

/** Whoever administrates is let in without being named a second time. */
export function isAllowed({ groups }: Pick<Identity, 'groups'>, mapping: Mapping): boolean {
  const { allowedGroups, adminGroups, auditorGroups } = mapping
  return (
    allowedGroups.length === 0 ||
    groups.some((group) => [allowedGroups, adminGroups, auditorGroups].flat().includes(group))
  )
}

/** Undefined: the provider does not decide about roles. */
export function mappedRole({ groups }: Pick<Identity, 'groups'>, mapping: Mapping): OrganisationRole | undefined {
  const isIn = (some: readonly string[]) => groups.some((group) => some.includes(group))
  if (mapping.adminGroups.length === 0 && mapping.auditorGroups.length === 0) return undefined
  if (isIn(mapping.adminGroups)) return 'admin'
  return isIn(mapping.auditorGroups) ? 'auditor' : 'member'
}
