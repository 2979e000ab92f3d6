import { Refusal } from '#wire/refusal'
import { newId } from '../platform/ids.ts'
import type { Bus, Envelope } from './bus.ts'

type Answer = (payload: unknown) => Promise<unknown>

/** What nodes of one process share. A single node has one to itself; contract tests put two nodes on it. */
export class MemoryExchange {
  readonly nodes = new Map<string, MemoryBus>()
}

/** The bus of an installation with one node. */
export class MemoryBus implements Bus {
  readonly nodeId = newId()
  readonly #exchange: MemoryExchange
  readonly #topics = new Set<string>()
  readonly #envelopeListeners: ((envelope: Envelope) => void)[] = []
  readonly #broadcastListeners = new Map<string, (payload: unknown) => void>()
  readonly #answers = new Map<string, Answer>()

  constructor(exchange: MemoryExchange = new MemoryExchange()) {
    this.#exchange = exchange
    exchange.nodes.set(this.nodeId, this)
  }

  publish(envelope: Envelope): void {
    for (const node of this.#others()) node.#hear(envelope)
  }

  async subscribe(topic: string): Promise<void> {
    this.#topics.add(topic)
  }

  unsubscribe(topic: string): void {
    this.#topics.delete(topic)
  }

  onEnvelope(listener: (envelope: Envelope) => void): void {
    this.#envelopeListeners.push(listener)
  }

  /** Memory never goes away. */
  onRestored(): void {}

  async peers(): Promise<number> {
    return this.#exchange.nodes.size - 1
  }

  broadcast(channel: string, payload: unknown): void {
    for (const node of this.#others()) node.#broadcastListeners.get(channel)?.(payload)
  }

  onBroadcast(channel: string, listener: (payload: unknown) => void): void {
    this.#broadcastListeners.set(channel, listener)
  }

  async request(nodeId: string, method: string, payload: unknown): Promise<unknown> {
    const node = this.#exchange.nodes.get(nodeId)
    const answer = node && node.#answers.get(method)
    if (!answer) throw new Refusal('unavailable', 'no such node')
    return answer(payload)
  }

  onRequest(method: string, answer: Answer): void {
    this.#answers.set(method, answer)
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {
    this.#exchange.nodes.delete(this.nodeId)
  }

  *#others(): Iterable<MemoryBus> {
    for (const node of this.#exchange.nodes.values()) if (node !== this) yield node
  }

  #hear(envelope: Envelope): void {
    if (!this.#topics.has(envelope.topic)) return
    for (const listener of this.#envelopeListeners) listener(envelope)
  }
}
