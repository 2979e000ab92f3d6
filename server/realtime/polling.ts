import type { Take, Taken } from '#wire/line'
import { Refusal } from '#wire/refusal'
import type { EncodedFrame, Outlet } from './outlet.ts'

/** A line whose client does not ask for so long is dead. */
const SILENCE_MS = 30_000
/** Text in one answer, unless it is one frame: what is lost on a bad line and comes again stays small. */
const BYTES_PER_ANSWER = 512 * 1024
/** How long the last frames of a closed line can still be fetched. */
const CLOSING_MS = 3_000
/** Close code of a line that was cut. */
const CUT = 1006

/** `superseded`: a newer request of the same line waits now, and whoever reads this answer should not ask again. */
export type Answer = Taken & { superseded?: true }

interface Waiting {
  answer: (answer: Answer) => void
  timer: NodeJS.Timeout
}

/**
 * A sending half that is fetched from: frames are kept until the client says that they arrived. At most one request waits; a
 * newer one takes its place, because the client has given up the older one.
 */
export class PollingOutlet implements Outlet {
  /** Written and not known to have arrived. */
  #frames: EncodedFrame[] = []
  #bytes = 0
  #arrived = 0
  #written: (() => void) | undefined
  #waiting: Waiting | undefined
  #silence: NodeJS.Timeout | undefined
  #code: number | undefined
  #ended = false
  #paused: PromiseWithResolvers<void> | undefined
  readonly #onEnded: () => void

  /** @param onEnded called once, when the line is of no use any more; never within a call to this outlet */
  constructor(onEnded: () => void) {
    this.#onEnded = onEnded
    this.#watch()
  }

  get open(): boolean {
    return this.#code === undefined
  }

  /** Nothing may be given or fetched any more, but the close code. */
  get ended(): boolean {
    return this.#ended
  }

  get waitingBytes(): number {
    return this.#bytes
  }

  write(frames: readonly EncodedFrame[], written: () => void): void {
    this.#frames.push(...frames)
    for (const { framed } of frames) this.#bytes += framed.length
    this.#written = written
    this.#answerSoon()
  }

  pause(): void {
    this.#paused ??= Promise.withResolvers()
  }

  resume(): void {
    this.#paused?.resolve()
    this.#paused = undefined
  }

  /** While this is a promise, no frames are taken from the client. */
  get pausing(): Promise<void> | undefined {
    return this.#paused?.promise
  }

  close(code: number): void {
    if (this.#code !== undefined) return
    this.#code = code
    this.#answerSoon()
    setTimeout(() => this.terminate(), CLOSING_MS).unref()
  }

  terminate(): void {
    this.#code ??= CUT
    this.#frames = []
    this.#bytes = 0
    this.#end()
    this.#answerSoon()
  }

  /**
   * What the client has not received, at once or as soon as there is something, else nothing after `waitMs`. Throws `invalid`
   * for frames that were never written.
   * @param signal aborted when nobody waits for the answer any more
   */
  take({ received, waitMs }: Take, signal?: AbortSignal): Promise<Answer> {
    if (this.#ended) return Promise.resolve({ first: received + 1, frames: [], closed: this.#code ?? CUT })
    if (received > this.#arrived + this.#frames.length) throw new Refusal('invalid', 'these frames were never sent')
    // Overtaken on the way by a newer one.
    if (received < this.#arrived) return Promise.resolve(this.#nothing())
    this.#supersede()
    this.#acknowledge(received - this.#arrived)
    if (this.#hasSomething || waitMs === 0) {
      this.#watch()
      return Promise.resolve(this.#answer())
    }
    return this.#wait(waitMs, signal)
  }

  get #hasSomething(): boolean {
    return this.#frames.length > 0 || this.#code !== undefined
  }

  #wait(waitMs: number, signal: AbortSignal | undefined): Promise<Answer> {
    clearTimeout(this.#silence)
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#answerWaiting(), waitMs).unref()
      const waiting = { answer: resolve, timer }
      this.#waiting = waiting
      const answer = () => {
        if (this.#waiting === waiting) this.#settle(this.#nothing())
      }
      signal?.addEventListener('abort', answer, { once: true })
      if (signal?.aborted) answer()
    })
  }

  /** A goodbye and the close that follows it leave in one answer. */
  #answerSoon(): void {
    queueMicrotask(() => {
      if (this.#hasSomething) this.#answerWaiting()
    })
  }

  #answerWaiting(): void {
    if (this.#waiting) this.#settle(this.#answer())
  }

  #supersede(): void {
    if (this.#waiting) this.#settle({ ...this.#nothing(), superseded: true })
  }

  #settle(answer: Answer): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    clearTimeout(waiting?.timer)
    this.#watch()
    waiting?.answer(answer)
  }

  #nothing(): Answer {
    return { first: this.#arrived + 1, frames: [] }
  }

  #answer(): Answer {
    let bytes = 0
    const beyond = this.#frames.findIndex(({ framed }, index) => {
      bytes += framed.length
      return index > 0 && bytes > BYTES_PER_ANSWER
    })
    const frames = beyond === -1 ? this.#frames : this.#frames.slice(0, beyond)
    const answer = { first: this.#arrived + 1, frames: frames.map(({ text }) => text) }
    return beyond === -1 && this.#code !== undefined ? { ...answer, closed: this.#code } : answer
  }

  #acknowledge(count: number): void {
    if (count === 0) return
    for (const { framed } of this.#frames.splice(0, count)) this.#bytes -= framed.length
    this.#arrived += count
    if (this.#frames.length > 0) return
    const written = this.#written
    this.#written = undefined
    written?.()
  }

  #watch(): void {
    clearTimeout(this.#silence)
    if (!this.#ended) this.#silence = setTimeout(() => this.terminate(), SILENCE_MS).unref()
  }

  #end(): void {
    if (this.#ended) return
    this.#ended = true
    clearTimeout(this.#silence)
    this.resume()
    setImmediate(this.#onEnded)
  }
}
