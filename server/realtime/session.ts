import type { WebSocket } from 'ws'
import type { ServerFrame } from '#wire/frames'
import { LIMITS } from '#wire/limits'
import type { Actor } from './actor.ts'

/** Close codes of our own; the client's behaviour follows the `goodbye` frame that precedes them. */
const CLOSE_CODES = { signedOut: 4401, outdated: 4426, drain: 4503, slow: 4508 } as const
export type GoodbyeReason = keyof typeof CLOSE_CODES

/** One open socket of a signed-in person: their outbox. */
export class Session {
  readonly id: string
  readonly actor: Actor
  readonly #socket: WebSocket
  #ended = false

  constructor(id: string, actor: Actor, socket: WebSocket) {
    this.id = id
    this.actor = actor
    this.#socket = socket
  }

  get open(): boolean {
    return !this.#ended && this.#socket.readyState === this.#socket.OPEN
  }

  send(frame: ServerFrame): void {
    this.sendEncoded(JSON.stringify(frame))
  }

  /** Sends a frame that was encoded once for all its recipients. A reader too slow for its outbox is sent away to resume. */
  sendEncoded(frame: string, options: { ephemeral?: boolean } = {}): void {
    if (!this.open) return
    const waiting = this.#socket.bufferedAmount
    if (options.ephemeral && waiting > LIMITS.outboxSoftBytes) return
    if (waiting > LIMITS.outboxHardBytes) return this.end('slow', 0)
    this.#socket.send(frame)
  }

  /** Says goodbye and closes; a socket that does not answer the close is cut after a moment. */
  end(reason: GoodbyeReason, returnWithinMs: number): void {
    if (this.#ended) return
    this.#ended = true
    if (this.#socket.readyState !== this.#socket.OPEN) return
    if (reason !== 'slow') this.#socket.send(JSON.stringify({ t: 'goodbye', reason, returnWithinMs }))
    this.#socket.close(CLOSE_CODES[reason])
    // A slow reader's close frame waits behind everything it does not read.
    setTimeout(() => this.#socket.terminate(), reason === 'slow' ? 500 : 3_000).unref()
  }
}
