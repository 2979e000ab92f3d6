import type { ServerFrame } from '#wire/frames'
import { LIMITS } from '#wire/limits'
import type { Actor } from './actor.ts'
import { EncodedFrame, type Outlet } from './outlet.ts'

/** Close codes of our own; the client's behaviour follows the `goodbye` frame that precedes them. */
const CLOSE_CODES = { signedOut: 4401, outdated: 4426, drain: 4503, slow: 4508 } as const
export type GoodbyeReason = keyof typeof CLOSE_CODES

/** Sessions with something to write, until the event loop's present turn ends. */
let unwritten: Session[] = []

function writeAll(): void {
  const sessions = unwritten
  unwritten = []
  for (const session of sessions) session.flush()
}

/**
 * One open line of a signed-in person: their outbox. What is sent in one turn of the event loop leaves in one write, at its
 * end; while the other side does not take it, more gathers and leaves in one write as soon as there is room.
 */
export class Session {
  readonly id: string
  readonly actor: Actor
  readonly #outlet: Outlet
  #queue: EncodedFrame[] = []
  #queuedBytes = 0
  #scheduled = false
  #busy = false
  #ended = false

  constructor(id: string, actor: Actor, outlet: Outlet) {
    this.id = id
    this.actor = actor
    this.#outlet = outlet
  }

  get open(): boolean {
    return !this.#ended && this.#outlet.open
  }

  send(frame: ServerFrame): void {
    this.sendEncoded(EncodedFrame.of(frame))
  }

  /** Sends a frame that was encoded once for all its recipients. A reader too slow for its outbox is sent away to resume. */
  sendEncoded(frame: EncodedFrame, options: { ephemeral?: boolean } = {}): void {
    if (!this.open) return
    const waiting = this.#queuedBytes + this.#outlet.waitingBytes
    if (options.ephemeral && waiting > LIMITS.outboxSoftBytes) return
    if (waiting > LIMITS.outboxHardBytes) return this.end('slow', 0)
    this.#queue.push(frame)
    this.#queuedBytes += frame.framed.length
    if (this.#busy || this.#scheduled) return
    this.#scheduled = true
    if (unwritten.push(this) === 1) setImmediate(writeAll)
  }

  /** Writes what waits, unless the last write has not gone yet. */
  flush(): void {
    this.#scheduled = false
    if (this.#busy || this.#queue.length === 0 || !this.#outlet.open) return
    const frames = this.#queue
    this.#queue = []
    this.#queuedBytes = 0
    this.#busy = true
    this.#outlet.write(frames, this.#written)
    // Mostly the network takes it at once.
    if (this.#outlet.waitingBytes === 0) this.#busy = false
  }

  /** Asks the client to open its next line within the window and to leave this one; serves it until then. */
  handOver(returnWithinMs: number): void {
    this.send({ t: 'goodbye', reason: 'drain', returnWithinMs })
  }

  /** Says goodbye and closes; whoever does not answer the close is cut after a moment. */
  end(reason: GoodbyeReason, returnWithinMs: number): void {
    if (this.#ended) return
    this.#ended = true
    if (!this.#outlet.open) return
    // A slow reader takes nothing more; whoever signed out is told nothing more.
    if (reason === 'slow' || reason === 'signedOut') this.#queue = []
    if (reason !== 'slow') this.#queue.push(EncodedFrame.of({ t: 'goodbye', reason, returnWithinMs }))
    this.#busy = false
    this.flush()
    this.#outlet.close(CLOSE_CODES[reason])
    // A slow reader's close frame waits behind everything it does not read.
    setTimeout(() => this.#outlet.terminate(), reason === 'slow' ? 500 : 3_000).unref()
  }

  readonly #written = (): void => {
    this.#busy = false
    this.flush()
  }
}
