import { answer, Database } from '../../../state/indexed-db.ts'
import type { FailureCode } from '../../../i18n/refusals.ts'
import { readKept, type KeptMessage, type WrittenMessage } from './model.ts'
import type { OutboxStore } from './store.ts'

const MESSAGES = 'messages'
const PLACES = 'places'
const BY_CLIENT_ID = 'clientId'

/** The outboxes of everybody who uses this browser, each apart from the others. */
export function outboxDatabase(): Database {
  return new Database('allmende.outbox', 1, (database) => {
    const messages = database.createObjectStore(MESSAGES, { keyPath: ['userId', 'place'] })
    messages.createIndex(BY_CLIENT_ID, ['userId', 'clientId'], { unique: true })
    // The last place of each person, so that places grow even when nothing is kept.
    database.createObjectStore(PLACES)
  })
}

/** Keeps them across reloads and crashes. Throws whatever IndexedDB throws. */
export class DatabaseStore implements OutboxStore {
  readonly #database: Database
  readonly #userId: string

  constructor(database: Database, userId: string) {
    this.#database = database
    this.#userId = userId
  }

  add(message: WrittenMessage): Promise<KeptMessage> {
    return this.#change('strict', async (transaction) => {
      const known = readKept(await this.#find(transaction, message.clientId))
      if (known) return known
      return this.#put(transaction, message)
    })
  }

  list(): Promise<readonly KeptMessage[]> {
    return this.#database.read([MESSAGES], async (transaction) => {
      const rows: unknown[] = await answer(transaction.objectStore(MESSAGES).getAll(ownRange(this.#userId)))
      return rows.map(readKept).filter((message) => message !== undefined)
    })
  }

  async refuse(clientId: string, failure: FailureCode): Promise<void> {
    await this.#change('default', async (transaction) => {
      const kept = readKept(await this.#find(transaction, clientId))
      if (kept) await answer(transaction.objectStore(MESSAGES).put({ ...kept, failure, userId: this.#userId }))
    })
  }

  async again(clientId: string): Promise<void> {
    await this.#change('strict', async (transaction) => {
      const kept = readKept(await this.#find(transaction, clientId))
      if (kept?.failure === undefined) return
      await answer(transaction.objectStore(MESSAGES).delete([this.#userId, kept.place]))
      const { failure: _, ...message } = kept
      await this.#put(transaction, message)
    })
  }

  async forget(clientIds: readonly string[]): Promise<void> {
    await this.#change('default', async (transaction) => {
      const messages = transaction.objectStore(MESSAGES)
      for (const clientId of clientIds) {
        const key = await answer(messages.index(BY_CLIENT_ID).getKey([this.#userId, clientId]))
        if (key !== undefined) await answer(messages.delete(key))
      }
    })
  }

  /** Nothing of this person stays. */
  async forgetAll(): Promise<void> {
    await this.#change('strict', async (transaction) => {
      await answer(transaction.objectStore(MESSAGES).delete(ownRange(this.#userId)))
      await answer(transaction.objectStore(PLACES).delete(this.#userId))
    })
  }

  #change<Result>(
    durability: IDBTransactionDurability,
    work: (transaction: IDBTransaction) => Promise<Result>,
  ): Promise<Result> {
    return this.#database.change([MESSAGES, PLACES], durability, work)
  }

  async #find(transaction: IDBTransaction, clientId: string): Promise<unknown> {
    return answer(transaction.objectStore(MESSAGES).index(BY_CLIENT_ID).get([this.#userId, clientId]))
  }

  async #put(transaction: IDBTransaction, message: WrittenMessage): Promise<KeptMessage> {
    const places = transaction.objectStore(PLACES)
    const last: unknown = await answer(places.get(this.#userId))
    const place = (typeof last === 'number' ? last : 0) + 1
    await answer(places.put(place, this.#userId))
    const kept: KeptMessage = { ...message, place }
    await answer(transaction.objectStore(MESSAGES).add({ ...kept, userId: this.#userId }))
    return kept
  }
}

/** From the first to the last place of one person. */
function ownRange(userId: string): IDBKeyRange {
  return IDBKeyRange.bound([userId], [userId, []])
}
