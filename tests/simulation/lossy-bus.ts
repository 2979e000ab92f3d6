import type { Bus, Envelope } from '../../server/realtime/bus.ts'
import type { Random } from './random.ts'
import type { Schedule } from './schedule.ts'

export interface BusFaults {
  /** Hints no longer say how many sign-outs there were when they were given. */
  hidesSignOuts?: boolean
  /** Hints no longer say when who may hear was changed last. */
  hidesMembership?: boolean
}

/** What the nodes of a run share. */
export class Exchange {
  readonly buses: LossyBus[] = []
  readonly schedule: Schedule
  readonly random: Random
  readonly faults: BusFaults
  /** Nothing gets through. */
  isDown = false
  /** Nothing is lost any more. */
  isHealed = false

  constructor(schedule: Schedule, random: Random, faults: BusFaults) {
    this.schedule = schedule
    this.random = random
    this.faults = faults
  }

  /** As after an outage: every node hears again, and is told that it may have missed something. */
  restore(): void {
    this.isDown = false
    for (const bus of this.buses) bus.restored()
  }
}

let busesMade = 0

/** A bus that loses, delays and reorders what it carries. Hears of each loss that nothing else would find, as Redis does. */
export class LossyBus implements Bus {
  readonly nodeId = String((busesMade += 1))
  readonly #exchange: Exchange
  readonly #name: string
  readonly #topics = new Set<string>()
  readonly #envelopeListeners: ((envelope: Envelope) => void)[] = []
  readonly #restoredListeners: (() => void)[] = []
  readonly #broadcastListeners = new Map<string, (payload: unknown) => void>()

  constructor(exchange: Exchange, name: string) {
    this.#exchange = exchange
    this.#name = name
    exchange.buses.push(this)
  }

  publish(envelope: Envelope): void {
    const { faults } = this.#exchange
    const sent = { ...envelope }
    if (faults.hidesSignOuts) delete sent.signOuts
    if (faults.hidesMembership) delete sent.membership
    for (const bus of this.#others()) if (bus.#topics.has(envelope.topic)) this.#send(bus, sent)
  }

  async subscribe(topic: string): Promise<void> {
    const { schedule, isDown } = this.#exchange
    if (isDown) {
      this.#topics.add(topic)
      throw new Error('the bus is away')
    }
    await new Promise<void>((resolve) => {
      schedule.add(`${this.#name} hears ${topic}`, () => {
        this.#topics.add(topic)
        resolve()
      })
    })
  }

  unsubscribe(topic: string): void {
    this.#topics.delete(topic)
  }

  onEnvelope(listener: (envelope: Envelope) => void): void {
    this.#envelopeListeners.push(listener)
  }

  onRestored(listener: () => void): void {
    this.#restoredListeners.push(listener)
  }

  restored(): void {
    for (const listener of this.#restoredListeners) listener()
  }

  async peers(): Promise<number> {
    return this.#exchange.buses.length - 1
  }

  broadcast(channel: string, payload: unknown): void {
    const { schedule, random } = this.#exchange
    for (const bus of this.#others()) {
      if (this.#isLost() && random.once(2)) continue
      schedule.add(`${bus.#name} is told ${channel}`, () => bus.#broadcastListeners.get(channel)?.(payload))
    }
  }

  onBroadcast(channel: string, listener: (payload: unknown) => void): void {
    this.#broadcastListeners.set(channel, listener)
  }

  async request(): Promise<unknown> {
    throw new Error('nobody asks nodes here')
  }

  onRequest(): void {}

  async ping(): Promise<void> {}

  async close(): Promise<void> {
    const { buses } = this.#exchange
    buses.splice(buses.indexOf(this), 1)
    this.#topics.clear()
    this.#envelopeListeners.length = 0
    this.#restoredListeners.length = 0
    this.#broadcastListeners.clear()
  }

  #send(bus: LossyBus, envelope: Envelope): void {
    const { schedule } = this.#exchange
    if (!this.#isLost()) {
      schedule.add(`${bus.#name} is told of ${envelope.topic} ${envelope.version ?? ''}`, () => {
        for (const listener of bus.#envelopeListeners) listener(envelope)
      })
    } else if (envelope.version === undefined) schedule.add(`${bus.#name} hears of a loss`, () => bus.restored())
  }

  #isLost(): boolean {
    const { isHealed, isDown, random } = this.#exchange
    return !isHealed && (isDown || random.once(4))
  }

  #others(): LossyBus[] {
    return this.#exchange.buses.filter((bus) => bus !== this)
  }
}
