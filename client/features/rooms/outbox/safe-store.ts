import type { FailureCode } from '../../../i18n/refusals.ts'
import { Store } from '../../../state/store.ts'
import { inOrder, type KeptMessage, type WrittenMessage } from './model.ts'
import { MemoryStore, type OutboxStore } from './store.ts'

/** A browser that does not answer for so long counts as one that cannot. */
const PATIENCE_MS = 4_000
/** Between two places of the lasting store; so many messages can stand there in memory. */
const STEP = 2 ** -16

/** Keeps messages where they last, and as long as the page is open where that fails: writing must go on. Never throws. */
export class SafeStore implements OutboxStore {
  /** False while messages are, or would be, kept only as long as the page is open. */
  readonly isLasting = new Store(true)
  readonly #lasting: OutboxStore
  readonly #memory = new MemoryStore(() => (this.#lastPlace += STEP))
  /** As far as it is known, of the lasting store. */
  #known: readonly KeptMessage[] = []
  #lastPlace = 0

  constructor(lasting: OutboxStore) {
    this.#lasting = lasting
  }

  async add(message: WrittenMessage): Promise<KeptMessage> {
    const kept = await this.#try(() => this.#lasting.add(message))
    if (kept) this.#learn([...this.#known.filter(({ clientId }) => clientId !== kept.clientId), kept])
    return kept ?? this.#addToMemory(message)
  }

  async list(): Promise<readonly KeptMessage[]> {
    const lasting = await this.#try(() => this.#lasting.list())
    if (lasting) this.#learn(lasting)
    // What was too slow may have been written after all.
    const known = this.#known.filter(({ clientId }) => !this.#memory.has(clientId))
    return inOrder([...known, ...(await this.#memory.list())])
  }

  async refuse(clientId: string, failure: FailureCode): Promise<void> {
    await this.#memory.refuse(clientId, failure)
    await this.#try(() => this.#lasting.refuse(clientId, failure))
  }

  async again(clientId: string): Promise<void> {
    if (this.#memory.has(clientId)) return this.#memory.again(clientId)
    if (await this.#try(() => this.#lasting.again(clientId).then(() => true))) return
    const known = this.#known.find((message) => message.clientId === clientId)
    if (known?.failure === undefined) return
    const { failure: _, ...message } = known
    await this.#addToMemory(message)
  }

  async forget(clientIds: readonly string[]): Promise<void> {
    await this.#memory.forget(clientIds)
    await this.#try(() => this.#lasting.forget(clientIds))
  }

  /** Undefined when the browser could not. */
  async #try<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      const result = await inTime(work())
      this.#noteMemory()
      return result
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
      this.isLasting.set(false)
      return undefined
    }
  }

  #noteMemory(): void {
    this.isLasting.set(this.#memory.isEmpty)
  }

  #addToMemory(message: WrittenMessage): Promise<KeptMessage> {
    this.isLasting.set(false)
    return this.#memory.add(message)
  }

  #learn(known: readonly KeptMessage[]): void {
    this.#known = known
    this.#lastPlace = Math.max(this.#lastPlace, known.at(-1)?.place ?? 0)
  }
}

async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException('no answer in time', 'TimeoutError')), PATIENCE_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
