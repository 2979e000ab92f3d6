import type { Redis } from 'ioredis'

/** How often a connection that only listens asks whether the server is still there. */
const PING_MS = 5_000
/** Wait before channels the server refused are asked for again: by then the cluster may know where they are. */
const AGAIN_MS = 150

export interface ChannelLineOptions {
  redis: Redis
  onMessage: (channel: string, message: Buffer) => void
  /** Everything asked for here is heard; messages before may have been lost. */
  onRestored: () => void
  /** The connection is away, or the server no longer carries a channel that was asked for. */
  onLost: () => void
}

interface Asked {
  heard: boolean
  onHeard: () => void
}

/**
 * One connection to one server, and the channels it is to hear. Only the difference between what is wanted and what the server
 * was last asked for is sent, so the last word counts, however quickly it changes.
 */
export class ChannelLine {
  readonly #options: ChannelLineOptions
  readonly #redis: Redis
  readonly #wanted = new Map<string, Asked>()
  readonly #unheard = new Set<Asked>()
  /** What the server will hold once it has done everything that was sent, each with its answer. */
  readonly #sent = new Map<string, Promise<unknown>>()
  readonly #changed = new Set<string>()
  readonly #pings: NodeJS.Timeout
  #again: NodeJS.Timeout | undefined
  #flushing = false
  #hasGap = false

  constructor(options: ChannelLineOptions) {
    this.#options = options
    this.#redis = options.redis
    this.#redis.on('ready', () => this.#ready())
    this.#redis.on('close', () => this.#lost())
    // Told by the server without being asked when a slot went elsewhere; it does not say which channels went with it.
    this.#redis.on('moved', () => this.#askAgain())
    this.#redis.on('smessageBuffer', (channel: Buffer, message: Buffer) => this.#receive(channel.toString(), message))
    this.#pings = setInterval(() => this.#ping(), PING_MS)
    this.#pings.unref()
  }

  get empty(): boolean {
    return this.#wanted.size === 0
  }

  hears(channel: string): boolean {
    return this.#wanted.get(channel)?.heard ?? false
  }

  /** `onHeard` is called when no message from then on is missed; again after every outage. */
  add(channel: string, onHeard: () => void): void {
    const asked: Asked = { heard: false, onHeard }
    this.#wanted.set(channel, asked)
    this.#unheard.add(asked)
    this.#change(channel)
  }

  remove(channel: string): void {
    const asked = this.#wanted.get(channel)
    if (!asked) return
    this.#wanted.delete(channel)
    this.#unheard.delete(asked)
    this.#change(channel)
    this.#checkRestored()
  }

  /** What was wanted may have been lost already: tells so once everything is heard. */
  noteGap(): void {
    this.#hasGap = true
  }

  close(): void {
    clearInterval(this.#pings)
    clearTimeout(this.#again)
    this.#redis.disconnect()
  }

  #change(channel: string): void {
    this.#changed.add(channel)
    if (this.#flushing) return
    this.#flushing = true
    queueMicrotask(() => {
      this.#flushing = false
      this.#flush()
    })
  }

  #flush(): void {
    if (this.#redis.status !== 'ready') return
    const { stream } = this.#redis
    stream.cork()
    for (const channel of this.#changed) {
      const asked = this.#wanted.get(channel)
      if (asked) this.#subscribe(channel, asked)
      else if (this.#sent.delete(channel)) this.#redis.sunsubscribe(channel).catch(() => undefined)
    }
    this.#changed.clear()
    stream.uncork()
  }

  #subscribe(channel: string, asked: Asked): void {
    // Given up and wanted again before the server heard of it: the answer is the same.
    const answer = this.#sent.get(channel) ?? this.#redis.ssubscribe(channel)
    this.#sent.set(channel, answer)
    answer.then(
      () => this.#wanted.get(channel) === asked && this.#heard(asked),
      () => this.#refused(channel, asked),
    )
  }

  #heard(asked: Asked): void {
    asked.heard = true
    this.#unheard.delete(asked)
    asked.onHeard()
    this.#checkRestored()
  }

  #checkRestored(): void {
    if (!this.#hasGap || this.#unheard.size > 0 || this.#redis.status !== 'ready') return
    this.#hasGap = false
    this.#options.onRestored()
  }

  #refused(channel: string, asked: Asked): void {
    if (this.#wanted.get(channel) !== asked || this.#redis.status !== 'ready') return
    this.#askAgain()
  }

  /** Asks the cluster who carries what, and this server for everything once more: asking twice does no harm. */
  #askAgain(): void {
    this.#hasGap = true
    this.#again ??= setTimeout(() => {
      this.#again = undefined
      this.#options.onLost()
      this.#askForAll()
    }, AGAIN_MS)
  }

  #ready(): void {
    this.#hasGap = this.#wanted.size > 0
    this.#askForAll()
  }

  #askForAll(): void {
    for (const [channel, asked] of this.#wanted) {
      this.#sent.delete(channel)
      asked.heard = false
      this.#unheard.add(asked)
      this.#changed.add(channel)
    }
    this.#flush()
  }

  #lost(): void {
    this.#sent.clear()
    this.#changed.clear()
    for (const asked of this.#wanted.values()) asked.heard = false
    this.#options.onLost()
  }

  #receive(channel: string, message: Buffer): void {
    if (this.#wanted.has(channel)) this.#options.onMessage(channel, message)
  }

  /** The connection ends itself when nothing comes back in time. */
  #ping(): void {
    if (this.#redis.status === 'ready') this.#redis.ping().catch(() => undefined)
  }
}
