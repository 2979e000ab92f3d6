/**
 * Brings what is to what is wanted, one step at a time. Of wishes that arrive while a step runs only the last one counts, so
 * a camera pressed five times in a second ends as it was pressed last, and two captures never run at once.
 */
export class Reconciler<Desired> {
  readonly #apply: (desired: Desired) => Promise<void>
  #next: { desired: Desired } | undefined
  #running: Promise<void> | undefined
  #closed = false

  /** `apply` handles its own failures; what it throws rejects the promises of `want`. */
  constructor(apply: (desired: Desired) => Promise<void>) {
    this.#apply = apply
  }

  /** Resolves when this wish or a later one has been brought about. */
  want(desired: Desired): Promise<void> {
    if (this.#closed) return Promise.resolve()
    this.#next = { desired }
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  /** Whether a later wish than the one being applied is waiting. */
  get isOvertaken(): boolean {
    return this.#closed || this.#next !== undefined
  }

  /** No further step begins; resolves when the running one is over. */
  async close(): Promise<void> {
    this.#closed = true
    this.#next = undefined
    await this.#running?.catch(() => undefined)
  }

  async #run(): Promise<void> {
    for (let wish = this.#next; wish !== undefined; wish = this.#next) {
      this.#next = undefined
      await this.#apply(wish.desired)
    }
  }
}
