import type { FailureCode } from '../../../i18n/refusals.ts'
import { inOrder, type KeptMessage, type WrittenMessage } from './model.ts'

/** Where one person's messages are kept until the server has acknowledged them. Several tabs may use one at the same time. */
export interface OutboxStore {
  /**
   * Resolves when it is safe, with its place: after everything that was added before. One that is kept already stays what it
   * is.
   */
  add(message: WrittenMessage): Promise<KeptMessage>
  /** Everything that is kept, by place. */
  list(): Promise<readonly KeptMessage[]>
  /** It was refused. Nothing happens when it is not kept any more. */
  refuse(clientId: string, failure: FailureCode): Promise<void>
  /** It shall be sent once more, after everything that is kept now. Nothing happens unless it is kept as refused. */
  again(clientId: string): Promise<void>
  forget(clientIds: readonly string[]): Promise<void>
}

/** Keeps them as long as the page is open. */
export class MemoryStore implements OutboxStore {
  readonly #kept = new Map<string, KeptMessage>()
  readonly #nextPlace: () => number

  constructor(nextPlace = counter()) {
    this.#nextPlace = nextPlace
  }

  get isEmpty(): boolean {
    return this.#kept.size === 0
  }

  has(clientId: string): boolean {
    return this.#kept.has(clientId)
  }

  add(message: WrittenMessage): Promise<KeptMessage> {
    const kept = this.#kept.get(message.clientId) ?? { ...message, place: this.#nextPlace() }
    this.#kept.set(message.clientId, kept)
    return Promise.resolve(kept)
  }

  list(): Promise<readonly KeptMessage[]> {
    return Promise.resolve(inOrder([...this.#kept.values()]))
  }

  refuse(clientId: string, failure: FailureCode): Promise<void> {
    const kept = this.#kept.get(clientId)
    if (kept) this.#kept.set(clientId, { ...kept, failure })
    return Promise.resolve()
  }

  again(clientId: string): Promise<void> {
    const kept = this.#kept.get(clientId)
    if (kept?.failure !== undefined) {
      const { failure: _, ...message } = kept
      this.#kept.set(clientId, { ...message, place: this.#nextPlace() })
    }
    return Promise.resolve()
  }

  forget(clientIds: readonly string[]): Promise<void> {
    for (const clientId of clientIds) this.#kept.delete(clientId)
    return Promise.resolve()
  }
}

function counter(): () => number {
  let last = 0
  return () => (last += 1)
}
