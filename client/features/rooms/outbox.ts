import type { Message, SendMessage } from '#protocol/rooms'
import { Refusal } from '#wire/refusal'
import type { InputOf } from '#wire/command'
import type { FailureCode } from '../../i18n/refusals.ts'
import { ownKey, type Memory } from '../../state/browser-memory.ts'
import { Store } from '../../state/store.ts'
import { inOrder, keptOf, nextToSend, readPending, verdict, type PendingMessage } from './outbox-model.ts'

export interface OutboxOptions {
  userId: string
  memory: Memory
  send: (input: InputOf<typeof SendMessage>) => Promise<Message>
  /** Acknowledged. Its event comes, or came before the answer, or before this page was opened. */
  onSent: (message: Message) => void
  /** What it means that sending failed. */
  codeOf: (failure: unknown) => FailureCode
  newId: () => string
  now: () => number
}

/**
 * Messages on their way. Each is remembered by the browser until the server has acknowledged it, sent one after the other per
 * room, and sent again with the same id after an outage.
 */
export class Outbox {
  readonly pending: Store<readonly PendingMessage[]>
  readonly #options: OutboxOptions
  readonly #busyRooms = new Set<string>()
  readonly #pauses = new Map<string, ReturnType<typeof setTimeout>>()
  #closed = false

  constructor(options: OutboxOptions) {
    this.#options = options
    this.pending = new Store(this.#remembered())
  }

  /** Shows the message at once and sends it as soon as may be. */
  add(roomId: string, body: string): void {
    const message: PendingMessage = {
      clientId: this.#options.newId(),
      roomId,
      body: body.toWellFormed(),
      writtenAt: this.#moment(),
      state: 'waiting',
    }
    this.#remember(message)
    this.pending.change((pending) => [...pending, message])
    this.flush()
  }

  /**
   * The connection is back: whoever waited for it goes on at once, also what another tab of this person left behind. Where that
   * tab still sends it too, it stays one message.
   */
  reconnected(): void {
    this.#adopt()
    for (const [roomId, pause] of this.#pauses) {
      clearTimeout(pause)
      this.#busyRooms.delete(roomId)
    }
    this.#pauses.clear()
    this.flush()
  }

  /** Sends what waits. */
  flush(): void {
    if (this.#closed) return
    for (const message of nextToSend(this.pending.read(), this.#busyRooms)) void this.#send(message)
  }

  /** A failed message is tried once more, after those that wait already. */
  retry(clientId: string): void {
    const message = this.pending.read().find((entry) => entry.clientId === clientId)
    if (!message) return
    const { roomId, body } = message
    const again: PendingMessage = { clientId, roomId, body, writtenAt: this.#moment(), state: 'waiting' }
    this.#remember(again)
    this.pending.change((pending) => [...without(pending, clientId), again])
    this.flush()
  }

  discard(clientId: string): void {
    this.#forget(clientId)
    this.pending.change((pending) => without(pending, clientId))
  }

  /** The event of these messages is here: they are shown as everybody sees them. */
  arrived(clientIds: ReadonlySet<string>): void {
    const pending = this.pending.read()
    if (!pending.some(({ clientId }) => clientIds.has(clientId))) return
    for (const clientId of clientIds) this.#forget(clientId)
    this.pending.set(pending.filter(({ clientId }) => !clientIds.has(clientId)))
  }

  /** The room will be read afresh: what it has acknowledged is part of that. */
  readAfresh(roomId: string): void {
    this.pending.change((pending) => pending.filter((entry) => entry.roomId !== roomId || entry.state !== 'sent'))
  }

  close(): void {
    this.#closed = true
    for (const pause of this.#pauses.values()) clearTimeout(pause)
  }

  async #send({ clientId, roomId, body }: PendingMessage): Promise<void> {
    this.#busyRooms.add(roomId)
    let pauseMs = 0
    try {
      const message = await this.#options.send({ roomId, clientId, body })
      this.#forget(clientId)
      this.#mark(clientId, { state: 'sent' })
      this.#options.onSent(message)
    } catch (error) {
      pauseMs = this.#failed(clientId, error)
    }
    this.#resumeAfter(roomId, pauseMs)
  }

  /** Gives the milliseconds to wait before the room's next attempt. */
  #failed(clientId: string, error: unknown): number {
    const decided = verdict(
      this.#options.codeOf(error),
      error instanceof Refusal ? error.details.retryAfterMs : undefined,
    )
    if (decided.kind === 'again') return decided.afterMs
    this.#mark(clientId, { state: 'failed', failure: decided.failure })
    const failed = this.pending.read().find((entry) => entry.clientId === clientId)
    if (failed && !this.#closed) this.#remember(failed)
    return 0
  }

  #resumeAfter(roomId: string, pauseMs: number): void {
    const resume = () => {
      this.#pauses.delete(roomId)
      this.#busyRooms.delete(roomId)
      this.flush()
    }
    if (pauseMs === 0) resume()
    else this.#pauses.set(roomId, setTimeout(resume, pauseMs))
  }

  #mark(clientId: string, change: Pick<PendingMessage, 'state' | 'failure'>): void {
    this.pending.change((pending) =>
      pending.map((entry) => (entry.clientId === clientId ? { ...entry, ...change } : entry)),
    )
  }

  /** Now, but never before what was written before: clocks are set back. */
  #moment(): number {
    return Math.max(this.#options.now(), ...this.pending.read().map(({ writtenAt }) => writtenAt))
  }

  #adopt(): void {
    const pending = this.pending.read()
    const known = new Set(pending.map(({ clientId }) => clientId))
    const found = this.#remembered().filter(({ clientId }) => !known.has(clientId))
    if (found.length > 0) this.pending.set(inOrder([...pending, ...found]))
  }

  #remembered(): readonly PendingMessage[] {
    const { memory } = this.#options
    return inOrder(
      memory
        .keys(this.#key(''))
        .map((key) => readPending(memory.read(key) ?? ''))
        .filter((message) => message !== undefined),
    )
  }

  #remember(message: PendingMessage): void {
    this.#options.memory.write(this.#key(message.clientId), keptOf(message))
  }

  #forget(clientId: string): void {
    this.#options.memory.forget(this.#key(clientId))
  }

  #key(clientId: string): string {
    return `${ownKey(this.#options.userId)}pending.${clientId}`
  }
}

function without(pending: readonly PendingMessage[], clientId: string): readonly PendingMessage[] {
  return pending.filter((entry) => entry.clientId !== clientId)
}
