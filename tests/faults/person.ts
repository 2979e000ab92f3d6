import { v7 } from 'uuid'
import { SignIn, SignOut } from '#protocol/auth'
import { DeleteMessage, EditMessage, MarkRead, OpenRoom, React, SendMessage, type Message } from '#protocol/rooms'
import type { Command, InputOf, OutputOf } from '#wire/command'
import { PROTOCOL } from '#wire/limits'
import { Refusal } from '#wire/refusal'
import { MemoryStore } from '../../client/features/rooms/outbox/store.ts'
import { NO_OTHER_TABS } from '../../client/features/rooms/outbox/tabs.ts'
import { Rooms } from '../../client/features/rooms/rooms.ts'
import { ConnectionError } from '../../client/net/connection-error.ts'
import { Connection } from '../../client/net/connection.ts'
import type { TopicListener } from '../../client/net/topic-feed.ts'
import { arrivedIn, arrivedInAnswer } from './arrived.ts'
import { Line, type Balancer } from './line.ts'
import { now } from './now.ts'
import type { Random } from './random.ts'
import type { ArrivedRecord, CallRecord, FinalClient, RunRecord } from './record.ts'
import { seenChange, seenMessage } from './seen.ts'
import { PASSWORD, type PersonPlan } from './town.ts'
import { Watched } from './watched.ts'

const OPEN_AGAIN_MS = 500
const SIGN_IN_AGAIN_MS = 1_000

export interface PersonOptions {
  plan: PersonPlan
  balancer: Balancer
  random: Random
  record: (record: RunRecord) => void
}

/** Somebody with the product's own client, and the book of everything that reaches it. */
export class Person {
  readonly plan: PersonPlan
  readonly line: Line
  readonly #record: (record: RunRecord) => void
  readonly #connection: Connection
  readonly #watched: Watched
  readonly #opening = new Set<string>()
  #secret: string
  #session = 0
  #rooms: Rooms | undefined
  #stopRooms: (() => void) | undefined
  #calls = 0
  #isLeaving = false

  constructor({ plan, balancer, random, record }: PersonOptions) {
    this.plan = plan
    this.#record = record
    this.#secret = plan.secret
    this.line = new Line(balancer, plan.who, random)
    this.#watched = new Watched((kind, what) => record({ t: 'broken', at: now(), who: plan.who, kind, what }))
    this.#connection = new Connection({
      openSocket: () => this.#openSocket('page'),
      askWhy: () => this.#askWhy(),
      isDeviceOffline: () => false,
      fetch: (path, init) => this.#fetch(path, init),
    })
    this.#connection.state.subscribe(() => {
      record({ t: 'state', at: now(), who: plan.who, state: this.state })
    })
    this.#connection.listen({ onSignedOut: () => this.#thrownOut(), onSomebodyElse: () => this.#thrownOut() })
  }

  get state(): FinalClient['state'] {
    return this.#connection.state.read().state
  }

  /** Undefined while signed out. */
  get rooms(): Rooms | undefined {
    return this.#rooms
  }

  /** Calls that are under way. */
  get busy(): boolean {
    return this.#calls > 0
  }

  /** The page opens, with the session it has. */
  open(): void {
    const rooms = new Rooms({
      userId: this.plan.id,
      store: new MemoryStore(),
      tabs: NO_OTHER_TABS,
      codeOf,
      newId: v7,
      call: (command, input) => this.call(command, input),
      subscribe: (topic, cursor, listener) => this.#subscribe(topic, cursor, listener),
    })
    this.#rooms = rooms
    this.#watched.begin()
    const stopWatching = rooms.state.subscribe(() => {
      this.#watched.look(rooms.state.read())
      this.#openRooms(rooms)
    })
    let wasOpen = false
    const stopFollowing = this.#connection.state.subscribe(() => {
      const isOpen = this.state === 'connected' || this.state === 'behind'
      if (isOpen && !wasOpen) void rooms.outbox.reconnected()
      wasOpen = isOpen
    })
    this.#stopRooms = () => {
      stopWatching()
      stopFollowing()
      rooms.close()
    }
    this.#connection.start(this.plan.id)
  }

  cut(): void {
    this.#record({ t: 'line', at: now(), who: this.plan.who, state: 'cut' })
    this.line.cut()
  }

  mend(): void {
    this.line.mend()
    this.#record({ t: 'line', at: now(), who: this.plan.who, state: 'whole' })
  }

  /** Calls as the page does, and writes down what came of it. */
  async call<C extends Command>(command: C, input: InputOf<C>): Promise<OutputOf<C>> {
    const call = this.#begin(command, input)
    return this.#finish(call, this.#connection.call(command, input))
  }

  /** Calls over HTTP at one node, past the page. */
  async callAt<C extends Command>(node: number, command: C, input: InputOf<C>): Promise<OutputOf<C>> {
    const call = this.#begin(command, input)
    return this.#finish(
      call,
      this.#fetch(`/api/${command.name}`, { body: JSON.stringify(input) }, node).then(async (response) => {
        const answer: unknown = await response.json()
        if (response.ok) return answer as OutputOf<C>
        const { refusal } = answer as { refusal: { code: Refusal['code']; text: string } }
        throw new Refusal(refusal.code, refusal.text)
      }),
    )
  }

  /** A second socket of this session, which hears these rooms and leaves none by itself. Until the returned function is called. */
  watch(roomIds: readonly string[]): () => void {
    const socket = this.#openSocket('watcher')
    const cursors = Object.fromEntries(roomIds.map((id) => [`room:${id}`, null]))
    let asked = false
    socket.addEventListener('message', () => {
      if (!asked) socket.send(JSON.stringify({ t: 'subscribe', id: 1, cursors }))
      asked = true
    })
    return () => socket.close()
  }

  /** Goes on until the server has acknowledged it, then the page closes. */
  async signOut(): Promise<void> {
    const session = this.#session
    this.#isLeaving = true
    await insist(() => this.#connection.call(SignOut, {}))
    this.#isLeaving = false
    this.#record({ t: 'signedOut', at: now(), who: this.plan.who, session })
    this.#leave()
  }

  async signIn(): Promise<void> {
    const input = { email: this.plan.email, password: PASSWORD }
    await insist(async () => {
      const body = JSON.stringify(input)
      const response = await this.line.request(`/api/${SignIn.name}`, { method: 'POST', headers: jsonHeaders, body })
      if (response.secret === undefined) throw new Error(`signing in was answered with ${response.status}`)
      this.#secret = response.secret
    })
    this.#session += 1
    this.open()
  }

  close(): void {
    this.#leave()
  }

  /** The client's own book, for the end. */
  readonly #leave = (): void => {
    this.#stopRooms?.()
    this.#stopRooms = undefined
    this.#rooms = undefined
    this.#opening.clear()
    this.#connection.stop()
  }

  #thrownOut(): void {
    const what = 'the session ended although nobody signed out'
    // The socket may hear of a sign-out before it is acknowledged, or the page ask why after it.
    if (this.#rooms && !this.#isLeaving)
      this.#record({ t: 'broken', at: now(), who: this.plan.who, kind: 'wrong', what })
    this.#leave()
  }

  /** Looks into every room there is. */
  #openRooms(rooms: Rooms): void {
    for (const [id, { window }] of rooms.state.read().rooms) {
      if (window || this.#opening.has(id)) continue
      this.#opening.add(id)
      rooms
        .open(id)
        .catch(() => new Promise((resolve) => setTimeout(resolve, OPEN_AGAIN_MS)))
        .finally(() => {
          this.#opening.delete(id)
          if (this.#rooms === rooms) this.#openRooms(rooms)
        })
    }
  }

  #openSocket(by: 'page' | 'watcher') {
    const { who } = this.plan
    const session = this.#session
    return this.line.openSocket(this.#secret, {
      onOpen: (node) => this.#record({ t: 'socket', at: now(), who, session, node, state: 'open' }),
      onClosed: (node) => this.#record({ t: 'socket', at: now(), who, session, node, state: 'closed' }),
      onText: (text) => this.#arrived(by, session, arrivedIn(text)),
    })
  }

  #arrived(by: ArrivedRecord['by'], session: number, items: ReturnType<typeof arrivedIn>): void {
    const at = now()
    for (const item of items) this.#record({ t: 'arrived', at, who: this.plan.who, session, by, ...item })
  }

  async #fetch(path: string, init: RequestInit, node?: number): Promise<Response> {
    const { status, text } = await this.line.request(path, {
      method: 'POST',
      headers: { ...jsonHeaders, cookie: `allmende_session=${this.#secret}` },
      body: typeof init.body === 'string' ? init.body : '{}',
      ...(init.signal ? { signal: init.signal } : {}),
      ...(node === undefined ? {} : { node }),
    })
    return new Response(text, { status })
  }

  async #askWhy(): Promise<'signedOut' | 'outdated' | 'unknown'> {
    try {
      const path = `/api/socket?protocol=${PROTOCOL.current}`
      const headers = { cookie: `allmende_session=${this.#secret}` }
      const { status } = await this.line.request(path, { method: 'GET', headers })
      return status === 401 ? 'signedOut' : 'unknown'
    } catch {
      return 'unknown'
    }
  }

  #subscribe(topic: string, cursor: number | null, listener: TopicListener): () => void {
    const [kind, room = ''] = topic.split(':')
    if (kind !== 'room') return this.#connection.subscribe(topic, cursor, listener)
    const { who } = this.plan
    this.#record({ t: 'follow', at: now(), who, room, state: 'begins', version: cursor ?? 0 })
    const stop = this.#connection.subscribe(topic, cursor, {
      ...listener,
      onEvent: (event) => {
        const { v } = event
        if (v !== undefined) this.#record({ t: 'change', at: now(), who, room, change: seenChange({ ...event, v }) })
        listener.onEvent(event)
      },
      onCaughtUp: (answer) => {
        const changes = answer.state === 'current' ? answer.events.map(seenChange) : []
        const { state, version } = answer
        this.#record({ t: 'caughtUp', at: now(), who, room, state, version, changes })
        return listener.onCaughtUp?.(answer)
      },
      onRefused: () => {
        this.#record({ t: 'follow', at: now(), who, room, state: 'refused', version: 0 })
        listener.onRefused?.()
      },
    })
    return () => {
      this.#record({ t: 'follow', at: now(), who, room, state: 'stops', version: 0 })
      stop()
    }
  }

  #begin(command: Command, input: unknown): CallRecord {
    this.#calls += 1
    const { roomId, clientId, messageId, body } = input as Record<string, string | undefined>
    return {
      t: 'call',
      at: now(),
      end: 0,
      who: this.plan.who,
      name: command.name,
      ...(roomId === undefined ? {} : { room: roomId }),
      ...(clientId === undefined ? {} : { clientId }),
      ...(messageId === undefined ? {} : { messageId }),
      ...(body === undefined ? {} : { body }),
      outcome: 'unknown',
    }
  }

  async #finish<Output>(call: CallRecord, answer: Promise<Output>): Promise<Output> {
    const session = this.#session
    try {
      const output = await answer
      call.outcome = 'done'
      if (isMessageAnswer(call.name)) call.answer = seenMessage(output as Message)
      this.#arrived('answer', session, arrivedInAnswer(call.name, output))
      return output
    } catch (error) {
      call.code = codeOf(error)
      call.outcome = isUnknown(error) ? 'unknown' : 'refused'
      throw error
    } finally {
      call.end = now()
      this.#calls -= 1
      if (call.name !== MarkRead.name && call.name !== OpenRoom.name) this.#record(call)
    }
  }
}

const jsonHeaders = { 'content-type': 'application/json' }

function isMessageAnswer(name: string): boolean {
  return [SendMessage, EditMessage, DeleteMessage, React].some((command) => command.name === name)
}

/** The server may have carried it out: no answer, or one that speaks of the server's own trouble. */
function isUnknown(error: unknown): boolean {
  return !(error instanceof Refusal) || error.code === 'internal' || error.code === 'unavailable'
}

function codeOf(error: unknown): Refusal['code'] | 'offline' | 'timeout' {
  if (error instanceof Refusal || error instanceof ConnectionError) return error.code
  // A line that breaks under a request of ours is what a browser calls a network error.
  return 'offline'
}

/** Until it succeeds. */
async function insist(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work()
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, SIGN_IN_AGAIN_MS))
    }
  }
}
