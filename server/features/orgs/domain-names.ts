import { domainToASCII, domainToUnicode } from 'node:url'
import { Refusal } from '#wire/refusal'

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
/** At least two labels; the last is no number, or it would be an address of the network. */
const DOMAIN = new RegExp(`^(?:${LABEL}\\.)+(?!\\d+$)${LABEL}$`)

/** Where everybody can have an address: it says nothing of where somebody works. */
const FOR_EVERYBODY: ReadonlySet<string> = new Set([
  'aol.com',
  'arcor.de',
  'freenet.de',
  'gmail.com',
  'gmx.at',
  'gmx.ch',
  'gmx.de',
  'gmx.net',
  'googlemail.com',
  'hotmail.com',
  'hotmail.de',
  'icloud.com',
  'live.com',
  'live.de',
  'mail.de',
  'mailbox.org',
  'me.com',
  'outlook.com',
  'outlook.de',
  'posteo.de',
  'posteo.net',
  'proton.me',
  'protonmail.com',
  't-online.de',
  'tutanota.com',
  'tutanota.de',
  'vodafone.de',
  'web.de',
  'yahoo.com',
  'yahoo.de',
])

/** As it is kept and compared: lower case, national characters as `xn--…`. undefined: no domain name. */
export function normalizeDomain(written: string): string | undefined {
  const text = written.trim().replace(/^@/, '').replace(/\.$/, '')
  // `domainToASCII` reads a host of a URL, where these would begin or end something else.
  if (/[\s/?#@:%[\]\\]/.test(text)) return undefined
  const domain = domainToASCII(text)
  return domain.length <= 253 && DOMAIN.test(domain) ? domain : undefined
}

/** A domain that an organisation can call its own. */
export function parseDomain(written: string): string {
  const domain = normalizeDomain(written)
  if (domain === undefined) throw new Refusal('invalid', 'not a domain name', { field: 'domain' })
  return domain
}

export function refuseIfForEverybody(domain: string): void {
  if (FOR_EVERYBODY.has(domain))
    throw new Refusal('conflict', 'everybody can have an address there', { field: 'domain' })
}

/** As people write it. */
export function showDomain(domain: string): string {
  return domainToUnicode(domain) || domain
}
