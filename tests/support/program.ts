import type { Command, InputOf, OutputOf } from '#wire/command'
import type { Browser } from './person.ts'

/** A program that shows a token at the HTTP door and nothing else. */
export class Program {
  readonly #browser: Browser
  readonly #secret: string

  constructor(browser: Browser, secret: string) {
    this.#browser = browser
    this.#secret = secret
  }

  /** Calls as a program does: without cookies. Throws `Refusal`. */
  async call<C extends Command>(command: C, input: InputOf<C>): Promise<OutputOf<C>> {
    return this.#browser.copy().callWith(command, input, { authorization: `Bearer ${this.#secret}` })
  }
}
