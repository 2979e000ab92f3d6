import { ownKey, type Memory } from '../../state/browser-memory.ts'
import { Store } from '../../state/store.ts'

/** Unsent text per room, which this browser keeps across reloads. */
export class Drafts {
  /** Text by room, of the rooms that were looked at. */
  readonly texts = new Store<ReadonlyMap<string, string>>(new Map())
  readonly #memory: Memory
  readonly #userId: string
  /** By room: the beginning of the text that is being handed to the outbox. */
  readonly #leaving = new Map<string, string>()

  constructor(memory: Memory, userId: string) {
    this.#memory = memory
    this.#userId = userId
  }

  read(roomId: string): string {
    return this.texts.read().get(roomId) ?? this.#memory.read(this.#key(roomId)) ?? ''
  }

  write(roomId: string, text: string): void {
    this.texts.change((texts) => new Map(texts).set(roomId, text))
    if (text === '') this.#memory.forget(this.#key(roomId))
    else this.#memory.write(this.#key(roomId), text)
  }

  /**
   * Gives the text to the outbox and takes it out of its place when it is safe there; what is written meanwhile stays. The
   * same text is not given twice.
   */
  async send(roomId: string, keep: (body: string) => Promise<void>): Promise<void> {
    const text = this.read(roomId)
    const leaving = this.#leaving.get(roomId) ?? ''
    const rest = text.startsWith(leaving) ? text.slice(leaving.length) : text
    const body = rest.trim()
    if (body === '') return
    this.#leaving.set(roomId, leaving + rest)
    await keep(body)
    this.#leaving.set(roomId, (this.#leaving.get(roomId) ?? '').slice(rest.length))
    const now = this.read(roomId)
    if (now.startsWith(rest)) this.write(roomId, now.slice(rest.length))
  }

  /** The browser went down between keeping a message and forgetting its text. */
  forgetKept(messages: readonly { roomId: string; body: string }[]): void {
    for (const { roomId, body } of messages) if (this.read(roomId).trim() === body) this.write(roomId, '')
  }

  #key(roomId: string): string {
    return `${ownKey(this.#userId)}draft.${roomId}`
  }
}
