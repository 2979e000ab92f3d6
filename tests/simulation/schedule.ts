/** Something that happens at some time: an answer arrives, a frame, a hint, a write. Which one is next is chosen. */
export interface Point {
  readonly what: string
  readonly happen: () => void | Promise<void>
}

interface Timer {
  at: number
  due: (() => void) | undefined
  unref(): Timer
}

/** Promises that are awaited one after the other within one thing; what takes more goes on beside the next. */
const MOST_FOLLOWING = 10

const realImmediate = setImmediate
const DONE = Promise.resolve()
const NEVER = new AbortController().signal
const START = Date.UTC(2026, 10, 26)

/** Everything that has begun and not ended yet, and the time, which passes only when it is chosen to. */
export class Schedule {
  readonly points: Point[] = []
  readonly #timers: Timer[] = []
  readonly #fraction: () => number
  readonly #failed: (error: unknown) => void
  #restore: (() => void)[] = []
  /** Milliseconds since the beginning. */
  passed = 0
  #asked = 0

  constructor(fraction: () => number, failed: (error: unknown) => void) {
    this.#fraction = fraction
    this.#failed = failed
  }

  add(what: string, happen: Point['happen']): void {
    this.points.push({ what, happen })
  }

  /** Lets one of the points happen, and everything that follows from it at once. */
  async take(index: number): Promise<void> {
    const [point] = this.points.splice(index, 1)
    await point?.happen()
    await this.turn()
  }

  get hasTimers(): boolean {
    return this.#timers.length > 0
  }

  /** Lets time pass to the next timer, at most to `until`. False when there is none before it. */
  async pass(until = Number.POSITIVE_INFINITY): Promise<boolean> {
    for (;;) {
      const timer = this.#timers[0]
      if (!timer || timer.at > until) {
        if (until !== Number.POSITIVE_INFINITY) this.passed = Math.max(this.passed, until)
        return false
      }
      this.#timers.shift()
      if (!timer.due) continue
      this.passed = Math.max(this.passed, timer.at)
      timer.due()
      await this.turn()
      return true
    }
  }

  /** What follows at once happens. */
  async turn(): Promise<void> {
    for (let follows = 0; follows < MOST_FOLLOWING; follows += 1) await DONE
  }

  /** Whatever follows at once, however long the chain, has happened. */
  async wholeTurn(): Promise<void> {
    return new Promise((resolve) => realImmediate(resolve))
  }

  /** From here on the product's code lives by this time. */
  begin(): void {
    this.#restore = [
      replace(globalThis, 'setTimeout', (then: () => void, milliseconds = 0) => this.#setTimeout(then, milliseconds)),
      replace(globalThis, 'clearTimeout', (timer: Timer | undefined) => {
        if (timer) timer.due = undefined
      }),
      replace(globalThis, 'setImmediate', (then: () => void) => this.add('write', then)),
      replace(globalThis, 'reportError', this.#failed),
      replace(Date, 'now', () => START + this.passed),
      replace(Math, 'random', this.#fraction),
      replace(AbortSignal, 'timeout', () => NEVER),
      replace(performance, 'now', () => this.passed + (this.#asked += 1) / 1_000_000),
      // Refusals are thrown by the thousand.
      replace(Error, 'stackTraceLimit', 0),
    ]
  }

  /** Real time again; what was to be written is, so that nothing is left over for the next run. */
  end(): void {
    for (const { what, happen } of this.points.splice(0)) if (what === 'write') void happen()
    for (const restore of this.#restore) restore()
  }

  #setTimeout(due: () => void, milliseconds: number): Timer {
    const timer: Timer = { at: this.passed + milliseconds, due, unref: () => timer }
    let index = this.#timers.length
    while (index > 0 && this.#timers[index - 1]!.at > timer.at) index -= 1
    this.#timers.splice(index, 0, timer)
    return timer
  }
}

/** What it returns puts back what was there. */
function replace(holder: object, name: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(holder, name)
  Object.defineProperty(holder, name, { value, configurable: true, writable: true })
  return () => {
    if (before) Object.defineProperty(holder, name, before)
    else Reflect.deleteProperty(holder, name)
  }
}
