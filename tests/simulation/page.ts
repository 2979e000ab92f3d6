import { ListRooms, SendMessage, type Message } from '#protocol/rooms'
import type { Command, InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { RoomState } from '../../client/features/rooms/model.ts'
import { MemoryStore } from '../../client/features/rooms/outbox/store.ts'
import { NO_OTHER_TABS } from '../../client/features/rooms/outbox/tabs.ts'
import { Rooms } from '../../client/features/rooms/rooms.ts'
import { Connection } from '../../client/net/connection.ts'
import type { Socket } from '../../client/net/link.ts'
import type { TopicListener } from '../../client/net/topic-feed.ts'
import { Broken } from './laws.ts'
import type { Schedule } from './schedule.ts'
import type { SignIn } from './truth.ts'

interface PageOptions {
  name: string
  signIn: SignIn
  schedule: Schedule
  openSocket: () => Socket
  newId: () => string
  failed: (error: unknown) => void
}

/** What somebody sent, and what was answered. */
export interface Sent {
  roomId: string
  clientId: string
  body: string
  answers: Message[]
}

/** A page of the product's client that somebody has open: its line, its rooms, what they show. */
export class Page {
  readonly name: string
  readonly signIn: SignIn
  readonly connection: Connection
  readonly rooms: Rooms
  readonly sent: Sent[] = []
  readonly #options: PageOptions
  readonly #shown = new Map<string, Map<string, number>>()
  isSignedOut = false

  constructor(options: PageOptions) {
    this.#options = options
    this.name = options.name
    this.signIn = options.signIn
    this.connection = new Connection({
      openSocket: options.openSocket,
      askWhy: () => this.#askWhy(),
      isDeviceOffline: () => false,
      fetch: () => this.#unreachable(),
    })
    this.connection.listen({ onSignedOut: () => this.#signedOut() })
    this.rooms = new Rooms({
      userId: options.signIn.userId,
      store: new MemoryStore(),
      tabs: NO_OTHER_TABS,
      codeOf: (failure) => (failure instanceof Refusal ? failure.code : 'offline'),
      newId: options.newId,
      call: (command, input) => this.connection.call(command, input),
      subscribe: (topic, cursor, listener) =>
        this.connection.subscribe(topic, cursor, cursor === null ? listener : this.#watched(topic, cursor, listener)),
    })
    this.rooms.state.subscribe(() => this.#look())
    this.connection.start(options.signIn.userId)
  }

  get isSettled(): boolean {
    return this.isSignedOut || this.connection.state.read().state === 'connected'
  }

  shown(roomId: string): RoomState | undefined {
    return this.rooms.state.read().rooms.get(roomId)
  }

  /** Calls, whatever becomes of it. */
  call<C extends Command>(command: C, input: InputOf<C>, then: (output: OutputOf<C>) => void = () => undefined): void {
    if (this.isSignedOut) return
    this.connection.call(command, input).then(then).catch(ignored)
  }

  look(roomId: string): void {
    if (!this.isSignedOut) this.rooms.open(roomId).catch(ignored)
  }

  say(roomId: string, body: string): void {
    const sent: Sent = { roomId, clientId: this.#options.newId(), body, answers: [] }
    this.sent.push(sent)
    this.repeat(sent)
  }

  repeat(sent: Sent): void {
    const { roomId, clientId, body } = sent
    this.call(SendMessage, { roomId, clientId, body }, (message) => sent.answers.push(message))
  }

  readList(): void {
    this.call(ListRooms, {})
  }

  close(): void {
    this.rooms.close()
    this.connection.stop()
  }

  /** I3: each reader is given every version once, in order, without a hole but for what an answer says it has told. */
  #watched(topic: string, cursor: number, listener: TopicListener): TopicListener {
    let at = cursor
    const broken = (what: unknown) =>
      this.#options.failed(new Broken('I3', `${this.name} has ${topic} at ${at} and is given ${JSON.stringify(what)}`))
    return {
      ...listener,
      onEvent: (event) => {
        if (event.v !== undefined && event.v !== at + 1) broken(event)
        at = event.v ?? at
        listener.onEvent(event)
      },
      onCaughtUp: (answer) => {
        const isLate = answer.state === 'current' && answer.events.some(({ v }) => v <= at)
        if (isLate) broken(answer)
        at = answer.state === 'reset' ? answer.version : Math.max(at, answer.version)
        return listener.onCaughtUp?.(answer)
      },
    }
  }

  /** I3: in the order of the room, nothing twice, nothing that goes back to what it was. */
  #look(): void {
    for (const [roomId, { window }] of this.rooms.state.read().rooms) {
      if (!window) continue
      const shown = this.#shown.get(roomId) ?? new Map<string, number>()
      this.#shown.set(roomId, shown)
      let last = 0
      for (const { id, seq, version } of window.messages) {
        const isBack = version < (shown.get(id) ?? 0)
        if (seq <= last || isBack) {
          this.#options.failed(new Broken('I3', `${this.name} sees ${JSON.stringify(window.messages)} in ${roomId}`))
        }
        last = seq
        shown.set(id, version)
      }
    }
  }

  #askWhy(): Promise<'signedOut' | 'unknown'> {
    return new Promise((resolve) => {
      this.#options.schedule.add(`${this.name} is told why`, () =>
        resolve(this.signIn.ended === undefined ? 'unknown' : 'signedOut'),
      )
    })
  }

  #unreachable(): Promise<Response> {
    return new Promise((_resolve, reject) => {
      this.#options.schedule.add(`${this.name} reaches nobody`, () => reject(new TypeError('failed to fetch')))
    })
  }

  #signedOut(): void {
    if (this.isSignedOut) return
    this.isSignedOut = true
    this.close()
  }
}

const ignored = () => undefined
