import { setTimeout as sleep } from 'node:timers/promises'
import { createWorker } from 'mediasoup'
import type { WebRtcServer, Worker } from 'mediasoup/types'
import type { Logger } from '../../../platform/log.ts'
import { listenInfos, type MediaAddress } from './addresses.ts'
import { ROUTER_CODECS } from './codecs.ts'
import { MediaPortError } from './errors.ts'
import type { MediaRoomListener, WorkerFigures } from './media-engine.ts'
import { RoomOnWorker } from './media-room.ts'

/** A worker that died is started again after this, doubled with every failure up to the longest. */
const FIRST_BACK_OFF_MS = 100
const LONGEST_BACK_OFF_MS = 10_000
/** A worker that lived so long begins with the first back-off again. */
const STEADY_AFTER_MS = 60_000
/** A predecessor that was killed may hold its port for a moment. */
const PORT_PATIENCE_MS = 3_000

/** What a peer and a room count beside the consumers: what they are expected to bring. */
const PEER_WEIGHT = 4
const ROOM_WEIGHT = 8

export interface MediaWorkerOptions {
  binary: string
  port: number
  addresses: readonly MediaAddress[]
  log: Logger
}

interface Running {
  worker: Worker
  server: WebRtcServer
}

/** The place of one worker process with its port: when the process dies, the next one takes the place. */
export class MediaWorker {
  readonly #options: MediaWorkerOptions
  readonly #rooms = new Set<RoomOnWorker>()
  #opening = 0
  readonly #stop = new AbortController()
  #running: Running | undefined

  constructor(options: MediaWorkerOptions) {
    this.#options = options
  }

  get alive(): boolean {
    return this.#running !== undefined
  }

  /** What it has to do and will have to: rooms that open and peers that join count before their streams do. */
  get load(): number {
    const rooms = (this.#rooms.size + this.#opening) * ROOM_WEIGHT
    return this.#rooms
      .values()
      .reduce((sum, { peerCount, consumerCount }) => sum + peerCount * PEER_WEIGHT + consumerCount, rooms)
  }

  get consumers(): number {
    return this.#rooms.values().reduce((sum, { consumerCount }) => sum + consumerCount, 0)
  }

  get figures(): WorkerFigures {
    return {
      port: this.#options.port,
      alive: this.alive,
      meetings: this.#rooms.size,
      streams: this.consumers,
    }
  }

  /** Throws `MediaPortError` when the port stays taken. */
  async start(): Promise<void> {
    const until = Date.now() + PORT_PATIENCE_MS
    for (;;) {
      try {
        return await this.#launch()
      } catch (error) {
        if (!(error instanceof MediaPortError) || Date.now() > until) throw error
        await sleep(200, undefined, { signal: this.#stop.signal })
      }
    }
  }

  /** Throws when the worker is dead. */
  async openRoom(listener: MediaRoomListener): Promise<RoomOnWorker> {
    if (!this.#running) throw new Error('the media worker is dead')
    const { worker, server } = this.#running
    this.#opening += 1
    try {
      const router = await worker.createRouter({ mediaCodecs: ROUTER_CODECS })
      const closed = (ended: RoomOnWorker): void => void this.#rooms.delete(ended)
      const room = await RoomOnWorker.open({ router, server, listener, log: this.#options.log, closed })
      this.#rooms.add(room)
      return room
    } finally {
      this.#opening -= 1
    }
  }

  async close(): Promise<void> {
    this.#stop.abort()
    for (const room of this.#rooms) room.close()
    const worker = this.#running?.worker
    this.#running = undefined
    if (!worker) return
    const ended = new Promise((resolve) => worker.once('subprocessclose', () => resolve(undefined)))
    worker.close()
    await Promise.race([ended, sleep(2_000, undefined, { ref: false })])
  }

  async #launch(): Promise<void> {
    const { binary, port, addresses } = this.#options
    const worker = await createWorker({ workerBin: binary, logLevel: 'none' })
    try {
      const server = await worker.createWebRtcServer({ listenInfos: listenInfos(addresses, port) })
      if (this.#stop.signal.aborted) return worker.close()
      this.#running = { worker, server }
      const since = Date.now()
      worker.once('died', () => void this.#died(Date.now() - since))
    } catch (error) {
      worker.close()
      throw isTaken(error) ? new MediaPortError(port) : error
    }
  }

  async #died(livedMs: number): Promise<void> {
    const { log } = this.#options
    this.#running = undefined
    log.error({ livedMs }, 'a media worker died; its meetings move')
    let wait = livedMs > STEADY_AFTER_MS ? 0 : FIRST_BACK_OFF_MS
    while (!this.#stop.signal.aborted) {
      try {
        await sleep(wait, undefined, { signal: this.#stop.signal, ref: false })
        await this.#launch()
        return
      } catch (error) {
        if (this.#stop.signal.aborted) return
        log.error({ err: error }, 'a media worker could not be started again')
        wait = Math.min(Math.max(wait, FIRST_BACK_OFF_MS) * 2, LONGEST_BACK_OFF_MS)
      }
    }
  }
}

/** The worker reports the system's reason in words only. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && /address already in use|EADDRINUSE|port bind failed/i.test(error.message)
}
