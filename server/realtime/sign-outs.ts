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
 * transaction saw. A node that knows less asks who is still signed in before it delivers, and a socket's call is answered only
 * when the count was read after the call came: nothing newer than a sign-out reaches its session, also where Redis lost the word.
 */
export class SignOuts {
  readonly #options: SignOutsOptions
  #epoch: string
  #known: number
  /** When the newest read began that found nothing unknown. */
  #confirmedAt = 0
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

  /** A sign-out was carried out here. Without the ones before it, the number is not known yet. */
  carriedOut(signOuts: number): void {
    if (signOuts === this.#known + 1) this.#known = signOuts
  }

  /** A read of the database that began at `began` (`performance.now()`) saw this number. Resolves when it is known. */
  async heard(signOuts: number, began: number): Promise<void> {
    if (signOuts > this.#known) await this.#freshly()
    else this.#confirmedAt = Math.max(this.#confirmedAt, began)
  }

  /** Resolves when this number is known. Throws when the database cannot be asked. */
  async reach(signOuts: number): Promise<void> {
    if (signOuts > this.#known) await this.#freshly()
  }

  /** Resolves when every sign-out before `moment` (`performance.now()`) is known. Throws when the database cannot be asked. */
  async confirm(moment: number): Promise<void> {
    if (!this.#options.alone && this.#confirmedAt < moment) await this.#freshly()
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
    const began = performance.now()
    const { epoch, signOuts } = await this.#options.read()
    const isOther = epoch !== this.#epoch
    if (isOther || signOuts > this.#known) await this.#options.endClosed()
    this.#known = isOther ? signOuts : Math.max(this.#known, signOuts)
    this.#confirmedAt = Math.max(this.#confirmedAt, began)
    if (!isOther) return
    this.#epoch = epoch
    this.#options.epochChanged(epoch)
  }
}
