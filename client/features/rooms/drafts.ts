import { ownKey, type Memory } from '../../state/browser-memory.ts'

/** Unsent text per room, which this browser keeps across reloads. */
export class Drafts {
  readonly #memory: Memory
  readonly #userId: string

  constructor(memory: Memory, userId: string) {
    this.#memory = memory
    this.#userId = userId
  }

  read(roomId: string): string {
    return this.#memory.read(this.#key(roomId)) ?? ''
  }

  write(roomId: string, text: string): void {
    if (text === '') this.#memory.forget(this.#key(roomId))
    else this.#memory.write(this.#key(roomId), text)
  }

  #key(roomId: string): string {
    return `${ownKey(this.#userId)}draft.${roomId}`
  }
}
