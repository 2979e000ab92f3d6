import { isIP } from 'node:net'

/** Who mail says it comes from. */
export interface MailFrom {
  readonly name: string
  readonly address: string
}

/** The name of the installation where it needs one: the host people use; a bare network address is nobody's name. */
export function hostName({ hostname }: URL): string {
  return isIP(hostname.replace(/^\[(.*)\]$/, '$1')) === 0 ? hostname : 'localhost'
}

/** Reads `MAIL_FROM`: an address, or `Name <address>`. Undefined when it is neither. */
export function parseMailFrom(text: string): MailFrom | undefined {
  const [, name, address] =
    /^(?:"?([^"<>@\p{C}]*?)"?\s*<)?([^\s\p{C}@<>()[\]\\,;:"]+@[^\s\p{C}@<>()[\]\\,;:"]+)>?$/u.exec(text) ?? []
  if (address === undefined || text.includes('<') !== text.endsWith('>')) return undefined
  return { name: name?.trim() || 'Allmende', address }
}
