/** How long resumes of one producer wait for each other, so that one key frame serves them all. */
const WINDOW_MS = 120

/** What waits to be resumed. */
export interface Resumable {
  resume(): Promise<void>
}

/** Gathers resumes of the same video stream. */
export class ResumeBatcher {
  readonly #waiting = new Map<string, { batch: Set<Resumable>; timer: NodeJS.Timeout }>()

  /** @param alone nobody else watches this stream: there is nobody to wait for */
  add(streamId: string, consumer: Resumable, alone: boolean): void {
    const waiting = this.#waiting.get(streamId)
    if (waiting) {
      waiting.batch.add(consumer)
      return
    }
    if (alone) {
      void consumer.resume()
      return
    }
    const timer = setTimeout(() => this.#flush(streamId), WINDOW_MS)
    this.#waiting.set(streamId, { batch: new Set([consumer]), timer })
  }

  close(): void {
    for (const { timer } of this.#waiting.values()) clearTimeout(timer)
    this.#waiting.clear()
  }

  #flush(streamId: string): void {
    const waiting = this.#waiting.get(streamId)
    this.#waiting.delete(streamId)
    for (const consumer of waiting?.batch ?? []) void consumer.resume()
  }
}
