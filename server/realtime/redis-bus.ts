import { Refusal, REFUSAL_CODES, type RefusalCode } from '#wire/refusal'
import { newId } from '../platform/ids.ts'
import type { Logger } from '../platform/log.ts'
import { RedisChannels } from '../platform/redis-channels.ts'
import { PROBE, RedisPublisher } from '../platform/redis-publisher.ts'
import { shardsOf } from '../platform/redis-shards.ts'
import { openRedis, type RedisClient } from '../platform/redis.ts'
import type { Bus, Envelope } from './bus.ts'
import { isFrom, readEnvelope, writeEnvelope } from './envelope-text.ts'

/** How long another node may take to answer a request. */
const REQUEST_PATIENCE_MS = 5_000

type Answer = (payload: unknown) => Promise<unknown>
type Outcome = { ok: true; output: unknown } | { ok: false; code: RefusalCode; text: string }
type Parcel =
  | { kind: 'broadcast'; from: string; channel: string; payload: unknown }
  | { kind: 'request'; from: string; id: string; method: string; payload: unknown }
  | { kind: 'answer'; id: string; outcome: Outcome }
  /** Something its sender published did not reach Redis. */
  | { kind: 'lost'; from: string }

interface Waiting {
  resolve: (output: unknown) => void
  reject: (refusal: Refusal) => void
  timer: NodeJS.Timeout
}

const TOPIC_PREFIX = 'topic:{'
const topicChannel = (topic: string) => `${TOPIC_PREFIX}${topic}}`
const nodeChannel = (nodeId: string) => `node:{${nodeId}}`
const ALL_NODES = 'nodes:{all}'

/** The bus over Redis or Valkey ≥ 7: sharded pub/sub, so that a cluster carries each topic on one shard. */
export class RedisBus implements Bus {
  readonly nodeId = newId()
  readonly #log: Logger
  readonly #redis: RedisClient
  readonly #publisher: RedisPublisher
  readonly #channels: RedisChannels
  readonly #envelopeListeners: ((envelope: Envelope) => void)[] = []
  readonly #broadcastListeners = new Map<string, (payload: unknown) => void>()
  readonly #restoredListeners: (() => void)[] = []
  readonly #answers = new Map<string, Answer>()
  readonly #waiting = new Map<string, Waiting>()

  constructor(url: string, log: Logger) {
    this.#log = log
    this.#redis = openRedis(url, log)
    this.#publisher = new RedisPublisher({
      redis: this.#redis,
      log,
      onLost: () => this.#send(ALL_NODES, { kind: 'lost', from: this.nodeId }),
    })
    this.#channels = new RedisChannels({
      url,
      log,
      shards: shardsOf(this.#redis, url),
      onMessage: (channel, message) => this.#receive(channel, message),
      onRestored: () => this.#restored(),
    })
    void this.#channels.subscribe(ALL_NODES)
    void this.#channels.subscribe(nodeChannel(this.nodeId))
  }

  publish(envelope: Envelope): void {
    this.#publisher.publish(topicChannel(envelope.topic), writeEnvelope(this.nodeId, envelope))
  }

  subscribe(topic: string): Promise<void> {
    return this.#channels.subscribe(topicChannel(topic))
  }

  unsubscribe(topic: string): void {
    this.#channels.unsubscribe(topicChannel(topic))
  }

  onEnvelope(listener: (envelope: Envelope) => void): void {
    this.#envelopeListeners.push(listener)
  }

  onRestored(listener: () => void): void {
    this.#restoredListeners.push(listener)
  }

  /** Redis says how many hear it; a node that went down a moment ago may still count. */
  async peers(): Promise<number> {
    const self = this.#channels.hears(ALL_NODES) ? 1 : 0
    try {
      return Math.max(0, (await this.#publisher.send(ALL_NODES, PROBE)) - self)
    } catch {
      return 0
    }
  }

  broadcast(channel: string, payload: unknown): void {
    this.#send(ALL_NODES, { kind: 'broadcast', from: this.nodeId, channel, payload })
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
    const parcel: Parcel = { kind: 'request', from: this.nodeId, id, method, payload }
    const heardBy = this.#publisher.send(nodeChannel(nodeId), JSON.stringify(parcel)).catch(() => 0)
    void heardBy.then((count) => {
      if (count === 0) this.#settle(id, { ok: false, code: 'unavailable', text: 'the other node is away' })
    })
    return answer
  }

  onRequest(method: string, answer: Answer): void {
    this.#answers.set(method, answer)
  }

  async ping(): Promise<void> {
    await this.#redis.ping()
  }

  async close(): Promise<void> {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer)
      reject(new Refusal('unavailable', 'this node is closing'))
    }
    this.#waiting.clear()
    this.#publisher.close()
    this.#channels.close()
    this.#redis.disconnect()
  }

  #restored(): void {
    for (const listener of this.#restoredListeners) listener()
  }

  #send(channel: string, parcel: Parcel): void {
    this.#publisher.publish(channel, JSON.stringify(parcel))
  }

  #receive(channel: string, message: Buffer): void {
    if (message.length === PROBE.length) return
    try {
      if (channel.startsWith(TOPIC_PREFIX)) this.#receiveEnvelope(channel.slice(TOPIC_PREFIX.length, -1), message)
      else this.#receiveParcel(JSON.parse(message.toString()) as Parcel)
    } catch (error) {
      this.#log.error({ err: error }, 'an envelope on the bus could not be handled')
    }
  }

  #receiveEnvelope(topic: string, message: Buffer): void {
    if (isFrom(message, this.nodeId)) return
    const envelope = readEnvelope(topic, message)
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
      default:
        parcel satisfies never
    }
  }

  async #answer({ from, id, method, payload }: Parcel & { kind: 'request' }): Promise<void> {
    const outcome = await this.#outcomeOf(method, payload)
    this.#send(nodeChannel(from), { kind: 'answer', id, outcome })
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
