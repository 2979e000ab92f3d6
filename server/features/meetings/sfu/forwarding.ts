import type { Consumer as MediasoupConsumer } from 'mediasoup/types'
import type { Consumer, Source } from '#protocol/meetings'
import { firstLayer, layerFor } from './layers.ts'
import type { ResumeBatcher } from './resume-batcher.ts'

/** Between two changes of one consumer: faster ones freeze the picture. */
const CHANGE_EVERY_MS = 200
/** Who gets the line's room first, 1–255: screens are read, faces are seen. */
const PRIORITY: Readonly<Record<Source, number>> = { microphone: 255, screenSound: 255, screen: 250, camera: 100 }

export interface ForwardingOptions {
  consumer: MediasoupConsumer
  peerId: string
  source: Source
  /** Simulcast layers of the sender; 1 without simulcast. */
  layers: number
  batcher: ResumeBatcher
  /** Whether nobody else receives the stream. */
  alone: () => boolean
}

/** One stream on its way to one peer: whether it flows, and how large. Changes are slow and one at a time. */
export class Forwarding {
  readonly streamId: string
  readonly peerId: string
  readonly #options: ForwardingOptions
  #ready = false
  #visible = true
  #layer: number
  #appliedLayer: number
  #timer: NodeJS.Timeout | undefined
  #busy = false

  constructor(options: ForwardingOptions) {
    this.#options = options
    this.streamId = options.consumer.producerId
    this.peerId = options.peerId
    this.#layer = firstLayer(options.layers)
    this.#appliedLayer = this.#layer
  }

  get id(): string {
    return this.#options.consumer.id
  }

  get isVideo(): boolean {
    return this.#options.consumer.kind === 'video'
  }

  present(): Consumer {
    const { consumer, peerId, source } = this.#options
    const { kind, rtpParameters } = consumer
    return { id: consumer.id, peerId, streamId: this.streamId, source, kind, rtpParameters: { ...rtpParameters } }
  }

  /** The client is ready for packets. */
  allow(): void {
    this.#ready = true
    this.#schedule()
  }

  /** How large the client shows it; undefined: not at all. */
  show(tile: { width: number; height: number } | undefined): void {
    this.#visible = tile !== undefined && tile.width > 0 && tile.height > 0
    if (tile && this.#visible) this.#layer = layerFor(tile, this.#options.layers, this.#layer)
    this.#schedule()
  }

  /** By the batcher only. */
  async resume(): Promise<void> {
    const { consumer } = this.#options
    if (!this.#flows || consumer.closed || !consumer.paused) return
    await quietly(consumer.resume())
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#ready = false
    this.#options.consumer.close()
  }

  get #flows(): boolean {
    return this.#ready && this.#visible
  }

  /** The first change goes at once, those that follow wait their turn; only the last of them counts. */
  #schedule(): void {
    if (this.#timer !== undefined || this.#busy) return
    void this.#apply()
  }

  async #apply(): Promise<void> {
    const { consumer, layers, batcher, alone } = this.#options
    const layer = this.#layer
    const changesLayer = this.isVideo && layers > 1 && layer !== this.#appliedLayer && this.#visible
    const changesFlow = this.#flows === consumer.paused
    if (consumer.closed || (!changesLayer && !changesFlow)) return
    this.#busy = true
    if (changesLayer) {
      this.#appliedLayer = layer
      await quietly(consumer.setPreferredLayers({ spatialLayer: layer }))
    }
    if (!this.#flows && !consumer.paused) await quietly(consumer.pause())
    else if (this.#flows && consumer.paused) {
      if (this.isVideo) batcher.add(this.streamId, this, alone())
      else await quietly(consumer.resume())
    }
    this.#busy = false
    if (!consumer.closed) this.#timer = setTimeout(() => this.#next(), CHANGE_EVERY_MS).unref()
  }

  #next(): void {
    this.#timer = undefined
    this.#schedule()
  }
}

export function priorityOf(source: Source): number {
  return PRIORITY[source]
}

/** A consumer or its worker may close while it is being changed: then there is nothing left to change. */
async function quietly(change: Promise<void>): Promise<void> {
  await change.catch(() => undefined)
}
