import type { Consumer as Receiver, RtpParameters, Transport } from 'mediasoup-client/types'
import type { Consumer, Source } from '#protocol/meetings'
import { Store } from '../state/store.ts'
import type { PeerCalls } from './peer-calls.ts'

/** Somebody else's stream as it arrives here. */
export interface RemoteTrack {
  readonly consumerId: string
  readonly streamId: string
  readonly peerId: string
  readonly source: Source
  readonly track: MediaStreamTrack
  /** Tells the loudness of what is played, 0 to 1; undefined for video and before the first sound. */
  readonly readLevel: () => number | undefined
}

/** Streams that are set up within this time start to flow together. */
const GATHER_MS = 20
const RETRY_MS = 1_000

interface ReceivingOptions {
  transport: Transport
  calls: PeerCalls
  onTrouble: (error: unknown) => void
}

/** Receives the streams the server offers: sets them up, then asks for them to flow. */
export class Receiving {
  readonly tracks = new Store<readonly RemoteTrack[]>([])
  readonly #options: ReceivingOptions
  readonly #receivers = new Map<string, Receiver>()
  /** Offered and being set up. Taken out again when the stream ends before it is. */
  readonly #opening = new Set<string>()
  #ready: string[] = []
  #resuming: ReturnType<typeof setTimeout> | undefined
  #closed = false

  constructor(options: ReceivingOptions) {
    this.#options = options
    const { transport, calls } = options
    transport.on('connect', ({ dtlsParameters }, done, fail) => {
      calls.connectTransport({ transportId: transport.id, dtlsParameters }).then(done, fail)
    })
  }

  /** Sets up what is missing and takes down what is over. */
  reconcile(offered: readonly Consumer[]): void {
    const ids = new Set(offered.map(({ id }) => id))
    for (const id of [...this.#receivers.keys(), ...this.#opening]) if (!ids.has(id)) this.end(id)
    for (const consumer of offered) this.open(consumer)
  }

  open(consumer: Consumer): void {
    if (this.#closed || this.#receivers.has(consumer.id) || this.#opening.has(consumer.id)) return
    this.#opening.add(consumer.id)
    this.#setUp(consumer).catch((error: unknown) => {
      this.#opening.delete(consumer.id)
      if (!this.#closed) this.#options.onTrouble(error)
    })
  }

  end(consumerId: string): void {
    this.#opening.delete(consumerId)
    this.#receivers.get(consumerId)?.close()
    if (this.#receivers.delete(consumerId)) this.#remove(consumerId)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    clearTimeout(this.#resuming)
    this.#options.transport.close()
    this.#receivers.clear()
    this.tracks.set([])
  }

  async #setUp({ id, peerId, streamId, source, kind, rtpParameters }: Consumer): Promise<void> {
    const receiver = await this.#options.transport.consume({
      id,
      producerId: streamId,
      kind,
      rtpParameters: rtpParameters as RtpParameters,
      // Microphone and camera of one person play in step; a screen goes by itself.
      streamId: source === 'microphone' || source === 'camera' ? peerId : `${peerId}-screen`,
    })
    if (this.#closed || !this.#opening.delete(id)) {
      receiver.close()
      return
    }
    this.#receivers.set(id, receiver)
    const readLevel = () => receiver.rtpReceiver?.getSynchronizationSources()[0]?.audioLevel
    this.tracks.set([
      ...this.tracks.read(),
      { consumerId: id, streamId, peerId, source, track: receiver.track, readLevel },
    ])
    this.#ready.push(id)
    this.#resumeSoon(GATHER_MS)
  }

  #resumeSoon(delayMs: number): void {
    this.#resuming ??= setTimeout(() => void this.#resume(), delayMs)
  }

  async #resume(): Promise<void> {
    const ids = this.#ready.filter((id) => this.#receivers.has(id))
    this.#ready = []
    this.#resuming = undefined
    if (ids.length === 0) return
    try {
      await this.#options.calls.resume(ids)
    } catch (error) {
      if (this.#closed) return
      this.#ready.push(...ids)
      this.#resumeSoon(RETRY_MS)
      this.#options.onTrouble(error)
    }
  }

  #remove(consumerId: string): void {
    this.tracks.set(this.tracks.read().filter((track) => track.consumerId !== consumerId))
  }
}
