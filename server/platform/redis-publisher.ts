import { Cluster } from 'ioredis'
import type { Logger } from './log.ts'
import type { RedisClient } from './redis.ts'

/** Characters that may wait for an answer; with more, the server is as good as away. */
const MOST_WAITING = 16 * 1024 * 1024
/** Wait before it is tried whether the server takes messages again. */
const PROBE_MS = 250
/** What a probe says; nobody who hears it does anything. */
export const PROBE = ''

interface PublisherOptions {
  redis: RedisClient
  log: Logger
  /** Messages did not reach the server; it takes messages again. */
  onLost: () => void
}

type Stream = { cork(): void; uncork(): void }

/** Publishes on sharded channels. Nobody waits for it; what is published in one turn of the event loop leaves in one write. */
export class RedisPublisher {
  readonly #options: PublisherOptions
  /** One channel for each reason to believe that messages were lost, until it takes one again. */
  readonly #failed = new Set<string>()
  #corked: Stream[] | undefined
  #waiting = 0
  #probing: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: PublisherOptions) {
    this.#options = options
  }

  publish(channel: string, message: string): void {
    this.send(channel, message).catch((error: unknown) => this.#lost(channel, error))
  }

  /** Publishes and says how many hear the channel. Throws when the server is away; nobody is told of that loss. */
  async send(channel: string, message: string): Promise<number> {
    if (this.#waiting > MOST_WAITING) throw new Error('the server does not take what is published')
    this.#gather()
    this.#waiting += message.length
    try {
      return Number(await this.#options.redis.spublish(channel, message))
    } finally {
      this.#waiting -= message.length
    }
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#probing)
  }

  /** Keeps what is written until the end of this turn. */
  #gather(): void {
    if (this.#corked) return
    const corked = streamsOf(this.#options.redis)
    this.#corked = corked
    for (const stream of corked) stream.cork()
    setImmediate(() => {
      this.#corked = undefined
      for (const stream of corked) stream.uncork()
    })
  }

  #lost(channel: string, error: unknown): void {
    if (this.#closed) return
    if (this.#failed.size === 0) this.#options.log.warn({ err: error }, 'publishing failed')
    // A few stand for all: channels of one server fail together.
    if (this.#failed.size < 20) this.#failed.add(channel)
    this.#probing ??= setTimeout(() => void this.#probe(), PROBE_MS).unref()
  }

  async #probe(): Promise<void> {
    const channels = [...this.#failed]
    const answers = await Promise.allSettled(channels.map((channel) => this.send(channel, PROBE)))
    const recovered = channels.filter((_, index) => answers[index]?.status === 'fulfilled')
    for (const channel of recovered) this.#failed.delete(channel)
    this.#probing = undefined
    if (this.#closed) return
    if (this.#failed.size > 0) this.#probing = setTimeout(() => void this.#probe(), PROBE_MS).unref()
    if (recovered.length > 0) this.#options.onLost()
  }
}

function streamsOf(redis: RedisClient): Stream[] {
  const nodes = redis instanceof Cluster ? redis.nodes('master') : [redis]
  return nodes.flatMap(({ status, stream }) => (status === 'ready' ? [stream] : []))
}
