import { setTimeout as sleep } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { Refusal, REFUSAL_CODES, type RefusalCode } from '#wire/refusal'
import { newId } from '../platform/ids.ts'
import type { Logger } from '../platform/log.ts'
import { openRedis } from '../platform/redis.ts'
import type { Bus, Envelope } from './bus.ts'

/** How long another node may take to answer a request. */
const REQUEST_PATIENCE_MS = 5_000

/** Wait before the others are told, once more, that something did not reach them. */
const TELL_LOST_MS = 250

type Answer = (payload: unknown) => Promise<unknown>
type Outcome = { ok: true; output: unknown } | { ok: false; code: RefusalCode; text: string }
type Parcel =
  | { kind: 'broadcast'; from: string; channel: string; payload: unknown }
  | { kind: 'request'; from: string; id: string; method: string; payload: unknown }
  | { kind: 'answer'; id: string; outcome: Outcome }
  /** Asks nothing: how many heard it is the answer. */
  | { kind: 'present' }
  /** Something its sender published did not reach Redis. */
  | { kind: 'lost'; from: string }

interface Waiting {
  resolve: (output: unknown) => void
  reject: (refusal: Refusal) => void
  timer: NodeJS.Timeout
}

const topicChannel = (topic: string) => `topic:{${topic}}`
const nodeChannel = (nodeId: string) => `node:{${nodeId}}`
const ALL_NODES = 'nodes:{all}'

/** The bus over Redis or Valkey ≥ 7: sharded pub/sub, so that a cluster carries each topic on one shard. */
export class RedisBus implements Bus {
  readonly nodeId = newId()
  readonly #log: Logger
  readonly #publisher: Redis
  readonly #subscriber: Redis
  readonly #envelopeListeners: ((envelope: Envelope) => void)[] = []
  readonly #broadcastListeners = new Map<string, (payload: unknown) => void>()
  readonly #answers = new Map<string, Answer>()
  readonly #waiting = new Map<string, Waiting>()
  readonly #restoredListeners: (() => void)[] = []
  #wasReady = false
  #hasLost = false
  #closed = false

  constructor(url: string, log: Logger) {
    this.#log = log
    this.#publisher = openRedis(url, log)
    this.#subscriber = openRedis(url, log, { subscriber: true })
    this.#subscriber.on('smessage', (channel: string, text: string) => this.#receive(channel, text))
    this.#subscriber.on('ready', () => void this.#ready())
    void this.#listen(ALL_NODES)
    void this.#listen(nodeChannel(this.nodeId))
  }

  publish(envelope: Envelope): void {
    this.#send(topicChannel(envelope.topic), { from: this.nodeId, envelope })
  }

  async subscribe(topic: string): Promise<void> {
    await this.#subscriber.ssubscribe(topicChannel(topic))
  }

  unsubscribe(topic: string): void {
    this.#subscriber.sunsubscribe(topicChannel(topic)).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'unsubscribing on the bus failed')
    })
  }

  onEnvelope(listener: (envelope: Envelope) => void): void {
    this.#envelopeListeners.push(listener)
  }

  onRestored(listener: () => void): void {
    this.#restoredListeners.push(listener)
  }

  /** Redis says how many heard it; a node that went down a moment ago may still count. */
  async peers(): Promise<number> {
    const parcel: Parcel = { kind: 'present' }
    const hearing = this.#subscriber.status === 'ready' ? 1 : 0
    try {
      return Math.max(0, Number(await this.#publisher.spublish(ALL_NODES, JSON.stringify(parcel))) - hearing)
    } catch {
      return 0
    }
  }

  broadcast(channel: string, payload: unknown): void {
    this.#send(ALL_NODES, { kind: 'broadcast', from: this.nodeId, channel, payload } satisfies Parcel)
  }

  onBroadcast(channel: string, listener: (payload: unknown) => void): void {
    this.#broadcastListeners.set(channel, listener)
  }

  async request(nodeId: string, method: string, payload: unknown): Promise<unknown> {
    const id = newId()
    const answer = new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id)
        reject(new Refusal('unavailable', 'the other node did not answer'))
      }, REQUEST_PATIENCE_MS)
      this.#waiting.set(id, { resolve, reject, timer })
    })
    this.#send(nodeChannel(nodeId), { kind: 'request', from: this.nodeId, id, method, payload } satisfies Parcel)
    return answer
  }

  onRequest(method: string, answer: Answer): void {
    this.#answers.set(method, answer)
  }

  async ping(): Promise<void> {
    await this.#publisher.ping()
  }

  async close(): Promise<void> {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer)
      reject(new Refusal('unavailable', 'this node is closing'))
    }
    this.#waiting.clear()
    this.#closed = true
    this.#publisher.disconnect()
    this.#subscriber.disconnect()
  }

  /** ioredis subscribes again by itself after the connection came back. */
  async #listen(channel: string): Promise<void> {
    try {
      await this.#subscriber.ssubscribe(channel)
    } catch (error) {
      this.#log.warn({ err: error }, 'subscribing on the bus failed')
    }
  }

  /** Answers come in order: when this one is here, everything is subscribed again. */
  async #ready(): Promise<void> {
    const isFirst = !this.#wasReady
    this.#wasReady = true
    try {
      await this.#subscriber.ping()
      if (!isFirst) this.#restored()
    } catch (error) {
      this.#log.warn({ err: error }, 'the bus was cut again while it came back')
    }
  }

  #restored(): void {
    for (const listener of this.#restoredListeners) listener()
  }

  /** Nobody waits for it: what is lost here is told when Redis is back. */
  #send(channel: string, value: object): void {
    this.#publisher.spublish(channel, JSON.stringify(value)).catch((error: unknown) => {
      this.#log.warn({ err: error }, 'publishing on the bus failed')
      void this.#tellLost()
    })
  }

  /** Tells the other nodes that something did not reach them, as soon as they can be told; once for all that was lost. */
  async #tellLost(): Promise<void> {
    if (this.#hasLost) return
    this.#hasLost = true
    while (!this.#closed) {
      await sleep(TELL_LOST_MS, undefined, { ref: false })
      this.#hasLost = false
      try {
        await this.#publisher.spublish(ALL_NODES, JSON.stringify({ kind: 'lost', from: this.nodeId } satisfies Parcel))
        return
      } catch {
        this.#hasLost = true
      }
    }
  }

  #receive(channel: string, text: string): void {
    try {
      const value: unknown = JSON.parse(text)
      if (channel.startsWith('topic:')) this.#receiveEnvelope(value as { from: string; envelope: Envelope })
      else this.#receiveParcel(value as Parcel)
    } catch (error) {
      this.#log.error({ err: error }, 'an envelope on the bus could not be handled')
    }
  }

  #receiveEnvelope({ from, envelope }: { from: string; envelope: Envelope }): void {
    if (from === this.nodeId) return
    for (const listener of this.#envelopeListeners) listener(envelope)
  }

  #receiveParcel(parcel: Parcel): void {
    switch (parcel.kind) {
      case 'broadcast':
        if (parcel.from !== this.nodeId) this.#broadcastListeners.get(parcel.channel)?.(parcel.payload)
        return
      case 'request':
        void this.#answer(parcel)
        return
      case 'answer':
        this.#settle(parcel.id, parcel.outcome)
        return
      case 'lost':
        if (parcel.from !== this.nodeId) this.#restored()
        return
      case 'present':
        return
      default:
        parcel satisfies never
    }
  }

  async #answer({ from, id, method, payload }: Parcel & { kind: 'request' }): Promise<void> {
    const outcome = await this.#outcomeOf(method, payload)
    this.#send(nodeChannel(from), { kind: 'answer', id, outcome } satisfies Parcel)
  }

  async #outcomeOf(method: string, payload: unknown): Promise<Outcome> {
    const answer = this.#answers.get(method)
    if (!answer) return { ok: false, code: 'unavailable', text: 'no such method' }
    try {
      return { ok: true, output: await answer(payload) }
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, code: error.code, text: error.message }
      this.#log.error({ err: error }, 'answering another node failed')
      return { ok: false, code: 'internal', text: 'internal' }
    }
  }

  #settle(id: string, outcome: Outcome): void {
    const waiting = this.#waiting.get(id)
    if (!waiting) return
    this.#waiting.delete(id)
    clearTimeout(waiting.timer)
    if (outcome.ok) waiting.resolve(outcome.output)
    else waiting.reject(new Refusal(knownCode(outcome.code), outcome.text))
  }
}

function knownCode(code: string): RefusalCode {
  return REFUSAL_CODES.find((known) => known === code) ?? 'internal'
}
