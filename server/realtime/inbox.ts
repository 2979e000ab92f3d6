import { LIMITS } from '#wire/limits'

/** Frames a socket may send at once, and per second after that. */
const BURST = 300
const PER_SECOND = 100
/** What arrived before the pause took hold counts so much at most: nobody is left unread for longer than two seconds. */
const DEBT = 2 * PER_SECOND

interface InboxOptions {
  /** Stops and resumes reading from the socket: a flooding client is slowed, alone, and loses nothing. */
  pause: () => void
  resume: () => void
  /** Something was thrown that is not a refusal: a bug, already contained here. */
  failed: (error: unknown) => void
}

/** What a socket sent and is not yet done. Work of one lane runs in order, lanes run side by side. */
export class Inbox {
  readonly #options: InboxOptions
  readonly #lanes = new Map<string, Promise<void>>()
  #waiting = 0
  #points = BURST
  #filledAt = performance.now()
  #paused = false

  constructor(options: InboxOptions) {
    this.#options = options
  }

  /** Takes one frame's worth of points; out of points, the socket is not read until there are some again. */
  arrived(): void {
    const now = performance.now()
    this.#points = Math.min(BURST, this.#points + ((now - this.#filledAt) * PER_SECOND) / 1_000)
    this.#filledAt = now
    this.#points = Math.max(-DEBT, this.#points - 1)
    if (this.#points < 0) this.#pauseFor((-this.#points * 1_000) / PER_SECOND)
  }

  /** False when too much is waiting; then `work` is not run. */
  add(lane: string, work: () => Promise<void>): boolean {
    if (this.#waiting >= LIMITS.inboxLength) return false
    this.#waiting += 1
    const before = this.#lanes.get(lane) ?? Promise.resolve()
    const done = before
      .then(work)
      .catch(this.#options.failed)
      .finally(() => this.#finish(lane, done))
    this.#lanes.set(lane, done)
    return true
  }

  #finish(lane: string, done: Promise<void>): void {
    this.#waiting -= 1
    if (this.#lanes.get(lane) === done) this.#lanes.delete(lane)
  }

  #pauseFor(milliseconds: number): void {
    if (this.#paused) return
    this.#paused = true
    this.#options.pause()
    setTimeout(() => {
      this.#paused = false
      this.#options.resume()
    }, milliseconds).unref()
  }
}
