import type { CaughtUp, ServerFrame } from '#wire/frames'
import { toldBy } from './told.ts'
import type { SignIn, Truth } from './truth.ts'

/** Something that must never be so was so. */
export class Broken extends Error {
  readonly law: string

  constructor(law: string, what: string) {
    super(`${law}: ${what}`)
    this.law = law
  }
}

/** What a node writes on one line, looked at as it leaves. */
export class LineLaws {
  readonly #name: string
  readonly #truth: Truth
  readonly #signIn: SignIn
  readonly #live = new Set<string>()
  readonly #answered = new Set<string>()

  constructor(name: string, truth: Truth, signIn: SignIn) {
    this.#name = name
    this.#truth = truth
    this.#signIn = signIn
  }

  /** Throws `Broken`. */
  written(frame: ServerFrame): void {
    this.#leaksNothing(frame)
    if (frame.t === 'event') this.#isAnswered(frame.topic)
    if (frame.t === 'event' && frame.v !== undefined) this.#isOnce(frame.topic, frame.v)
    if (frame.t === 'revoked') this.#answered.delete(frame.topic)
    if (frame.t !== 'caughtUp') return
    for (const [topic, answer] of Object.entries(frame.topics)) {
      this.#isInOrder(answer)
      if (answer.state === 'refused') this.#answered.delete(topic)
      else this.#answered.add(topic)
    }
  }

  /** I5 */
  #leaksNothing(frame: ServerFrame): void {
    for (const { roomId, version } of toldBy(frame, this.#signIn.userId)) {
      // Where a room stands is a number and tells nobody who was signed out what was said.
      const signIn = frame.t === 'heads' ? { userId: this.#signIn.userId, ended: undefined } : this.#signIn
      const why = this.#truth.whyNotTell(signIn, roomId, version)
      if (why)
        throw new Broken(
          'I5',
          `${this.#name} is told version ${version} of ${roomId}: ${why}; ${JSON.stringify(frame)}`,
        )
    }
  }

  /** I4: nothing is told live before it is said what was missed. */
  #isAnswered(topic: string): void {
    if (!this.#answered.has(topic)) throw new Broken('I4', `${this.#name} is told of ${topic} before the answer`)
  }

  /** I3: live, a version comes once on a line, whatever happens. */
  #isOnce(topic: string, version: number): void {
    const key = `${topic} ${version}`
    if (this.#live.has(key)) throw new Broken('I3', `${this.#name} is told ${key} twice`)
    this.#live.add(key)
  }

  /** I3: what was missed comes in order, each version once, none beyond where it says the room stands. */
  #isInOrder(answer: CaughtUp): void {
    if (answer.state !== 'current') return
    let last = 0
    for (const { v } of answer.events) {
      if (v <= last || v > answer.version) throw new Broken('I3', `${this.#name} is told ${JSON.stringify(answer)}`)
      last = v
    }
  }
}
