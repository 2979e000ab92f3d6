import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, errors, request } from 'undici'
import type { Failure } from '../tables.ts'
import { isPublicAddress } from './addresses.ts'

const CONNECT_MS = 5_000
const ANSWER_MS = 10_000
/** What is read of an answer; nobody looks at it. */
const ANSWER_BYTES = 16 * 1024

/** What became of a delivery. */
export type Outcome = { status: number } | { failure: Failure } | { stopped: true }

export type Resolve = (hostname: string) => Promise<LookupAddress[]>

export interface SenderOptions {
  /** The installation allows targets in its own network, and without TLS. */
  allowPrivate: boolean
  resolve?: Resolve
}

class ClosedTarget extends Error {}

/** Whether a URL may be a target at all; its name is resolved, and asked about again, whenever something is sent. */
export function isTarget(text: string, { allowPrivate }: Pick<SenderOptions, 'allowPrivate'>): boolean {
  const url = URL.parse(text)
  if (!url || url.username !== '' || url.password !== '') return false
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) return false
  if (allowPrivate) return true
  const host = hostOf(url)
  return isIP(host) === 0
    ? host.includes('.') && !/(^|\.)(localhost|local|internal)\.?$/.test(host)
    : isPublicAddress(host)
}

function hostOf({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

/** Sends to other servers: no redirects, no proxy, no waiting, and never to an address it has not looked at. */
export class Sender {
  readonly #options: SenderOptions
  readonly #agent: Agent
  readonly #stopping = new AbortController()

  constructor(options: SenderOptions) {
    this.#options = options
    this.#agent = new Agent({
      connect: { timeout: CONNECT_MS, lookup: guardedLookup(options) },
      headersTimeout: ANSWER_MS,
      bodyTimeout: ANSWER_MS,
      keepAliveTimeout: 10_000,
      maxResponseSize: ANSWER_BYTES,
    })
  }

  async post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Outcome> {
    if (!isTarget(url, this.#options)) return { failure: 'target' }
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(ANSWER_MS)])
    try {
      const answer = await request(url, { method: 'POST', headers, body, dispatcher: this.#agent, signal })
      await answer.body.dump({ limit: ANSWER_BYTES, signal }).catch(() => undefined)
      return { status: answer.statusCode }
    } catch (error) {
      if (this.#stopping.signal.aborted) return { stopped: true }
      return { failure: failureOf(error) }
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#agent.destroy()
  }
}

/**
 * The connection is made to the very addresses that were looked at, so that a name that means another address a moment later
 * leads nowhere else. A name that means one closed address beside open ones means it.
 */
function guardedLookup({ allowPrivate, resolve = resolveName }: SenderOptions): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (found) => {
        const addresses = options.family ? found.filter(({ family }) => family === options.family) : found
        const [first] = addresses
        const isClosed = !allowPrivate && !found.every(({ address }) => isPublicAddress(address))
        if (isClosed || !first) callback(new ClosedTarget('the target may not be reached from here'), '', 0)
        else if (options.all) callback(null, addresses)
        else callback(null, first.address, first.family)
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), '', 0),
    )
  }
}

function resolveName(hostname: string): Promise<LookupAddress[]> {
  return new Promise((settle, fail) => {
    systemLookup(hostname, { all: true }, (error, addresses) => (error ? fail(error) : settle(addresses)))
  })
}

function failureOf(error: unknown): Failure {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof ClosedTarget) return 'target'
    if (at.name === 'TimeoutError' || at instanceof errors.HeadersTimeoutError || at instanceof errors.BodyTimeoutError)
      return 'timeout'
    if (at instanceof errors.ConnectTimeoutError) return 'timeout'
    const { code } = at as { code?: unknown }
    if (typeof code === 'string' && /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(code))
      return 'insecure'
  }
  return 'unreachable'
}
