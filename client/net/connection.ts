import { needsNoSession, type Command, type InputOf, type OutputOf } from '#wire/command'
import type { ServerFrame } from '#wire/frames'
import { Store } from '../state/store.ts'
import type { ConnectionState } from './connection-state.ts'
import { callOverHttp, type Fetch } from './http-call.ts'
import { Link, type LinkState, type Socket } from './link.ts'
import { PendingCalls } from './pending-calls.ts'
import type { TopicListener } from './topic-feed.ts'
import { Topics } from './topics.ts'

export interface ConnectionOptions {
  openSocket: () => Socket
  /** Asks over HTTP why a socket was not welcome. */
  askWhy: () => Promise<'signedOut' | 'outdated' | 'unknown'>
  isDeviceOffline: () => boolean
  /** How calls over HTTP leave; undefined: by the page. */
  fetch?: Fetch
}

export interface ConnectionListener {
  /** The server no longer knows this person's session. */
  onSignedOut: () => void
  /** Somebody else is signed in in this browser by now: nothing more goes out of this page. */
  onSomebodyElse: () => void
  /** The server speaks a newer protocol than this page. */
  onOutdated: () => void
}

/** The one line of this page to the server: calls, topics, and how it stands. */
export class Connection {
  readonly state = new Store<ConnectionState>({ state: 'idle' })
  readonly #options: ConnectionOptions
  readonly #link: Link
  readonly #calls = new PendingCalls()
  readonly #topics: Topics
  readonly #listeners = new Set<Partial<ConnectionListener>>()
  #linkState: LinkState = { state: 'closed' }
  #wasOpen = false
  #outdated = false
  #userId: string | undefined
  #epoch: string | undefined
  #lastId = 0
  /** Counts the sessions this line has served. */
  #visit = 0

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#link = new Link({
      openSocket: options.openSocket,
      onState: (state) => this.#linkChanged(state),
      onFrame: (frame) => this.#receive(frame),
      onLineEnded: (line) => this.#calls.lost(line),
      onUnwelcome: () => void this.#unwelcome(),
    })
    this.#topics = new Topics({
      send: (frame) => this.#link.send(frame),
      nextId: () => this.#nextId(),
      onChange: () => this.#show(),
    })
  }

  /** Tells about the session; until the returned function is called. */
  listen(listener: Partial<ConnectionListener>): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** This person is signed in; the line carries nothing for anybody else. */
  start(userId: string): void {
    this.#outdated = false
    this.#userId = userId
    this.#link.start()
  }

  /** Nobody is any more: nothing is heard, nothing kept. */
  stop(): void {
    this.#visit += 1
    this.#topics.clear()
    this.#link.stop()
    this.#userId = undefined
    this.#epoch = undefined
    this.#wasOpen = false
    this.#show()
  }

  /** The network or the page came back to life. */
  check(): void {
    this.#link.check()
    this.#show()
  }

  /**
   * Calls a command: on the socket, or over HTTP when there is none or the command changes the session. Throws `Refusal`, or
   * `ConnectionError`, after which it is unknown whether the command was carried out.
   */
  async call<C extends Command>(command: C, input: InputOf<C>): Promise<OutputOf<C>> {
    try {
      return await this.#call(command, input)
    } catch (error) {
      if (isCode(error, 'unauthenticated') && !needsNoSession(command)) await this.#checkSession()
      throw error
    }
  }

  subscribe(topic: string, cursor: number | null, listener: TopicListener): () => void {
    return this.#topics.subscribe(topic, cursor, listener)
  }

  async #call<C extends Command>(command: C, input: InputOf<C>): Promise<OutputOf<C>> {
    if (command.doors === 'http' || !this.#link.open) {
      const output = await callOverHttp(command, input, this.#userId, this.#options.fetch)
      // The server is there, and somebody is waiting for it.
      if (!this.#link.open) this.#link.check()
      return output
    }
    const id = this.#nextId()
    const answer = this.#calls.answerTo(id, this.#link.line)
    this.#link.send({ t: 'call', id, name: command.name, input })
    return (await answer) as OutputOf<C>
  }

  #nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }

  #receive(frame: ServerFrame): void {
    switch (frame.t) {
      case 'hello':
        this.#welcomed(frame.epoch, frame.userId)
        return
      case 'goodbye':
        if (frame.reason === 'signedOut') this.#signedOut()
        if (frame.reason === 'outdated') this.#isOutdated()
        return
      case 'refused':
        throw new Error(`the server could not read a frame: ${frame.refusal.code}`)
      case 'reply':
        this.#calls.answered(frame)
        this.#topics.receive(frame)
        return
      case 'event':
      case 'caughtUp':
      case 'heads':
      case 'missed':
      case 'revoked':
      case 'pong':
        this.#topics.receive(frame)
        return
      default:
        frame satisfies never
    }
  }

  #welcomed(epoch: string, userId: string): void {
    if (userId !== this.#userId) {
      this.#link.stop()
      for (const listener of this.#listeners) listener.onSomebodyElse?.()
      return
    }
    if (this.#epoch !== undefined && this.#epoch !== epoch) this.#topics.forgetCursors()
    this.#epoch = epoch
    this.#wasOpen = true
    this.#topics.resume()
  }

  #linkChanged(state: LinkState): void {
    const wasOpen = this.#linkState.state === 'open'
    this.#linkState = state
    if (wasOpen && state.state !== 'open') this.#topics.lost()
    this.#show()
  }

  async #unwelcome(): Promise<void> {
    const reason = await this.#whyNow()
    if (reason === 'signedOut') this.#signedOut()
    if (reason === 'outdated') this.#isOutdated()
  }

  async #checkSession(): Promise<void> {
    if ((await this.#whyNow()) === 'signedOut') this.#signedOut()
  }

  /** What is true of a session says nothing of the next one. */
  async #whyNow(): Promise<Awaited<ReturnType<ConnectionOptions['askWhy']>>> {
    const visit = this.#visit
    const reason = await this.#options.askWhy()
    return visit === this.#visit ? reason : 'unknown'
  }

  #isOutdated(): void {
    this.#outdated = true
    this.#link.stop()
    for (const listener of this.#listeners) listener.onOutdated?.()
  }

  #signedOut(): void {
    for (const listener of this.#listeners) listener.onSignedOut?.()
  }

  #show(): void {
    const next = this.#shown()
    const shown = this.state.read()
    if (shown.state === next.state && nextTryOf(shown) === nextTryOf(next)) return
    this.state.set(next)
  }

  #shown(): ConnectionState {
    if (this.#outdated) return { state: 'outdated' }
    switch (this.#linkState.state) {
      case 'closed':
        return { state: 'idle' }
      case 'open':
        return { state: this.#topics.behind ? 'behind' : 'connected' }
      case 'opening':
      case 'waiting':
        if (this.#options.isDeviceOffline()) return { state: 'offline' }
        if (!this.#wasOpen) return { state: 'connecting' }
        return { state: 'reconnecting', nextTryAt: 'nextTryAt' in this.#linkState ? this.#linkState.nextTryAt : null }
      default:
        return this.#linkState satisfies never
    }
  }
}

function nextTryOf(state: ConnectionState): number | null | undefined {
  return state.state === 'reconnecting' ? state.nextTryAt : undefined
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
