import type { Router, RtpCapabilities } from 'mediasoup/types'
import type { Consumer, Stream, TransportParameters } from '#protocol/meetings'
import { Refusal } from '#wire/refusal'
import { refusing } from './errors.ts'
import { Forwarding, priorityOf } from './forwarding.ts'
import { firstLayer } from './layers.ts'
import type { MediaPeer, OfferedStream, Tile } from './media-engine.ts'
import type { ResumeBatcher } from './resume-batcher.ts'
import { SentStreams, type SentStream } from './sent-streams.ts'
import type { Transport } from './transports.ts'

/** What a peer tells the room it is in. */
export interface PeerMediaListener {
  streamSent(from: PeerMedia, stream: SentStream): Promise<void>
  streamSwitched(from: PeerMedia, stream: SentStream): Promise<void>
  streamsEnded(from: PeerMedia, streams: readonly SentStream[]): void
  /** Offers the peer everything the others send. */
  offerAll(to: PeerMedia): Promise<void>
  consumerOpened(to: PeerMedia, consumer: Consumer): void
  consumerClosed(to: PeerMedia, consumerId: string): void
  closedPeer(peer: PeerMedia): void
}

export interface PeerMediaOptions {
  peerId: string
  router: Router
  send: Transport
  receive: Transport
  rtpCapabilities: RtpCapabilities
  batcher: ResumeBatcher
  /** How many receive a stream. */
  receivers: (streamId: string) => number
  listener: PeerMediaListener
}

/** One peer's media in a room. */
export class PeerMedia implements MediaPeer {
  readonly peerId: string
  readonly #options: PeerMediaOptions
  readonly #sent: SentStreams
  readonly #forwardings = new Map<string, Forwarding>()
  readonly #opening = new Map<string, Promise<void>>()
  #closed = false

  constructor(options: PeerMediaOptions) {
    this.peerId = options.peerId
    this.#options = options
    this.#sent = new SentStreams(options.send.inner)
  }

  get send(): TransportParameters {
    return this.#options.send.parameters
  }

  get receive(): TransportParameters {
    return this.#options.receive.parameters
  }

  get streams(): Stream[] {
    return this.#sent.present()
  }

  get sent(): SentStream[] {
    return this.#sent.all
  }

  get consumers(): Consumer[] {
    return [...this.#forwardings.values()].map((forwarding) => forwarding.present())
  }

  get consumerCount(): number {
    return this.#forwardings.size
  }

  receives(streamId: string): boolean {
    return this.#forwardings.has(streamId)
  }

  async connectTransport(transportId: string, dtlsParameters: unknown): Promise<void> {
    await this.#transport(transportId).connect(dtlsParameters)
  }

  async restartIce(transportId: string): Promise<Record<string, unknown>> {
    return this.#transport(transportId).restartIce()
  }

  async sendStream(offered: OfferedStream): Promise<string> {
    const stream = await this.#sent.add(offered)
    await this.#options.listener.streamSent(this, stream)
    return stream.producer.id
  }

  async switchStream(streamId: string, on: boolean): Promise<void> {
    const stream = this.#sent.get(streamId)
    const { producer } = stream
    await refusing(producer, () => (on ? producer.resume() : producer.pause()))
    await this.#options.listener.streamSwitched(this, stream)
  }

  endStream(streamId: string): void {
    this.#options.listener.streamsEnded(this, this.#sent.end(streamId))
  }

  resume(consumerIds: readonly string[]): void {
    const wanted = new Set(consumerIds)
    for (const forwarding of this.#forwardings.values()) if (wanted.has(forwarding.id)) forwarding.allow()
  }

  async repair(): Promise<void> {
    await this.#options.listener.offerAll(this)
  }

  reportTiles(tiles: readonly Tile[]): void {
    const shown = new Map(tiles.map((tile) => [tile.consumerId, tile]))
    for (const forwarding of this.#forwardings.values()) {
      if (forwarding.isVideo) forwarding.show(shown.get(forwarding.id))
    }
  }

  /** Resolves when this peer has a consumer for the stream, or cannot have one. Asking twice makes one. */
  async offer(from: PeerMedia, stream: SentStream): Promise<void> {
    const { id } = stream.producer
    if (this.#closed || this.#forwardings.has(id)) return
    const opening = this.#opening.get(id) ?? this.#open(from, stream).finally(() => this.#opening.delete(id))
    this.#opening.set(id, opening)
    await opening
  }

  withdraw(streamId: string): void {
    const forwarding = this.#forwardings.get(streamId)
    if (!forwarding) return
    this.#forwardings.delete(streamId)
    forwarding.close()
    if (!this.#closed) this.#options.listener.consumerClosed(this, forwarding.id)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    const { send, receive, listener } = this.#options
    send.close()
    receive.close()
    for (const id of this.#forwardings.keys()) this.withdraw(id)
    listener.streamsEnded(this, this.#sent.all)
    listener.closedPeer(this)
  }

  async #open(from: PeerMedia, { producer, source, layers }: SentStream): Promise<void> {
    const { router, receive, rtpCapabilities, batcher, receivers, listener } = this.#options
    const wanted = { producerId: producer.id, rtpCapabilities }
    if (producer.closed || !router.canConsume(wanted)) return
    const first = layers > 1 ? { preferredLayers: { spatialLayer: firstLayer(layers) } } : {}
    const consumer = await receive.inner.consume({ ...wanted, ...first, paused: true, enableRtx: true })
    if (consumer.kind === 'video') await consumer.setPriority(priorityOf(source))
    const forwarding = new Forwarding({
      consumer,
      peerId: from.peerId,
      source,
      layers,
      batcher,
      alone: () => receivers(producer.id) === 1,
    })
    if (this.#closed || producer.closed) return forwarding.close()
    this.#forwardings.set(producer.id, forwarding)
    listener.consumerOpened(this, forwarding.present())
  }

  #transport(transportId: string): Transport {
    const { send, receive } = this.#options
    const found = [send, receive].find(({ id }) => id === transportId)
    if (!found) throw new Refusal('not_found', 'no such transport')
    return found
  }
}
