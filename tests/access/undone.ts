import type { Database } from '../../server/platform/db.ts'

class Undone extends Error {}

/**
 * From now on every transaction is carried out to its end and then taken back, and nobody is told: whoever comes next meets
 * things as they were.
 */
export function rollBackEverything(db: Database): { pause(on: boolean): void; stop(): void } {
  const transaction = db.transaction.bind(db)
  let isPaused = false
  db.transaction = async (work) => {
    if (isPaused) return transaction(work)
    const outcome: { value?: unknown } = {}
    try {
      await transaction(async (tx) => {
        outcome.value = await work(tx)
        throw new Undone('undone')
      })
    } catch (error) {
      if (!(error instanceof Undone)) throw error
    }
    return outcome.value as never
  }
  return {
    pause(on) {
      isPaused = on
    },
    stop() {
      db.transaction = transaction
    },
  }
}
