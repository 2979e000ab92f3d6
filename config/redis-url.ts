export interface RedisAddress {
  readonly host: string
  readonly port: number
}

/** How to get in; the same at every node of a cluster. */
export interface RedisAccess {
  readonly username: string | undefined
  readonly password: string | undefined
  readonly tls: boolean
}

/** One server, or some nodes of a cluster, which name the others. */
export type RedisTarget = { readonly access: RedisAccess } & (
  | { readonly kind: 'single'; readonly address: RedisAddress; readonly database: number }
  | { readonly kind: 'cluster'; readonly addresses: readonly RedisAddress[] }
)

const SCHEMES = ['redis:', 'rediss:', 'redis+cluster:', 'rediss+cluster:'] as const
type Scheme = (typeof SCHEMES)[number]

const DEFAULT_PORT = 6379

/** Thrown with one sentence that says what to correct; never holds the value, which may have a password in it. */
export class RedisUrlError extends Error {
  override readonly name = 'RedisUrlError'
}

/**
 * Reads `REDIS_URL`: `redis://` or `rediss://` (TLS) with one address, or for a cluster several addresses with commas between
 * them, or one address with `redis+cluster://` or `rediss+cluster://`. What the first address says of scheme, user and
 * password holds for all. Throws `RedisUrlError`.
 */
export function parseRedisUrl(text: string): RedisTarget {
  const [first, ...others] = text.split(',').map((part) => part.trim())
  const url = readUrl(first ?? '')
  const scheme = SCHEMES.find((known) => known === url.protocol)
  if (!scheme)
    throw new RedisUrlError(
      'must begin with redis:// or rediss://, for a cluster also redis+cluster:// or rediss+cluster://.',
    )
  const access = readAccess(url, scheme)
  const database = readDatabase(url)
  if (others.length === 0 && !scheme.includes('+cluster'))
    return { kind: 'single', access, address: readAddress(url), database }
  if (database !== 0) throw new RedisUrlError('must not name a database: a cluster has only one.')
  const addresses = [url, ...others.map((other) => readOther(other, url))].map(readAddress)
  return { kind: 'cluster', access, addresses }
}

function readUrl(text: string): URL {
  const url = URL.parse(text)
  if (!url) throw new RedisUrlError('must be a URL, or several addresses with commas between them.')
  if (url.search !== '' || url.hash !== '')
    throw new RedisUrlError('must not have parameters: percent-encode ? and # in the password.')
  return url
}

/** A further node of the cluster: an address alone, or a URL that says nothing else than the first. */
function readOther(text: string, first: URL): URL {
  const url = readUrl(text.includes('://') ? text : `${first.protocol}//${text}`)
  if (url.protocol !== first.protocol) throw new RedisUrlError('must have the same scheme for all nodes of a cluster.')
  const isSame = url.username === first.username && url.password === first.password
  if (!isSame && (url.username !== '' || url.password !== ''))
    throw new RedisUrlError(
      'must have the same user and password for all nodes of a cluster: give them once, with the first.',
    )
  if (readDatabase(url) !== 0) throw new RedisUrlError('must not name a database: a cluster has only one.')
  return url
}

function readAccess({ username, password }: URL, scheme: Scheme): RedisAccess {
  return {
    username: username === '' ? undefined : decode(username),
    password: password === '' ? undefined : decode(password),
    tls: scheme.startsWith('rediss'),
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new RedisUrlError('has a % in user or password that encodes nothing: write it as %25.')
  }
}

function readAddress({ hostname, port }: URL): RedisAddress {
  if (hostname === '') throw new RedisUrlError('must name a host in every address.')
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port === '' ? DEFAULT_PORT : Number(port) }
}

function readDatabase({ pathname }: URL): number {
  const path = pathname.replace(/^\//, '')
  if (path === '') return 0
  if (!/^\d{1,4}$/.test(path)) throw new RedisUrlError('may have only a database number behind the address, as in /1.')
  return Number(path)
}
