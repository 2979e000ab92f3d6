import { Refusal } from '#wire/refusal'
import { ConnectionError } from './connection-error.ts'

const RETRY_MS = 2_000

/** Work that is asked for often and done once, a moment later; never twice at the same time, and again if it failed. */
export class Soon {
  readonly #delayMs: number
  readonly #work: () => Promise<void>
  #timer: ReturnType<typeof setTimeout> | undefined
  #isRunning = false
  #isWantedAgain = false
  #isCancelled = false
  #waiting: (() => void)[] = []

  constructor(delayMs: number, work: () => Promise<void>) {
    this.#delayMs = delayMs
    this.#work = work
  }

  start(delayMs: number = this.#delayMs): void {
    if (this.#isCancelled) return
    if (this.#isRunning) this.#isWantedAgain = true
    else this.#timer ??= setTimeout(() => this.now(), delayMs)
  }

  now(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#isRunning) this.#isWantedAgain = true
    else void this.#run()
  }

  /** Resolves once nothing of it is under way or about to be. */
  async settled(): Promise<void> {
    if (!this.#isRunning && this.#timer === undefined) return
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  cancel(): void {
    this.#isCancelled = true
    clearTimeout(this.#timer)
    this.#settle()
  }

  #settle(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    this.#isWantedAgain = false
    let isDone = false
    try {
      await this.#work()
      isDone = true
    } catch (error) {
      isDone = !isWorthAnotherTry(error)
      if (!(error instanceof Refusal || error instanceof ConnectionError)) reportError(error)
    } finally {
      this.#isRunning = false
    }
    if (!isDone) this.start(RETRY_MS)
    else if (this.#isWantedAgain) this.start()
    else this.#settle()
  }
}

/** A refusal would be the same again; without a connection, or while the server cannot, the same may succeed. */
export function isWorthAnotherTry(error: unknown): boolean {
  return !(error instanceof Refusal) || error.code === 'unavailable' || error.code === 'too_many'
}
