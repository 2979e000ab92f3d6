import type { Consumer, MediaState, Source, Stream, TransportParameters } from '#protocol/meetings'

/** A tile of the client: how large a consumer's video is shown, in device pixels. */
export interface Tile {
  consumerId: string
  width: number
  height: number
}

/** What a client sends to offer a stream; `rtpParameters` are checked by the engine. */
export interface OfferedStream {
  source: Source
  rtpParameters: unknown
  on: boolean
  /** Of a screen's sound: the screen it belongs to. */
  screenId?: string | undefined
}

/** What a media room tells its owner. Listeners must not throw. */
export interface MediaRoomListener {
  consumerOpened(peerId: string, consumer: Consumer): void
  consumerClosed(peerId: string, consumerId: string): void
  /** Null: whoever spoke last is silent for good: muted or gone. */
  activeSpeakerChanged(peerId: string | null): void
  /** The worker died; the room and everything in it is closed. */
  lost(): void
}

/** One peer's media: one transport each way, what it sends and what it receives. */
export interface MediaPeer {
  readonly send: TransportParameters
  readonly receive: TransportParameters
  /** What it sends, as others see it. */
  readonly streams: Stream[]
  /** What it is offered, resumed or not. */
  readonly consumers: Consumer[]
  /** Refuses: `not_found` no such transport, `conflict` connected with other parameters, `invalid`. */
  connectTransport(transportId: string, dtlsParameters: unknown): Promise<void>
  /** New ICE parameters; the transport stays. */
  restartIce(transportId: string): Promise<Record<string, unknown>>
  /** The stream's id. Refuses: `conflict` a second of its kind, `too_many`, `invalid`. */
  sendStream(offered: OfferedStream): Promise<string>
  /** Off: no packet is forwarded to anybody once this resolves (I7). Refuses: `not_found`. */
  switchStream(streamId: string, on: boolean): Promise<void>
  /** Ends a stream, a screen together with its sound. Refuses: `not_found`. */
  endStream(streamId: string): void
  /** The client has set these consumers up. Unknown ids are ignored: they may have closed meanwhile. */
  resume(consumerIds: readonly string[]): void
  /** Makes up for offers that failed: nobody stays deaf unnoticed. */
  repair(): Promise<void>
  /** All video the client shows; what is absent is not visible. */
  reportTiles(tiles: readonly Tile[]): void
  /** Closes the transports at once: from here on no packet goes either way. Twice is fine. */
  close(): void
}

/** One meeting's media on one worker. */
export interface MediaRoom {
  readonly closed: boolean
  readonly activeSpeaker: string | null
  /**
   * Resolves when the peer has a paused consumer for everything the others send. A peer of the same id is closed: it
   * re-entered. Refuses: `invalid` capabilities that make no sense, `unavailable` the worker died.
   */
  addPeer(peerId: string, rtpCapabilities: unknown): Promise<MediaPeer>
  close(): void
}

/** One place of a media worker, without people and rooms. */
export interface WorkerFigures {
  port: number
  /** False while it is started again. */
  alive: boolean
  meetings: number
  /** Streams offered to somebody. */
  streams: number
}

export interface MediaFigures {
  workers: number
  consumers: number
  places: WorkerFigures[]
}

/** The edge to the media server: everything behind it is replaceable. */
export interface MediaEngine {
  readonly state: MediaState
  readonly figures: MediaFigures
  onStateChanged(listener: (state: MediaState) => void): void
  /**
   * Resolves when the workers run, or at once when there is nothing to run yet: it comes alive by itself later. Throws
   * `MediaPortError` when something else uses the port.
   */
  start(): Promise<void>
  /** A room on the least loaded worker. Refuses `unavailable` while there is none. */
  openRoom(listener: MediaRoomListener): Promise<MediaRoom>
  close(): Promise<void>
}
