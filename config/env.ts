import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { hostName, parseMailFrom, type MailFrom } from './mail-from.ts'
import { parseRedisUrl, RedisUrlError } from './redis-url.ts'
import { parseSmtpUrl, SmtpUrlError } from './smtp-url.ts'

/** Everything the server can be told from outside. Documented key by key in `env.example`. */
export interface Config {
  readonly publicUrl: URL
  readonly host: string
  readonly port: number
  readonly dataDir: string
  /** Undefined: the embedded Postgres under `dataDir`. */
  readonly databaseUrl: string | undefined
  /** As `parseRedisUrl` reads it. Undefined: one node, the bus stays in the process. */
  readonly redisUrl: string | undefined
  readonly media: {
    /** First port; each worker takes the next one, UDP and TCP. */
    readonly port: number
    /** At most so many workers; undefined: one per core. */
    readonly workers: number | undefined
    readonly listenAddress: string
    /** What browsers are told; undefined: found from the public URL and the machine's interfaces. */
    readonly announcedAddress: string | undefined
    /** The worker's binary; undefined: what mediasoup's package carries. */
    readonly workerBinary: string | undefined
    /** File in which the provision of the worker reports its progress. */
    readonly workerStatus: string | undefined
  }
  /** As `parseSmtpUrl` reads it. Undefined: no mail, links are shown to copy. */
  readonly smtpUrl: string | undefined
  /** Seals what must be read again: 32 bytes in base64. Undefined: a file under `dataDir`, made when it is needed. */
  readonly secretKey: string | undefined
  /** Certificates, PEM, of the authority that vouches for the mail server; undefined: those Node knows. */
  readonly smtpAuthority: string | undefined
  readonly mailFrom: MailFrom
  readonly logLevel: LogLevel
  readonly metrics: { readonly port: number | undefined; readonly token: string | undefined }
  /** Whether addresses in `X-Forwarded-*` are believed: a proxy of ours stands in front. */
  readonly trustProxy: boolean
  /** Whether webhooks may go to addresses in the own network, and without TLS. */
  readonly webhookPrivateTargets: boolean
  /** Shows example data on an empty installation without asking. */
  readonly demo: boolean
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export type Environment = Readonly<Record<string, string | undefined>>

/** Thrown with all faults at once, one sentence each. */
export class ConfigError extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(faults.join('\n'))
    this.name = 'ConfigError'
    this.faults = faults
  }
}

class Reader {
  readonly faults: string[] = []
  readonly #environment: Environment

  constructor(environment: Environment) {
    this.#environment = environment
  }

  text(key: string): string | undefined {
    const value = this.#environment[key]?.trim()
    return value === '' ? undefined : value
  }

  /** The value itself, or the content of the file that `<key>_FILE` names. */
  secret(key: string): string | undefined {
    const file = this.text(`${key}_FILE`)
    if (file === undefined) return this.text(key)
    if (this.text(key) !== undefined) this.faults.push(`${key} and ${key}_FILE are both set: keep one of them.`)
    try {
      const value = readFileSync(file, 'utf8').trim()
      if (value !== '') return value
      this.faults.push(`${key}_FILE names ${file}, which is empty.`)
    } catch {
      this.faults.push(`${key}_FILE names ${file}, which cannot be read.`)
    }
    return undefined
  }

  port(key: string): number | undefined {
    return this.integer(key, 1, 65_535)
  }

  integer(key: string, least: number, most: number): number | undefined {
    const value = this.text(key)
    if (value === undefined) return undefined
    const number = Number(value)
    if (Number.isInteger(number) && number >= least && number <= most) return number
    this.faults.push(`${key} must be a whole number from ${least} to ${most}, not "${value}".`)
    return undefined
  }

  url(key: string, value: string | undefined, protocols: readonly string[]): URL | undefined {
    if (value === undefined) return undefined
    const url = URL.parse(value)
    if (url && protocols.includes(url.protocol)) return url
    this.faults.push(`${key} must be a URL that begins with ${protocols.map((name) => `${name}//`).join(' or ')}.`)
    return undefined
  }

  /** 256 bits, as `openssl rand -base64 32` prints them. */
  key(key: string): string | undefined {
    const value = this.secret(key)
    if (value !== undefined && !/^[A-Za-z0-9+/]{43}=$/.test(value))
      this.faults.push(`${key} must be 32 random bytes in base64, as "openssl rand -base64 32" prints them.`)
    return value
  }

  /** Has it read by whoever understands it; what they say against it is a fault. */
  checked(key: string, value: string | undefined, parse: (value: string) => unknown): void {
    if (value === undefined) return
    try {
      parse(value)
    } catch (error) {
      if (!(error instanceof RedisUrlError) && !(error instanceof SmtpUrlError)) throw error
      this.faults.push(`${key} ${error.message}`)
    }
  }

  certificates(key: string): string | undefined {
    const value = this.secret(key)
    if (value !== undefined && !value.startsWith('-----BEGIN CERTIFICATE-----'))
      this.faults.push(`${key} must hold certificates in PEM form.`)
    return value
  }

  mailFrom(key: string, publicUrl: URL): MailFrom {
    const value = this.text(key) ?? `allmende@${hostName(publicUrl)}`
    const from = parseMailFrom(value)
    if (!from) this.faults.push(`${key} must be one address, or Name <address>.`)
    return from ?? { name: '', address: '' }
  }

  oneOf<T extends string>(key: string, values: readonly T[], fallback: T): T {
    const value = this.text(key)
    if (value === undefined) return fallback
    const found = values.find((known) => known === value)
    if (!found) this.faults.push(`${key} must be one of ${values.join(', ')}, not "${value}".`)
    return found ?? fallback
  }

  flag(key: string): boolean {
    return this.oneOf(key, ['true', 'false'], 'false') === 'true'
  }
}

function checkPorts({ port, metrics, media }: Config, faults: string[]): void {
  if (metrics.port === port) faults.push('METRICS_PORT and PORT are the same: give one of them another port.')
  if (media.port + (media.workers ?? 1) - 1 > 65_535)
    faults.push('MEDIA_PORT leaves no port for each of MEDIA_WORKERS below 65536: choose a lower one.')
}

/** The process's own environment; nothing else reads it. */
export function readProcessConfig(options: { demo?: boolean } = {}): Config {
  return readConfig(process.env, options)
}

/** Reads the configuration. Throws `ConfigError` with every fault. */
export function readConfig(environment: Environment, options: { demo?: boolean } = {}): Config {
  const read = new Reader(environment)
  const port = read.port('PORT') ?? 3000
  const databaseUrl = read.secret('DATABASE_URL')
  const redisUrl = read.secret('REDIS_URL')
  const smtpUrl = read.secret('SMTP_URL')
  read.url('DATABASE_URL', databaseUrl, ['postgres:', 'postgresql:'])
  read.checked('REDIS_URL', redisUrl, parseRedisUrl)
  read.checked('SMTP_URL', smtpUrl, parseSmtpUrl)
  const publicUrl =
    read.url('PUBLIC_URL', read.text('PUBLIC_URL'), ['http:', 'https:']) ?? new URL(`http://localhost:${port}`)
  if (publicUrl.pathname !== '/')
    read.faults.push('PUBLIC_URL must not have a path: Allmende lives at the root of its host.')

  const config: Config = {
    publicUrl,
    port,
    host: read.text('HOST') ?? 'localhost',
    dataDir: resolve(read.text('DATA_DIR') ?? 'data'),
    databaseUrl,
    redisUrl,
    media: {
      port: read.port('MEDIA_PORT') ?? 40_000,
      workers: read.integer('MEDIA_WORKERS', 1, 256),
      listenAddress: read.text('MEDIA_LISTEN_ADDRESS') ?? '0.0.0.0',
      announcedAddress: read.text('MEDIA_ANNOUNCED_ADDRESS'),
      workerBinary: read.text('MEDIASOUP_WORKER_BIN'),
      workerStatus: read.text('MEDIA_WORKER_STATUS'),
    },
    smtpUrl,
    secretKey: read.key('SECRET_KEY'),
    smtpAuthority: read.certificates('SMTP_CA'),
    mailFrom: read.mailFrom('MAIL_FROM', publicUrl),
    logLevel: read.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    metrics: { port: read.port('METRICS_PORT'), token: read.secret('METRICS_TOKEN') },
    trustProxy: read.flag('TRUST_PROXY'),
    webhookPrivateTargets: read.flag('WEBHOOK_PRIVATE_TARGETS'),
    demo: options.demo ?? false,
  }
  checkPorts(config, read.faults)
  if (read.faults.length > 0) throw new ConfigError(read.faults)
  return Object.freeze(config)
}
