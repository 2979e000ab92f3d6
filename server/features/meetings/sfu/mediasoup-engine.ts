import { availableParallelism } from 'node:os'
import { generateRouterRtpCapabilities } from 'mediasoup/ortc'
import type { MediaState } from '#protocol/meetings'
import { Refusal } from '#wire/refusal'
import type { Config } from '../../../../config/env.ts'
import type { Logger } from '../../../platform/log.ts'
import { findAddresses } from './addresses.ts'
import { ROUTER_CODECS } from './codecs.ts'
import { MediaPortError } from './errors.ts'
import type { MediaEngine, MediaFigures, MediaRoom, MediaRoomListener } from './media-engine.ts'
import { MediaWorker } from './media-worker.ts'
import { findBinary, watchBinary, type BinaryState } from './worker-binary.ts'

/** After this a client asks again for a room: a dead worker is back by then. */
const RETRY_MS = 500

export type MediasoupEngineOptions = Pick<Config, 'media' | 'publicUrl'> & { log: Logger }

/** One worker per core, each with one port. Comes alive by itself when the worker's program is provided. */
export class MediasoupEngine implements MediaEngine {
  readonly #options: MediasoupEngineOptions
  readonly #listeners: ((state: MediaState) => void)[] = []
  #state: MediaState = { state: 'preparing', step: 'download', done: 0, total: 1 }
  #workers: MediaWorker[] = []
  #stopWatching: () => void = () => undefined
  #closed = false

  constructor(options: MediasoupEngineOptions) {
    this.#options = options
  }

  get state(): MediaState {
    return this.#state
  }

  get figures(): MediaFigures {
    return {
      workers: this.#workers.filter(({ alive }) => alive).length,
      consumers: this.#workers.reduce((sum, { consumers }) => sum + consumers, 0),
      places: this.#workers.map(({ figures }) => figures),
    }
  }

  onStateChanged(listener: (state: MediaState) => void): void {
    this.#listeners.push(listener)
  }

  async start(): Promise<void> {
    const { media, log } = this.#options
    const binary = await findBinary(media)
    if (binary.state === 'ready') return this.#launch(binary.path)
    this.#report(binary)
    // A program that was named or installed does not appear later; one that is being provided does.
    if (media.workerStatus === undefined) return
    this.#stopWatching = watchBinary(media, (state) => {
      if (state.state !== 'ready') return this.#report(state)
      this.#launch(state.path).catch((error: unknown) => {
        log.error({ err: error }, 'meetings have no port')
        this.#set({ state: 'failed' })
      })
    })
  }

  async openRoom(listener: MediaRoomListener): Promise<MediaRoom> {
    const worker = this.#workers
      .filter(({ alive }) => alive)
      .reduce<MediaWorker | undefined>((least, next) => (least && least.load <= next.load ? least : next), undefined)
    if (!worker) throw new Refusal('unavailable', 'no media worker', { retryAfterMs: RETRY_MS })
    try {
      return await worker.openRoom(listener)
    } catch (error) {
      if (worker.alive) throw error
      throw new Refusal('unavailable', 'the media worker died', { retryAfterMs: RETRY_MS })
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#stopWatching()
    await Promise.all(this.#workers.map((worker) => worker.close()))
  }

  async #launch(binary: string): Promise<void> {
    const { media, log } = this.#options
    const addresses = await findAddresses(this.#options)
    const count = media.workers ?? availableParallelism()
    const workers = Array.from(
      { length: count },
      (_, index) => new MediaWorker({ binary, port: media.port + index, addresses, log }),
    )
    this.#workers = workers
    try {
      await Promise.all(workers.map((worker) => worker.start()))
    } catch (error) {
      await Promise.all(workers.map((worker) => worker.close()))
      if (error instanceof MediaPortError) throw error
      // Chat works without meetings.
      log.error({ err: error }, 'the media workers could not be started')
      return this.#set({ state: 'failed' })
    }
    if (this.#closed) return this.close()
    log.info({ workers: count, port: media.port }, 'meetings are ready')
    this.#set({ state: 'ready', routerRtpCapabilities: { ...generateRouterRtpCapabilities(ROUTER_CODECS) } })
  }

  #report(binary: Exclude<BinaryState, { state: 'ready' }>): void {
    if (binary.state === 'preparing') return this.#set(binary)
    this.#options.log.warn({ reason: binary.reason }, 'there are no meetings')
    this.#set({ state: 'failed' })
  }

  #set(state: MediaState): void {
    this.#state = state
    for (const listener of this.#listeners) listener(state)
  }
}
