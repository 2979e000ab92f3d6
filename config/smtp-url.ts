/** Where mail is handed over, and how. */
export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** `start`: encrypted from the first byte. `upgrade`: STARTTLS or nothing. `none`: a relay of the own machine or network. */
  readonly tls: 'start' | 'upgrade' | 'none'
  readonly user: { readonly name: string; readonly password: string } | undefined
}

/** Thrown with one sentence that says what to correct; never holds the value, which may have a password in it. */
export class SmtpUrlError extends Error {
  override readonly name = 'SmtpUrlError'
}

const DEFAULT_PORT = { 'smtp:': 587, 'smtps:': 465 } as const

/**
 * Reads `SMTP_URL`: `smtps://` is encrypted from the start, `smtp://` must be upgraded by STARTTLS, unless the server is this very
 * machine or `?tls=off` says otherwise. A password never leaves the machine unencrypted. Throws `SmtpUrlError`.
 */
export function parseSmtpUrl(text: string): SmtpServer {
  const url = URL.parse(text)
  if (!url || !isScheme(url.protocol)) throw new SmtpUrlError('must be a URL that begins with smtp:// or smtps://.')
  if (url.hostname === '') throw new SmtpUrlError('must name a host.')
  if (!['', '/'].includes(url.pathname) || url.hash !== '')
    throw new SmtpUrlError('must not have anything behind the host but ?tls=: percent-encode / and # in the password.')
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const tls = readTls(url)
  const user = readUser(url)
  if (user && tls === 'none' && !isThisMachine(host))
    throw new SmtpUrlError('must not send a password unencrypted: leave out ?tls=off.')
  return { host, port: url.port === '' ? DEFAULT_PORT[url.protocol] : Number(url.port), tls, user }
}

function isScheme(protocol: string): protocol is keyof typeof DEFAULT_PORT {
  return Object.hasOwn(DEFAULT_PORT, protocol)
}

function readTls({ protocol, hostname, searchParams }: URL): SmtpServer['tls'] {
  const said = searchParams.get('tls')
  const isKnown = said === null || said === 'off' || said === 'required'
  if (!isKnown || [...searchParams.keys()].some((key) => key !== 'tls'))
    throw new SmtpUrlError('may have no parameter but ?tls=off or ?tls=required.')
  if (protocol === 'smtps:') {
    if (said === 'off') throw new SmtpUrlError('cannot be smtps:// with ?tls=off.')
    return 'start'
  }
  if (said === null) return isThisMachine(hostname) ? 'none' : 'upgrade'
  return said === 'off' ? 'none' : 'upgrade'
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

function readUser({ username, password }: URL): SmtpServer['user'] {
  if (username === '' && password === '') return undefined
  if (username === '' || password === '') throw new SmtpUrlError('must have both user and password, or neither.')
  try {
    return { name: decodeURIComponent(username), password: decodeURIComponent(password) }
  } catch {
    throw new SmtpUrlError('has a % in user or password that encodes nothing: write it as %25.')
  }
}
