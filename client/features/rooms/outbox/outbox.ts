import type { Message, SendMessage } from '#protocol/rooms'
import { Refusal } from '#wire/refusal'
import type { InputOf } from '#wire/command'
import type { FailureCode } from '../../../i18n/refusals.ts'
import { Store } from '../../../state/store.ts'
import { nextOf, roomsToSend, verdict, type KeptMessage, type PendingMessage, type WrittenMessage } from './model.ts'
import type { OutboxStore } from './store.ts'
import type { Notice, Tabs } from './tabs.ts'

/** What it takes to tell whether the event of an acknowledged message is here. */
export type Acknowledged = Pick<Message, 'roomId' | 'clientId' | 'version'>

export interface OutboxOptions {
  store: OutboxStore
  tabs: Tabs
  send: (input: InputOf<typeof SendMessage>) => Promise<Message>
  /** Acknowledged. Its event comes, or came before the answer, or before this page was opened. */
  onSent: (message: Acknowledged) => void
  /** What it means that sending failed. */
  codeOf: (failure: unknown) => FailureCode
  newId: () => string
  now: () => number
}

/**
 * Messages on their way. Each is kept by the browser until the server has acknowledged it, sent one after the other per room by
 * one tab at a time, and sent again with the same id after an outage.
 */
export class Outbox {
  readonly pending = new Store<readonly PendingMessage[]>([])
  readonly #options: OutboxOptions
  /** As the store last told, with what this page knows better. */
  #kept: readonly KeptMessage[] = []
  /** Shown, and not yet kept. */
  #saving: readonly WrittenMessage[] = []
  /** Acknowledged, and not yet here as events. */
  #sent: readonly KeptMessage[] = []
  /** Acknowledged, arrived or discarded: a store that could not forget them must not bring them back. */
  readonly #gone = new Set<string>()
  /** Likewise refused, at that place: tried once more, also by another tab, it has a new one. */
  readonly #refused = new Map<string, { place: number; failure: FailureCode }>()
  readonly #fresh = new Set<string>()
  readonly #busyRooms = new Set<string>()
  readonly #pauses = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #endTurn = new Set<() => void>()
  readonly #stopHearing: () => void
  #looking: Promise<unknown> = Promise.resolve()
  #closed = false

  constructor(options: OutboxOptions) {
    this.#options = options
    this.#stopHearing = options.tabs.hear((notice) => void this.#hear(notice))
  }

  /** Shows the message at once; resolves when it is kept. It is sent as soon as may be after that. */
  async add(roomId: string, body: string): Promise<void> {
    const { newId, now, store } = this.#options
    const message = { clientId: newId(), roomId, body: body.toWellFormed(), writtenAt: now() }
    this.#fresh.add(message.clientId)
    this.#saving = [...this.#saving, message]
    this.#show()
    const kept = await store.add(message)
    this.#saving = without(this.#saving, message.clientId)
    if (!this.#gone.has(message.clientId)) this.#kept = [...without(this.#kept, message.clientId), kept]
    this.#changed()
  }

  /** Finds what was kept before this page was opened, and by other tabs, and sends what waits. */
  async lookAndSend(): Promise<void> {
    await this.#look()
    this.#flush()
  }

  /** The connection is back: whoever waited for it goes on at once. */
  async reconnected(): Promise<void> {
    for (const [roomId, pause] of this.#pauses) {
      clearTimeout(pause)
      this.#busyRooms.delete(roomId)
    }
    this.#pauses.clear()
    await this.lookAndSend()
  }

  /** A failed message is tried once more, after those that wait already. */
  async retry(clientId: string): Promise<void> {
    const message = this.#kept.find((entry) => entry.clientId === clientId && entry.failure !== undefined)
    if (!message) return
    const { failure: _, ...again } = message
    this.#refused.delete(clientId)
    this.#kept = [...without(this.#kept, clientId), again]
    this.#show()
    await this.#options.store.again(clientId)
    await this.#look()
    this.#changed()
  }

  async discard(clientId: string): Promise<void> {
    await this.#forget([clientId])
    this.#changed()
  }

  /** The event of these messages is here: they are shown as everybody sees them. */
  arrived(clientIds: ReadonlySet<string>): void {
    const isHere = ({ clientId }: WrittenMessage) => clientIds.has(clientId)
    const known = [...this.#kept, ...this.#saving].filter(isHere).map(({ clientId }) => clientId)
    const wereSent = this.#sent.some(isHere)
    this.#sent = this.#sent.filter((message) => !isHere(message))
    if (known.length > 0) void this.#forget(known)
    else if (wereSent) this.#show()
  }

  /** The room will be read afresh: what it has acknowledged is part of that. */
  readAfresh(roomId: string): void {
    this.#sent = this.#sent.filter((entry) => entry.roomId !== roomId)
    this.#show()
  }

  close(): void {
    this.#closed = true
    for (const end of this.#endTurn) end()
    this.#stopHearing()
    for (const pause of this.#pauses.values()) clearTimeout(pause)
  }

  async #hear(notice: Notice): Promise<void> {
    if (notice.kind === 'sent') this.#acknowledged(notice)
    else await this.lookAndSend()
  }

  #changed(): void {
    this.#show()
    if (this.#closed) return
    this.#options.tabs.tell({ kind: 'changed' })
    this.#flush()
  }

  #flush(): void {
    if (this.#closed) return
    for (const roomId of roomsToSend(this.#kept)) if (!this.#busyRooms.has(roomId)) void this.#sendRoom(roomId)
  }

  async #sendRoom(roomId: string): Promise<void> {
    this.#busyRooms.add(roomId)
    let pauseMs = 0
    await this.#options.tabs.alone(roomId, () =>
      this.#turn(async () => {
        pauseMs = await this.#sendAll(roomId)
      }),
    )
    this.#resumeAfter(roomId, pauseMs)
  }

  /** What is under way when the page closes may never end; the turn does. */
  async #turn(work: () => Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#endTurn.add(resolve)
    await Promise.race([promise, work()])
    this.#endTurn.delete(resolve)
  }

  /** Sends what waits in the room, whatever tab it was written in. Gives the milliseconds to wait before the next attempt. */
  async #sendAll(roomId: string): Promise<number> {
    for (;;) {
      await this.#look()
      const next = this.#closed ? undefined : nextOf(this.#kept, roomId)
      if (!next) return 0
      const pauseMs = await this.#attempt(next)
      if (pauseMs > 0) return pauseMs
    }
  }

  async #attempt(message: KeptMessage): Promise<number> {
    const { roomId, clientId, body } = message
    try {
      const { version } = await this.#options.send({ roomId, clientId, body })
      const acknowledged = { roomId, clientId, version }
      this.#acknowledged(acknowledged)
      await this.#options.store.forget([clientId])
      if (!this.#closed) this.#options.tabs.tell({ kind: 'sent', ...acknowledged })
      return 0
    } catch (error) {
      return this.#failed(message, error)
    }
  }

  #acknowledged(message: Acknowledged): void {
    const { clientId } = message
    const kept = this.#kept.find((entry) => entry.clientId === clientId)
    this.#kept = without(this.#kept, clientId)
    if (kept && !this.#gone.has(clientId)) this.#sent = [...this.#sent, kept]
    this.#gone.add(clientId)
    this.#show()
    this.#options.onSent(message)
  }

  async #failed({ clientId, place }: KeptMessage, error: unknown): Promise<number> {
    const decided = verdict(
      this.#options.codeOf(error),
      error instanceof Refusal ? error.details.retryAfterMs : undefined,
    )
    if (decided.kind === 'again') return decided.afterMs
    if (this.#closed || this.#gone.has(clientId)) return 0
    this.#refused.set(clientId, { place, failure: decided.failure })
    this.#learn(this.#kept)
    await this.#options.store.refuse(clientId, decided.failure)
    this.#options.tabs.tell({ kind: 'changed' })
    return 0
  }

  #resumeAfter(roomId: string, pauseMs: number): void {
    if (this.#closed) return
    const resume = () => {
      this.#pauses.delete(roomId)
      this.#busyRooms.delete(roomId)
      this.#flush()
    }
    if (pauseMs === 0) resume()
    else this.#pauses.set(roomId, setTimeout(resume, pauseMs))
  }

  async #forget(clientIds: readonly string[]): Promise<void> {
    for (const clientId of clientIds) this.#gone.add(clientId)
    this.#kept = this.#kept.filter(({ clientId }) => !this.#gone.has(clientId))
    this.#saving = this.#saving.filter(({ clientId }) => !this.#gone.has(clientId))
    this.#show()
    await this.#options.store.forget(clientIds)
  }

  /** One look after the other: an older one must not hide what a newer one has found. */
  #look(): Promise<void> {
    const look = this.#looking.then(async () => this.#learn(await this.#options.store.list()))
    this.#looking = look
    return look
  }

  #learn(kept: readonly KeptMessage[]): void {
    this.#kept = kept.filter(({ clientId }) => !this.#gone.has(clientId)).map((message) => this.#asRefused(message))
    this.#show()
  }

  #asRefused(message: KeptMessage): KeptMessage {
    const refused = this.#refused.get(message.clientId)
    return refused?.place === message.place ? { ...message, failure: refused.failure } : message
  }

  /** In the order they were written: what was acknowledged stands before what is not, what is not kept yet comes last. */
  #show(): void {
    const known = [...this.#sent, ...this.#kept].toSorted((a, b) => a.place - b.place)
    const listed = new Set(known.map(({ clientId }) => clientId))
    const sent = new Set(this.#sent)
    this.pending.set([
      ...known.map((message) => this.#shown(message, sent.has(message) ? 'sent' : undefined)),
      ...this.#saving.filter(({ clientId }) => !listed.has(clientId)).map((message) => this.#shown(message)),
    ])
  }

  #shown(message: WrittenMessage & { failure?: FailureCode }, state?: 'sent'): PendingMessage {
    const { clientId, roomId, body, writtenAt, failure } = message
    const isFresh = this.#fresh.has(clientId)
    const shown = { clientId, roomId, body, writtenAt, isFresh, state: state ?? ('waiting' as const) }
    return failure === undefined || state === 'sent' ? shown : { ...shown, state: 'failed', failure }
  }
}

function without<Written extends WrittenMessage>(messages: readonly Written[], clientId: string): readonly Written[] {
  return messages.filter((entry) => entry.clientId !== clientId)
}
