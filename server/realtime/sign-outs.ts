import type { Installation } from '../platform/installation.ts'

interface SignOutsOptions {
  read: () => Promise<Installation>
  /** Ends the lines of this node whose sign-in session is over. */
  endClosed: () => Promise<void>
  /** The database is another one than before: a backup was restored under the running node. */
  epochChanged: (epoch: string) => void
  /** One node alone hears of every sign-out itself. */
  alone: boolean
}

/**
 * What this node knows of ended sign-in sessions (I5). The installation counts them; every change carries the count that its
 * transaction saw. A node that knows less asks who is still signed in before it delivers, and an answer leaves only when the
 * count was read after what it holds: nothing newer than a sign-out reaches its session, also where Redis lost the word.
 */
export class SignOuts {
  readonly #options: SignOutsOptions
  #epoch: string
  #known: number
  #endings = 0
  /** Answers that hold nothing newer than what is known. */
  readonly #covered = new WeakSet<object>()
  #running: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  constructor(options: SignOutsOptions, { epoch, signOuts }: Installation) {
    this.#options = options
    this.#epoch = epoch
    this.#known = signOuts
  }

  /** All sign-outs up to this number have been carried out on this node. */
  get known(): number {
    return this.#known
  }

  /**
   * How often lines were ended here because their session was. Whoever was looked up before the last time may be signed out,
   * and had no line to end yet.
   */
  get endings(): number {
    return this.#endings
  }

  /** A sign-out was carried out here. Without the ones before it, the number is not known yet. */
  carriedOut(signOuts: number): void {
    this.#endings += 1
    if (signOuts === this.#known + 1) this.#known = signOuts
  }

  /** The statement that gave this answer saw this number. Resolves when it is known: the answer may leave. */
  async heard(signOuts: number, answer: object): Promise<void> {
    await this.reach(signOuts)
    this.#covered.add(answer)
  }

  /** Resolves when this number is known. Throws when the database cannot be asked. */
  async reach(signOuts: number): Promise<void> {
    if (signOuts > this.#known) await this.#freshly()
  }

  /** Resolves when every sign-out is known that came before anything this answer holds. Throws when the database cannot be asked. */
  async cover(answer: unknown): Promise<void> {
    const isCovered = typeof answer === 'object' && answer !== null && this.#covered.has(answer)
    if (!this.#options.alone && !isCovered) await this.#freshly()
  }

  /** Asks the database. All who ask before it begins share one read. */
  async compare(): Promise<void> {
    await this.#freshly()
  }

  #freshly(): Promise<void> {
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined
        this.#running = this.#read()
        return this.#running
      })
    return this.#next
  }

  async #read(): Promise<void> {
    const { epoch, signOuts } = await this.#options.read()
    const isOther = epoch !== this.#epoch
    if (isOther || signOuts > this.#known) {
      this.#endings += 1
      await this.#options.endClosed()
    }
    this.#known = isOther ? signOuts : Math.max(this.#known, signOuts)
    if (!isOther) return
    this.#epoch = epoch
    this.#options.epochChanged(epoch)
  }
}
