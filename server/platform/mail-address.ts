import { domainToASCII, domainToUnicode } from 'node:url'

const MOST_LENGTH = 254
/** No list, no name, no comment, no quotes, nothing unseen: what one mail program reads as one person all others must, too. */
const SHAPE = /^[^\s\p{C}@<>()[\]\\,;:"]{1,64}@[\p{L}\p{N}\p{M}.。．-]{1,253}$/u

/** Whether a text is the address of exactly one mailbox, whoever reads it. */
export function isMailAddress(text: string): boolean {
  if (text.length > MOST_LENGTH || !SHAPE.test(text) || text.includes('=?')) return false
  const [, domain = ''] = text.split('@')
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(domainToASCII(domain))
}

/**
 * The one spelling of an address: its domain as people read it, composed and in lower case. What stands before the @ stays as it
 * is; the mail server of that domain alone knows who it means.
 */
export function normalMailAddress(text: string): string {
  const trimmed = text.trim().normalize('NFC')
  const at = trimmed.lastIndexOf('@')
  const domain = domainToUnicode(domainToASCII(trimmed.slice(at + 1)))
  return at < 0 || domain === '' || domain.includes('@') ? trimmed : `${trimmed.slice(0, at)}@${domain}`
}
