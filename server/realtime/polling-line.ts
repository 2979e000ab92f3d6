import { LIMITS } from '#wire/limits'
import type { Give, Take } from '#wire/line'
import { Refusal } from '#wire/refusal'
import type { Actor } from './actor.ts'
import type { Caller, Gateway, Line } from './gateway.ts'
import { PollingOutlet, type Answer } from './polling.ts'

/** Requests with client frames that may wait for each other: one at work, and its repetitions. */
const GIVING_AT_ONCE = 4
/** WebSocket close code for a frame over the limit. */
const TOO_LARGE = 1009

/** A line of plain requests on the node that keeps it. */
export class PollingLine {
  readonly actor: Actor
  readonly #outlet: PollingOutlet
  readonly #line: Line
  /** Client frames taken so far. */
  #received = 0
  #giving = 0
  #given: Promise<void> = Promise.resolve()

  /** @param onEnded called once, when the line has ended */
  constructor(gateway: Gateway, caller: Caller, onEnded: () => void) {
    this.actor = caller.actor
    this.#outlet = new PollingOutlet(() => {
      this.#line.closed()
      onEnded()
    })
    this.#line = gateway.accept(this.#outlet, caller)
  }

  take(take: Take, signal?: AbortSignal): Promise<Answer> {
    return this.#outlet.take(take, signal)
  }

  /**
   * Takes client frames in their order, each once. Answers slowly whoever sends more than they may. Throws `conflict` when frames
   * before them are missing, `gone` when the line ended.
   */
  async give(give: Give): Promise<void> {
    if (this.#giving >= GIVING_AT_ONCE) throw new Refusal('too_many', 'one request after the other')
    this.#giving += 1
    const done = this.#given.then(() => this.#receive(give))
    this.#given = done.catch(() => undefined)
    try {
      await done
    } finally {
      this.#giving -= 1
    }
  }

  leave(): void {
    this.#outlet.terminate()
  }

  close(code: number): void {
    this.#outlet.close(code)
  }

  async #receive({ first, frames }: Give): Promise<void> {
    if (first > this.#received + 1) throw new Refusal('conflict', 'there are frames missing before these')
    for (const text of frames.slice(this.#received + 1 - first)) {
      await this.#outlet.pausing
      if (this.#outlet.ended) throw new Refusal('gone', 'the line ended')
      this.#received += 1
      if (Buffer.byteLength(text) <= LIMITS.frameBytes) this.#line.receive(text)
      else this.#outlet.close(TOO_LARGE)
    }
  }
}
