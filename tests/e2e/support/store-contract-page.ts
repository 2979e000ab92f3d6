import { DatabaseStore, outboxDatabase } from '../../../client/features/rooms/outbox/database-store.ts'
import { storeContract } from '../../client/outbox/store-contract.ts'

/** Runs in a page: what a store must do, with the browser's own database. Gives what does not hold. */
async function brokenRules(): Promise<string[]> {
  const broken: string[] = []
  for (const [rule, holds] of Object.entries(storeContract)) {
    try {
      // Each store has a connection of its own, as each tab has.
      await holds((userId) => new DatabaseStore(outboxDatabase(), `${rule}/${userId}`))
    } catch (error) {
      broken.push(`${rule}: ${String(error)}`)
    }
  }
  return broken
}

/** Everything of one person is gone, everything of the others is not. */
async function leftAfterForgettingAll(): Promise<string[]> {
  const [maria, jens] = ['maria', 'maria2'].map((name) => new DatabaseStore(outboxDatabase(), name))
  const message = { clientId: 'a', roomId: 'room', body: 'text', writtenAt: 0 }
  await Promise.all([maria?.add(message), jens?.add(message)])
  await maria?.forgetAll()
  return (await Promise.all([maria?.list(), jens?.list()])).map((kept) => String(kept?.length))
}

Object.assign(globalThis, { storeContract: { brokenRules, leftAfterForgettingAll, rules: Object.keys(storeContract) } })
