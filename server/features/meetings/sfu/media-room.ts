import type { Router, RtpCapabilities, WebRtcServer } from 'mediasoup/types'
import { Refusal } from '#wire/refusal'
import type { Logger } from '../../../platform/log.ts'
import { ActiveSpeaker } from './active-speaker.ts'
import type { MediaRoom, MediaRoomListener } from './media-engine.ts'
import { rtpCapabilitiesFrom } from './parameters.ts'
import { PeerMedia, type PeerMediaListener } from './peer-media.ts'
import { ResumeBatcher } from './resume-batcher.ts'
import type { SentStream } from './sent-streams.ts'
import { Transport } from './transports.ts'

/** How often the loudest voice is chosen, in milliseconds. */
const SPEAKER_EVERY_MS = 300

interface RoomOnWorkerOptions {
  router: Router
  server: WebRtcServer
  speaker: ActiveSpeaker
  listener: MediaRoomListener
  log: Logger
  closed: (room: RoomOnWorker) => void
}

/** A meeting's media on one worker: a router, and what its peers send forwarded to all others. */
export class RoomOnWorker implements MediaRoom, PeerMediaListener {
  readonly #options: RoomOnWorkerOptions
  readonly #batcher = new ResumeBatcher()
  readonly #peers = new Map<string, PeerMedia>()
  #joining = 0
  #closed = false

  private constructor(options: RoomOnWorkerOptions) {
    this.#options = options
    options.router.once('workerclose', () => {
      this.close()
      options.listener.lost()
    })
  }

  static async open(options: Omit<RoomOnWorkerOptions, 'speaker'>): Promise<RoomOnWorker> {
    const observer = await options.router.createActiveSpeakerObserver({ interval: SPEAKER_EVERY_MS })
    const speaker = new ActiveSpeaker(observer, (peerId) => options.listener.activeSpeakerChanged(peerId))
    return new RoomOnWorker({ ...options, speaker })
  }

  get closed(): boolean {
    return this.#closed
  }

  get activeSpeaker(): string | null {
    return this.#options.speaker.peerId
  }

  get peerCount(): number {
    return this.#peers.size + this.#joining
  }

  get consumerCount(): number {
    return this.#peers.values().reduce((sum, peer) => sum + peer.consumerCount, 0)
  }

  async addPeer(peerId: string, rtpCapabilities: unknown): Promise<PeerMedia> {
    const capabilities = rtpCapabilitiesFrom(rtpCapabilities)
    this.#joining += 1
    try {
      return await this.#addPeer(peerId, capabilities)
    } catch (error) {
      if (error instanceof Refusal || !this.#closed) throw error
      throw new Refusal('unavailable', 'the media worker died', { retryAfterMs: 200 })
    } finally {
      this.#joining -= 1
    }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#batcher.close()
    for (const peer of this.#peers.values()) peer.close()
    this.#options.router.close()
    this.#options.closed(this)
  }

  async streamSent(from: PeerMedia, stream: SentStream): Promise<void> {
    if (stream.source === 'microphone' && !stream.producer.paused) await this.#observe(from, stream)
    await Promise.all(this.#others(from).map((peer) => this.#offer(peer, from, stream)))
  }

  async streamSwitched(from: PeerMedia, stream: SentStream): Promise<void> {
    if (stream.source === 'microphone') await this.#observe(from, stream)
  }

  streamsEnded(from: PeerMedia, streams: readonly SentStream[]): void {
    for (const stream of streams) {
      if (stream.source === 'microphone') void this.#observe(from, stream)
      for (const peer of this.#others(from)) peer.withdraw(stream.producer.id)
    }
  }

  async offerAll(to: PeerMedia): Promise<void> {
    const offers = this.#others(to).flatMap((from) => from.sent.map((stream) => this.#offer(to, from, stream)))
    await Promise.all(offers)
  }

  consumerOpened(to: PeerMedia, consumer: Parameters<MediaRoomListener['consumerOpened']>[1]): void {
    this.#options.listener.consumerOpened(to.peerId, consumer)
  }

  consumerClosed(to: PeerMedia, consumerId: string): void {
    this.#options.listener.consumerClosed(to.peerId, consumerId)
  }

  /** A peer that re-entered has another media under its id: that one stays. */
  closedPeer(peer: PeerMedia): void {
    if (this.#peers.get(peer.peerId) === peer) this.#peers.delete(peer.peerId)
  }

  async #addPeer(peerId: string, rtpCapabilities: RtpCapabilities): Promise<PeerMedia> {
    const { router, server } = this.#options
    const [send, receive] = await Promise.all([Transport.open(router, server), Transport.open(router, server)])
    const peer = new PeerMedia({
      peerId,
      router,
      send,
      receive,
      rtpCapabilities,
      batcher: this.#batcher,
      receivers: (streamId) => this.#peers.values().reduce((sum, other) => sum + (other.receives(streamId) ? 1 : 0), 0),
      listener: this,
    })
    this.#peers.get(peerId)?.close()
    this.#peers.set(peerId, peer)
    await this.offerAll(peer)
    if (this.#closed) throw new Error('closed meanwhile')
    return peer
  }

  #others(peer: PeerMedia): PeerMedia[] {
    return [...this.#peers.values()].filter((other) => other.peerId !== peer.peerId)
  }

  /** One peer that cannot receive a stream keeps nobody else from it; `repair` makes up for it. */
  async #offer(to: PeerMedia, from: PeerMedia, stream: SentStream): Promise<void> {
    try {
      await to.offer(from, stream)
    } catch (error) {
      if (!this.#closed && !stream.producer.closed) this.#options.log.warn({ err: error }, 'a stream was not offered')
    }
  }

  async #observe(from: PeerMedia, { producer }: SentStream): Promise<void> {
    const { speaker, log } = this.#options
    try {
      if (producer.paused || producer.closed) await speaker.remove(producer)
      else await speaker.add(producer, from.peerId)
    } catch (error) {
      if (!this.#closed && !producer.closed) log.warn({ err: error }, 'a microphone is not observed')
    }
  }
}
