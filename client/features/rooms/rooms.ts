import {
  ListRooms,
  MarkRead,
  MessageChanged,
  OpenRoom,
  React,
  ReadHistory,
  ReadMarkMoved,
  RoomListChanged,
  RoomPeopleChanged,
  SendMessage,
  type Message,
  type RoomSummary,
} from '#protocol/rooms'
import type { Command, DataOf, InputOf, OutputOf } from '#wire/command'
import type { FailureCode } from '../../i18n/refusals.ts'
import { isWorthAnotherTry, Soon } from '../../net/soon.ts'
import type { TopicEvent, TopicListener } from '../../net/topic-feed.ts'
import { Store } from '../../state/store.ts'
import {
  applyCaughtUp,
  applyEvent,
  applyPage,
  applyReadMark,
  applyReset,
  applySnapshot,
  newRoom,
  startLoading,
  startPage,
  withoutPage,
  withoutWindow,
  type RoomEvent,
  type RoomState,
} from './model.ts'
import { Outbox, type Acknowledged } from './outbox/outbox.ts'
import type { OutboxStore } from './outbox/store.ts'
import type { Tabs } from './outbox/tabs.ts'
import { OwnReactions } from './reactions.ts'
import {
  NO_ROOMS,
  withList,
  withoutRoom,
  withPeopleChange,
  withRoom,
  withUnknown,
  type RoomsState,
} from './rooms-list.ts'

/** Rooms whose messages are kept while one walks about. */
const MOST_WINDOWS = 8

export interface RoomsOptions {
  userId: string
  /** Where messages are kept until they are acknowledged. */
  store: OutboxStore
  tabs: Tabs
  codeOf: (failure: unknown) => FailureCode
  newId: () => string
  call: <C extends Command>(command: C, input: InputOf<C>) => Promise<OutputOf<C>>
  subscribe: (topic: string, cursor: number | null, listener: TopicListener) => () => void
}

/** The rooms of whoever is signed in: kept current by their topics, read where that is not enough. */
export class Rooms {
  readonly state = new Store<RoomsState>(NO_ROOMS)
  readonly outbox: Outbox
  readonly reactions: OwnReactions
  readonly #options: RoomsOptions
  readonly #topics = new Map<string, () => void>()
  readonly #opened: string[] = []
  #parked: string[] = []
  /** How often each room turned out not to be for this person. */
  readonly #timesLeftOut = new Map<string, number>()
  readonly #marks = new Map<string, number>()
  readonly #readList = new Soon(50, () => this.#list())
  readonly #sendMarks = new Soon(300, () => this.#flushMarks())
  readonly #stopUser: () => void
  #closed = false

  constructor(options: RoomsOptions) {
    this.#options = options
    this.outbox = new Outbox({
      ...options,
      now: Date.now,
      send: (input) => options.call(SendMessage, input),
      onSent: (message) => this.#sent(message),
    })
    this.reactions = new OwnReactions({
      react: (input) => options.call(React, input),
      versionOf: ({ id, roomId }) => {
        const messages = this.state.read().rooms.get(roomId)?.window?.messages
        return messages?.find((message) => message.id === id)?.version
      },
    })
    this.#stopUser = options.subscribe(`user:${options.userId}`, null, {
      onEvent: (event) => this.#userEvent(event),
      onCaughtUp: () => {
        this.#readList.now()
        this.#sendMarks.now()
        return this.#readList.settled()
      },
    })
  }

  close(): void {
    this.#closed = true
    this.#stopUser()
    for (const stop of this.#topics.values()) stop()
    this.#readList.cancel()
    this.#sendMarks.cancel()
    this.outbox.close()
  }

  /** Reads the newest messages of a room, unless they are here. Throws what the server refuses with. */
  async open(roomId: string): Promise<void> {
    this.#keepWindow(roomId)
    const known = this.state.read().rooms.get(roomId)
    if (known?.window) return
    await this.#load(roomId)
  }

  /** Reads the page before the oldest message that is here. Throws what the server refuses with. */
  async readEarlier(roomId: string): Promise<void> {
    const window = this.state.read().rooms.get(roomId)?.window
    const before = window?.messages[0]?.seq
    if (before === undefined || !window?.more || window.changedBefore) return
    this.#change(roomId, startPage)
    try {
      const page = await this.#options.call(ReadHistory, { roomId, before })
      this.#change(roomId, (room) => applyPage(room, before, page))
    } catch (error) {
      this.#change(roomId, withoutPage)
      throw error
    }
  }

  /** Everything up to `seq` has been on the screen. */
  markRead(roomId: string, seq: number): void {
    const room = this.state.read().rooms.get(roomId)
    if (!room || seq <= room.readSeq) return
    this.#change(roomId, (state) => applyReadMark(state, seq))
    this.#marks.set(roomId, seq)
    this.#sendMarks.start()
  }

  /** A room that was just made. */
  add(summary: RoomSummary): void {
    const { rooms } = this.state.read()
    if (rooms.has(summary.id)) return
    this.state.change((state) => ({
      ...state,
      rooms: new Map(state.rooms).set(summary.id, newRoom(summary, this.#options.userId)),
    }))
    this.#hear(summary.id, summary.version)
  }

  #change(roomId: string, change: (room: RoomState) => RoomState): void {
    this.state.change((state) => withRoom(state, roomId, change))
    if (this.state.read().rooms.get(roomId)?.unreadIsSure === false) this.#readList.start()
  }

  async #list(): Promise<void> {
    const summaries = await this.#options.call(ListRooms, {})
    if (this.#closed) return
    this.state.change((state) => withList(state, summaries, this.#options.userId))
    const listed = new Set(summaries.map(({ id }) => id))
    for (const roomId of this.#topics.keys()) if (!listed.has(roomId)) this.#leaveOut(roomId)
    for (const { id, version } of summaries) this.#hear(id, version)
  }

  async #load(roomId: string): Promise<void> {
    this.#change(roomId, startLoading)
    const timesLeftOut = this.#timesLeftOut.get(roomId)
    try {
      const { room, page } = await this.#options.call(OpenRoom, { roomId })
      if (this.#closed) return
      // Read before the room was taken from this person: nothing of it comes back.
      if (this.#timesLeftOut.get(roomId) !== timesLeftOut) {
        return this.state.read().rooms.has(roomId) ? await this.#load(roomId) : undefined
      }
      this.add(room)
      this.#hear(roomId, room.version)
      const known = this.state.read().rooms.get(roomId)
      // Nobody gathered what came since it was read.
      if (known && !known.window && known.version > room.version) return await this.#load(roomId)
      this.#change(roomId, (state) => applySnapshot(state, room, page))
      this.#arrived(page.messages)
    } catch (error) {
      this.#change(roomId, (state) => (state.window?.isLoading ? withoutWindow(state) : state))
      throw error
    }
  }

  #hear(roomId: string, version: number): void {
    if (this.#topics.has(roomId)) return
    const stop = this.#options.subscribe(`room:${roomId}`, version, {
      onEvent: (event) => this.#roomEvent(roomId, event),
      onCaughtUp: (answer) => {
        if (answer.state === 'reset') return this.#reload(roomId)
        this.#caughtUp(roomId, answer)
      },
      onLost: () => this.#park(roomId),
      onRefused: () => {
        this.#leaveOut(roomId)
        this.state.change((state) => withoutRoom(state, roomId))
      },
    })
    this.#topics.set(roomId, stop)
  }

  /** Where nobody looks, the summary that is read after the outage says all there is to know. */
  #park(roomId: string): void {
    if (this.state.read().rooms.get(roomId)?.window) return
    this.#unhear(roomId)
    // All rooms of a line are lost together: shown once.
    if (this.#parked.push(roomId) === 1) queueMicrotask(() => this.#showParked())
  }

  #showParked(): void {
    const marks = new Map(this.#parked.map((roomId) => [roomId, this.#marks.get(roomId) ?? 0]))
    this.#parked = []
    this.state.change((state) => withUnknown(state, marks))
  }

  /** The room is not for this person any more: the events of what was sent there will not come. */
  #leaveOut(roomId: string): void {
    this.#timesLeftOut.set(roomId, (this.#timesLeftOut.get(roomId) ?? 0) + 1)
    this.#unhear(roomId)
    this.outbox.readAfresh(roomId)
  }

  #unhear(roomId: string): void {
    this.#topics.get(roomId)?.()
    this.#topics.delete(roomId)
  }

  #roomEvent(roomId: string, event: TopicEvent): void {
    const { v } = event
    if (v === undefined) return
    this.#change(roomId, (room) => applyEvent(room, { ...event, v }))
    this.#after(roomId, [event])
  }

  #caughtUp(roomId: string, answer: { version: number; events: readonly RoomEvent[] }): void {
    this.#change(roomId, (room) => applyCaughtUp(room, answer))
    this.#after(roomId, answer.events)
  }

  /** What an event means beyond the state of its room. */
  #after(roomId: string, events: readonly TopicEvent[]): void {
    const messages: Message[] = []
    for (const { name, data } of events) {
      if (name === MessageChanged.name) messages.push(data as DataOf<typeof MessageChanged>)
      if (name === RoomPeopleChanged.name) {
        this.state.change((state) => withPeopleChange(state, roomId))
        this.#readList.start()
      }
    }
    this.#arrived(messages)
  }

  /** Messages are here as everybody sees them: what waited for that is settled. */
  #arrived(messages: readonly Message[]): void {
    this.outbox.arrived(this.#ownOf(messages))
    this.reactions.arrived(messages)
  }

  /** The client ids of this person's messages: somebody else may use the same. */
  #ownOf(messages: readonly Message[]): Set<string> {
    const own = messages.filter(({ author }) => author.id === this.#options.userId)
    return new Set(own.map(({ clientId }) => clientId))
  }

  /** Too far behind, or another life of the installation: what is here is read afresh. */
  async #reload(roomId: string): Promise<void> {
    this.#change(roomId, applyReset)
    this.outbox.readAfresh(roomId)
    this.#readList.start()
    this.state.change((state) => withPeopleChange(state, roomId))
    if (!this.state.read().rooms.get(roomId)?.window) return
    const load = new Soon(0, () => (this.#closed ? Promise.resolve() : this.#load(roomId)))
    load.now()
    await load.settled()
  }

  #userEvent({ name, data }: TopicEvent): void {
    if (name === RoomListChanged.name) this.#readList.start()
    if (name !== ReadMarkMoved.name) return
    const { roomId, readSeq, unread } = data as DataOf<typeof ReadMarkMoved>
    this.#change(roomId, (room) => applyReadMark(room, readSeq, unread))
  }

  /** Its event comes after the answer, if it is not here already. */
  #sent(message: Acknowledged): void {
    const room = this.state.read().rooms.get(message.roomId)
    if (!room || room.version >= message.version) this.outbox.arrived(new Set([message.clientId]))
  }

  async #flushMarks(): Promise<void> {
    for (const [roomId, seq] of this.#marks) {
      try {
        await this.#options.call(MarkRead, { roomId, seq })
      } catch (error) {
        if (isWorthAnotherTry(error)) throw error
      }
      if (this.#marks.get(roomId) === seq) this.#marks.delete(roomId)
    }
  }

  #keepWindow(roomId: string): void {
    const known = this.#opened.indexOf(roomId)
    if (known !== -1) this.#opened.splice(known, 1)
    this.#opened.push(roomId)
    const left = this.#opened.length > MOST_WINDOWS ? this.#opened.shift() : undefined
    if (left !== undefined) this.#change(left, withoutWindow)
  }
}
