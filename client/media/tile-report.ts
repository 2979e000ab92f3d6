/** A picture on screen, in device pixels. */
export interface TileSize {
  readonly consumerId: string
  readonly width: number
  readonly height: number
}

const DEBOUNCE_MS = 200
/** Smaller changes than this share of the width do not change what should be sent. */
const HYSTERESIS = 0.15

/** Whether the server should be told: a picture came, went, or has clearly another size. */
export function differsEnough(told: readonly TileSize[], now: readonly TileSize[]): boolean {
  if (told.length !== now.length) return true
  const before = new Map(told.map((tile) => [tile.consumerId, tile]))
  return now.some((tile) => {
    const known = before.get(tile.consumerId)
    return !known || Math.abs(tile.width - known.width) > known.width * HYSTERESIS
  })
}

/** Collects what is on screen and tells it, at most every 200 ms, one report at a time. */
export class TileReport {
  readonly #send: (tiles: TileSize[]) => Promise<void>
  readonly #visible = new Map<string, TileSize>()
  #told: TileSize[] | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #sending = false
  #closed = false

  constructor(send: (tiles: TileSize[]) => Promise<void>) {
    this.#send = send
  }

  show(tile: TileSize): void {
    this.#visible.set(tile.consumerId, tile)
    this.#soon()
  }

  hide(consumerId: string): void {
    if (this.#visible.delete(consumerId)) this.#soon()
  }

  /** The server has forgotten what it was told. */
  startOver(): void {
    this.#told = undefined
    this.#soon()
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  #soon(): void {
    if (this.#closed) return
    this.#timer ??= setTimeout(() => void this.#tell(), DEBOUNCE_MS)
  }

  async #tell(): Promise<void> {
    this.#timer = undefined
    if (this.#sending) return this.#soon()
    const tiles = [...this.#visible.values()]
    if (this.#told && !differsEnough(this.#told, tiles)) return
    this.#sending = true
    try {
      await this.#send(tiles)
      this.#told = tiles
    } catch {
      // Offline, or the peer is being taken up again: `startOver` follows. Until then the server goes by the last report.
    } finally {
      this.#sending = false
    }
  }
}
