import type { RedisAddress } from '../../config/redis-url.ts'
import type { Logger } from './log.ts'
import { ChannelLine } from './redis-channel-line.ts'
import type { Shards } from './redis-shards.ts'
import { openSubscriber } from './redis.ts'

interface ChannelsOptions {
  url: string
  shards: Shards
  log: Logger
  onMessage: (channel: string, message: Buffer) => void
  /** Channels of some server are heard again, or for the first time; messages before may have been lost. */
  onRestored: () => void
}

interface Wanted {
  /** Resolves when it is heard for the first time, or no longer wanted. */
  readonly first: PromiseWithResolvers<void>
  /** The server that is to carry it; undefined while nobody knows. */
  server: string | undefined
}

/**
 * The sharded channels this process hears, wherever in a cluster they are. They come back by themselves: after a lost
 * connection, a failover, or when the cluster moved them.
 */
export class RedisChannels {
  readonly #options: ChannelsOptions
  readonly #wanted = new Map<string, Wanted>()
  readonly #lines = new Map<string, ChannelLine>()

  constructor(options: ChannelsOptions) {
    this.#options = options
    options.shards.onChanged(() => this.#arrange())
  }

  /** Resolves when no message from now on is missed. */
  subscribe(channel: string): Promise<void> {
    const known = this.#wanted.get(channel)
    if (known) return known.first.promise
    const wanted: Wanted = { first: Promise.withResolvers<void>(), server: undefined }
    this.#wanted.set(channel, wanted)
    this.#place(channel, wanted)
    return wanted.first.promise
  }

  unsubscribe(channel: string): void {
    const wanted = this.#wanted.get(channel)
    if (!wanted) return
    this.#wanted.delete(channel)
    this.#lineOf(wanted)?.remove(channel)
    wanted.first.resolve()
  }

  /** Whether the channel is heard at this moment. */
  hears(channel: string): boolean {
    const wanted = this.#wanted.get(channel)
    return (wanted && this.#lineOf(wanted)?.hears(channel)) ?? false
  }

  close(): void {
    for (const line of this.#lines.values()) line.close()
    this.#lines.clear()
    for (const { first } of this.#wanted.values()) first.resolve()
    this.#wanted.clear()
  }

  /** The cluster said who carries what. */
  #arrange(): void {
    for (const [channel, wanted] of this.#wanted) this.#place(channel, wanted)
    for (const [server, line] of this.#lines) {
      if (!line.empty) continue
      line.close()
      this.#lines.delete(server)
    }
  }

  #place(channel: string, wanted: Wanted): void {
    const address = this.#options.shards.of(channel)
    if (!address) return
    const server = `${address.host}:${address.port}`
    if (server === wanted.server) return
    const before = this.#lineOf(wanted)
    wanted.server = server
    const line = this.#line(server, address)
    if (before) line.noteGap()
    before?.remove(channel)
    line.add(channel, () => wanted.first.resolve())
  }

  #lineOf({ server }: Wanted): ChannelLine | undefined {
    return server === undefined ? undefined : this.#lines.get(server)
  }

  #line(server: string, address: RedisAddress): ChannelLine {
    const known = this.#lines.get(server)
    if (known) return known
    const { url, log, shards, onMessage, onRestored } = this.#options
    const line = new ChannelLine({
      redis: openSubscriber(url, address, log),
      onMessage,
      onRestored,
      onLost: () => shards.refresh(),
    })
    this.#lines.set(server, line)
    return line
  }
}
