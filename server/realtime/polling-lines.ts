import type { Give, Opened, Take, Taken } from '#wire/line'
import { Refusal } from '#wire/refusal'
import { newSecret } from '../platform/ids.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Actor } from './actor.ts'
import type { Bus } from './bus.ts'
import type { Caller, Gateway } from './gateway.ts'
import { PollingLine } from './polling-line.ts'
import type { Answer } from './polling.ts'

/** How long hello may take: it is sent at the end of the event loop's present turn. */
const HELLO_MS = 1_000
/** A wait at another node is asked for in parts, so that one lost answer between nodes costs one part. */
const PART_MS = 3_000
/** An ended line says so for a while. */
const ENDED_MS = 30_000
/** WebSocket close code of a node that goes away. */
const GOING_AWAY = 1001

/** What one node asks the other about a line: who asks was checked where the request arrived. */
interface Asked {
  id: string
  actor: Actor
  ask: unknown
}

type Answering = (line: PollingLine, ask: unknown, id: string) => Promise<Answer | void>

interface PollingLinesOptions {
  gateway: Gateway
  bus: Bus
  metrics: Metrics
}

/**
 * The lines of plain requests. A line lives on the node that opened it and its id names that node, so that its requests may
 * arrive at any: they are passed on over the bus. A line that cannot be reached is not waited for: the client opens another
 * one where it is, and its cursors bring it up to date.
 */
export class PollingLines {
  readonly #gateway: Gateway
  readonly #bus: Bus
  readonly #lines = new Map<string, PollingLine>()
  readonly #gauge

  constructor({ gateway, bus, metrics }: PollingLinesOptions) {
    this.#gateway = gateway
    this.#bus = bus
    this.#gauge = metrics.gauge(
      'polling_lines',
      'Open sockets that are lines of plain requests: WebSockets are blocked',
    )
    this.#answer('line.take', (line, ask) => line.take(ask as Take))
    this.#answer('line.give', (line, ask) => line.give(ask as Give))
    this.#answer('line.leave', async (line, _, id) => this.#leave(id, line))
  }

  async open(caller: Caller): Promise<Opened> {
    const id = `${this.#bus.nodeId}.${newSecret()}`
    const line = new PollingLine(this.#gateway, caller, () => {
      this.#gauge.dec()
      setTimeout(() => this.#lines.delete(id), ENDED_MS).unref()
    })
    this.#lines.set(id, line)
    this.#gauge.inc()
    return { id, taken: await line.take({ received: 0, waitMs: HELLO_MS }) }
  }

  /** Throws `not_found` for a line that is not there or not of this sign-in session, `unavailable` when its node is away. */
  async take(id: string, actor: Actor, take: Take, signal: AbortSignal): Promise<Taken> {
    const { superseded: _, ...taken } = this.#isHere(id)
      ? await this.#find(id, actor).take(take, signal)
      : await this.#takeElsewhere(id, actor, take, signal)
    return taken
  }

  /** Throws like `take`, and what `PollingLine.give` throws. */
  async give(id: string, actor: Actor, give: Give): Promise<void> {
    if (this.#isHere(id)) await this.#find(id, actor).give(give)
    else await this.#ask('line.give', { id, actor, ask: give })
  }

  /** Throws like `take`. */
  async leave(id: string, actor: Actor): Promise<void> {
    if (this.#isHere(id)) this.#leave(id, this.#find(id, actor))
    else await this.#ask('line.leave', { id, actor, ask: null })
  }

  /** Answers whoever waits: this node goes away. */
  close(): void {
    for (const line of this.#lines.values()) line.close(GOING_AWAY)
  }

  async #takeElsewhere(id: string, actor: Actor, { received, waitMs }: Take, signal: AbortSignal): Promise<Answer> {
    const until = performance.now() + waitMs
    for (;;) {
      const left = Math.max(0, Math.round(until - performance.now()))
      const ask = { received, waitMs: Math.min(left, PART_MS) }
      const answer = (await this.#ask('line.take', { id, actor, ask })) as Answer
      const isDone = answer.frames.length > 0 || answer.closed !== undefined || answer.superseded === true
      if (isDone || left <= PART_MS || signal.aborted) return answer
    }
  }

  /** Whoever left does not ask again. */
  #leave(id: string, line: PollingLine): void {
    this.#lines.delete(id)
    line.leave()
  }

  #isHere(id: string): boolean {
    return id.startsWith(`${this.#bus.nodeId}.`)
  }

  /** Foreign and missing lines look the same. */
  #find(id: string, { userId, sessionId }: Actor): PollingLine {
    const line = this.#lines.get(id)
    if (!line || line.actor.userId !== userId || line.actor.sessionId !== sessionId)
      throw new Refusal('not_found', 'no such line')
    return line
  }

  #ask(method: string, asked: Asked): Promise<unknown> {
    const [nodeId = ''] = asked.id.split('.')
    return this.#bus.request(nodeId, method, asked)
  }

  #answer(method: string, answer: Answering): void {
    this.#bus.onRequest(method, async (payload) => {
      const { id, actor, ask } = payload as Asked
      return (await answer(this.#find(id, actor), ask, id)) ?? null
    })
  }
}
