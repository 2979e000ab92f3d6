/**
 * A database of this browser: opened when it is first needed, and again after the browser closed it.
 * Throws whatever IndexedDB throws; where there is none, a `DOMException`.
 */
export class Database {
  readonly #name: string
  readonly #version: number
  readonly #upgrade: (database: IDBDatabase) => void
  #opened: Promise<IDBDatabase> | undefined

  constructor(name: string, version: number, upgrade: (database: IDBDatabase) => void) {
    this.#name = name
    this.#version = version
    this.#upgrade = upgrade
  }

  /** Resolves when everything `work` did is written; nothing of it is when it throws. `work` awaits nothing but `answer`. */
  async change<Result>(
    stores: readonly string[],
    durability: IDBTransactionDurability,
    work: (transaction: IDBTransaction) => Promise<Result>,
  ): Promise<Result> {
    const transaction = await this.#begin(stores, 'readwrite', durability)
    const done = new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve())
      transaction.addEventListener('abort', () =>
        reject(transaction.error ?? new DOMException('aborted', 'AbortError')),
      )
    })
    const worked = work(transaction).catch((error: unknown) => {
      abort(transaction)
      throw error
    })
    const [result] = await Promise.all([worked, done])
    return result
  }

  async read<Result>(
    stores: readonly string[],
    work: (transaction: IDBTransaction) => Promise<Result>,
  ): Promise<Result> {
    return work(await this.#begin(stores, 'readonly', 'default'))
  }

  async #begin(
    stores: readonly string[],
    mode: IDBTransactionMode,
    durability: IDBTransactionDurability,
  ): Promise<IDBTransaction> {
    const begin = async () => (await this.#open()).transaction([...stores], mode, { durability })
    try {
      return await begin()
    } catch (error) {
      // The browser closed it a moment ago.
      if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error
      this.#opened = undefined
      return begin()
    }
  }

  #open(): Promise<IDBDatabase> {
    this.#opened ??= this.#openNow().catch((error: unknown) => {
      this.#opened = undefined
      throw error
    })
    return this.#opened
  }

  async #openNow(): Promise<IDBDatabase> {
    // Some browsers have none in private windows.
    if (!('indexedDB' in globalThis) || !globalThis.indexedDB)
      throw new DOMException('no IndexedDB', 'NotSupportedError')
    const opening = indexedDB.open(this.#name, this.#version)
    opening.addEventListener('upgradeneeded', () => this.#upgrade(opening.result))
    const database = await answer(opening)
    database.addEventListener('close', () => (this.#opened = undefined))
    // Another tab has a newer page: it must not wait for this one.
    database.addEventListener('versionchange', () => {
      database.close()
      this.#opened = undefined
    })
    return database
  }
}

/** The result of a request. */
export function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new DOMException('failed', 'UnknownError')))
  })
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort()
  } catch (error) {
    // What failed has ended it already.
    if (!(error instanceof DOMException)) throw error
  }
}
