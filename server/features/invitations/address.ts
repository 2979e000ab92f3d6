import { domainToASCII } from 'node:url'
import { LIMITS } from '#wire/limits'

/** What RFC 5322 calls a dot-atom, in ASCII: an address that looks like another one is another one. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i
const LOCAL_PART_LENGTH = 64
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/

/**
 * An address in the one form in which it is kept, compared and written to: lower case, the domain as the mail servers know it.
 * Undefined: nobody can be reached there.
 */
export function normaliseAddress(text: string): string | undefined {
  const trimmed = text.trim()
  const at = trimmed.lastIndexOf('@')
  const local = trimmed.slice(0, Math.max(at, 0))
  const written = trimmed.slice(at + 1)
  // `domainToASCII` reads a host of a URL, where these would begin or end something else.
  const domain = /[\s/?#@:%[\]\\]/u.test(written) ? '' : domainToASCII(written)
  if (local.length > LOCAL_PART_LENGTH || !LOCAL_PART.test(local) || !DOMAIN.test(domain)) return undefined
  const address = `${local.toLowerCase()}@${domain}`
  return address.length <= LIMITS.emailLength ? address : undefined
}

/** The domain of a normalised address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}
