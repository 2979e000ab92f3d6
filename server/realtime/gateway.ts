import { Compile } from 'typebox/compile'
import { ClientFrame } from '#wire/frames'
import { LIMITS, PROTOCOL } from '#wire/limits'
import { Refusal } from '#wire/refusal'
import type { Logger } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import { newId } from '../platform/ids.ts'
import type { Actor } from './actor.ts'
import { refusalBody, type Dispatcher } from './dispatch.ts'
import { Inbox } from './inbox.ts'
import type { Outlet } from './outlet.ts'
import { Session } from './session.ts'
import type { SignOuts } from './sign-outs.ts'
import type { Topics } from './topics.ts'

interface GatewayOptions {
  dispatcher: Dispatcher
  topics: Topics
  epoch: string
  signOuts: SignOuts
  log: Logger
  metrics: Metrics
}

const frames = Compile(ClientFrame)

/** How many clients the other nodes take over in a second, and the bounds of the window that follows from it. */
const HANDED_OVER_PER_SECOND = 200
const WINDOW_MS = { least: 1_000, most: 30_000 } as const
/** How long after the window a client may take to leave. */
const LEAVING_MS = 2_000

function drainWindow(lines: number): number {
  return Math.min(WINDOW_MS.most, Math.max(WINDOW_MS.least, (lines * 1_000) / HANDED_OVER_PER_SECOND))
}

/** What a line of a client tells the gateway. */
export interface Line {
  /** One frame, as text. Never throws. */
  receive(text: string): void
  /** A control frame, which says nothing and takes time all the same. */
  controlled(): void
  failed(error: Error): void
  closed(): void
}

export interface Caller {
  actor: Actor
  remoteAddress: string
  /** `endings` before the actor was looked up. */
  endings: number
}

/** Within this time whoever came while somebody was signed out comes again. */
const COME_AGAIN_MS = 200

/** All open sockets of this node. Knows frames, no commands and no features. */
export class Gateway {
  readonly #options: GatewayOptions
  readonly #sessions = new Set<Session>()
  readonly #linesOf = new Map<string, number>()
  readonly #closedListeners: ((socketId: string, actor: Actor) => void)[] = []
  readonly #endedListeners: ((sessionIds: readonly string[]) => void)[] = []
  readonly #gauge
  #epoch: string
  #draining = false
  #emptyListener: (() => void) | undefined

  constructor(options: GatewayOptions) {
    this.#options = options
    this.#epoch = options.epoch
    this.#gauge = options.metrics.gauge('sockets', 'Open sockets')
  }

  onSocketClosed(listener: (socketId: string, actor: Actor) => void): void {
    this.#closedListeners.push(listener)
  }

  onSessionsEnded(listener: (sessionIds: readonly string[]) => void): void {
    this.#endedListeners.push(listener)
  }

  /** See `SignOuts`. */
  get endings(): number {
    return this.#options.signOuts.endings
  }

  /** Whether this person may open one line more: every browser tab has one. */
  hasRoomFor({ userId }: Actor): boolean {
    return (this.#linesOf.get(userId) ?? 0) < LIMITS.socketsPerPerson
  }

  /** Takes over a line of a signed-in person and says hello. */
  accept(outlet: Outlet, caller: Caller): Line {
    const session = new Session(newId(), caller.actor, outlet)
    const inbox = new Inbox({
      pause: () => outlet.pause(),
      resume: () => outlet.resume(),
      failed: (error) => this.#options.log.error({ err: error }, 'a frame could not be handled'),
    })
    this.#opened(session)
    session.send({ t: 'hello', protocol: PROTOCOL.current, epoch: this.#epoch, userId: session.actor.userId })
    if (this.#draining) session.end('drain', 1_000)
    // Signed out since they were looked up, perhaps: then they are not found again.
    if (caller.endings !== this.endings) session.end('drain', COME_AGAIN_MS)
    return {
      receive: (text) => this.#receive(session, inbox, text, caller.remoteAddress),
      controlled: () => inbox.arrived(),
      // Broken frames and broken lines are reported here; whoever reports closes too.
      failed: (error) => this.#options.log.debug({ err: error }, 'a line failed'),
      closed: () => this.#closed(session),
    }
  }

  /** The database is of another history: everybody comes back, hears so and loads afresh. */
  epochChanged(epoch: string): void {
    this.#epoch = epoch
    for (const session of this.#sessions) session.end('drain', 1_000)
  }

  /** The sign-in sessions of all open sockets. */
  signInSessions(): string[] {
    return [...new Set([...this.#sessions].map(({ actor }) => actor.sessionId))]
  }

  /** Closes the sockets of these sign-in sessions for good. */
  endSessions(sessionIds: readonly string[]): void {
    const ended = new Set(sessionIds)
    for (const session of this.#sessions) {
      if (!ended.has(session.actor.sessionId)) continue
      this.#options.topics.forget(session)
      session.end('signedOut', 0)
    }
    for (const listener of this.#endedListeners) listener(sessionIds)
  }

  /** Whether this node takes no new lines: it is about to stop. */
  get draining(): boolean {
    return this.#draining
  }

  /**
   * Hands its clients over to the other nodes: each is asked to leave at a random moment, and served until it has. Whoever is
   * still here a moment after the window is sent away. Without other nodes all are sent away at once.
   */
  async drain(hasOthers: boolean): Promise<void> {
    this.#draining = true
    if (hasOthers) {
      const windowMs = drainWindow(this.#sessions.size)
      for (const session of this.#sessions) session.handOver(windowMs)
      await this.#untilEmpty(windowMs + LEAVING_MS)
    }
    for (const session of this.#sessions) session.end('drain', drainWindow(this.#sessions.size))
  }

  #untilEmpty(patienceMs: number): Promise<void> {
    if (this.#sessions.size === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, patienceMs)
      this.#emptyListener = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  #opened(session: Session): void {
    const { userId } = session.actor
    this.#sessions.add(session)
    this.#linesOf.set(userId, (this.#linesOf.get(userId) ?? 0) + 1)
    this.#gauge.set(this.#sessions.size)
  }

  #closed(session: Session): void {
    if (!this.#sessions.delete(session)) return
    const { userId } = session.actor
    const left = (this.#linesOf.get(userId) ?? 1) - 1
    if (left > 0) this.#linesOf.set(userId, left)
    else this.#linesOf.delete(userId)
    this.#gauge.set(this.#sessions.size)
    this.#options.topics.forget(session)
    for (const listener of this.#closedListeners) listener(session.id, session.actor)
    if (this.#sessions.size === 0) this.#emptyListener?.()
  }

  #receive(session: Session, inbox: Inbox, text: string, remoteAddress: string): void {
    inbox.arrived()
    const frame = read(text)
    if (!frame) {
      session.send({ t: 'refused', refusal: refusalBody(new Refusal('invalid', 'not a frame')) })
      return
    }
    switch (frame.t) {
      case 'call':
        this.#call(session, inbox, frame, remoteAddress)
        return
      case 'subscribe':
        this.#subscribe(session, inbox, frame)
        return
      case 'unsubscribe':
        this.#unsubscribe(session, inbox, frame)
        return
      case 'ping':
        session.send({ t: 'pong' })
        return
      default:
        frame satisfies never
    }
  }

  #call(session: Session, inbox: Inbox, { id, name, input }: ClientFrame & { t: 'call' }, remoteAddress: string): void {
    const feature = name.slice(0, name.indexOf('.'))
    const taken = inbox.add(feature, async () => {
      // Whoever signed out or was removed while this waited is answered by nobody.
      if (!session.open) return
      try {
        if (!this.#options.dispatcher.isSocketCommand(name))
          throw new Refusal('not_found', 'no such command at this door')
        const call = { remoteAddress, socketId: session.id }
        const output = await this.#options.dispatcher.run(name, session.actor, input, call)
        await this.#options.signOuts.cover(output)
        session.send({ t: 'reply', id, ok: true, output })
      } catch (error) {
        replyRefused(session, id, error)
      }
    })
    if (!taken) replyRefused(session, id, tooMany())
  }

  #subscribe(session: Session, inbox: Inbox, { id, cursors }: ClientFrame & { t: 'subscribe' }): void {
    const taken = inbox.add('subscribe', async () => {
      if (!session.open) return
      try {
        const { answers, release } = await this.#catchUp(session, cursors)
        session.send({ t: 'caughtUp', id, topics: answers })
        release()
      } catch (error) {
        this.#options.log.error({ err: error }, 'subscribing failed')
        replyRefused(session, id, new Refusal('unavailable', 'subscribing failed'))
      }
    })
    if (!taken) replyRefused(session, id, tooMany())
  }

  async #catchUp(session: Session, cursors: (ClientFrame & { t: 'subscribe' })['cursors']) {
    const { topics, signOuts } = this.#options
    const caughtUp = await topics.subscribe(session, cursors)
    try {
      await signOuts.cover(caughtUp)
    } catch (error) {
      topics.unsubscribe(session, Object.keys(cursors))
      throw error
    }
    return caughtUp
  }

  /** Behind the subscriptions that were asked for before it. */
  #unsubscribe(session: Session, inbox: Inbox, { topics }: ClientFrame & { t: 'unsubscribe' }): void {
    const taken = inbox.add('subscribe', async () => this.#options.topics.unsubscribe(session, topics))
    if (!taken) this.#options.topics.unsubscribe(session, topics)
  }
}

function read(text: string): ClientFrame | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return frames.Check(value) ? value : undefined
  } catch {
    return undefined
  }
}

function tooMany(): Refusal {
  return new Refusal('too_many', 'too much is waiting on this socket', { retryAfterMs: 1_000 })
}

function replyRefused(session: Session, id: number, error: unknown): void {
  const refusal = error instanceof Refusal ? error : new Refusal('unavailable', 'who is signed in cannot be asked')
  session.send({ t: 'reply', id, ok: false, refusal: refusalBody(refusal) })
}
