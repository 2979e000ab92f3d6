import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { isDatabaseAway, openDatabase } from '../../server/platform/db.ts'
import { createLog } from '../../server/platform/log.ts'
import { createDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { databaseByUrl } from '../support/server-process.ts'

test('a connection that breaks under a transaction ends the transaction, not the process', async () => {
  const made = await createDatabase()
  const direct = openDatabase({ target: made.target, log: createLog('silent') })
  const { url, close } = await databaseByUrl(made.target)
  const database = openDatabase({ target: { kind: 'url', url }, log: createLog('silent') })
  const uncaught: unknown[] = []
  const watch = (error: unknown) => void uncaught.push(error)
  process.on('uncaughtException', watch)
  try {
    const outcomes = Promise.allSettled(
      Array.from({ length: 5 }, () => database.transaction((tx) => tx.execute(sql`select pg_sleep(20)`))),
    )
    await eventually(async () => {
      const sleeping = await direct.execute(
        sql`select 1 from pg_stat_activity where query like 'select pg_sleep(20)%' and state = 'active'`,
      )
      expect(sleeping.length).toBe(5)
    })
    await close()
    for (const outcome of await outcomes) {
      expect(outcome.status).toBe('rejected')
      expect(isDatabaseAway(outcome.status === 'rejected' && outcome.reason)).toBe(true)
    }
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
    expect(uncaught).toEqual([])
  } finally {
    process.off('uncaughtException', watch)
    // Of the other one no connection is left.
    await direct.close()
    await made.drop()
  }
})

test('after its connections were ended the database is there again', async () => {
  const made = await createDatabase()
  const direct = openDatabase({ target: made.target, log: createLog('silent') })
  const { url, close } = await databaseByUrl(made.target)
  const database = openDatabase({ target: { kind: 'url', url }, log: createLog('silent'), connections: 5 })
  try {
    const outcomes = Promise.allSettled(
      Array.from({ length: 5 }, () => database.transaction((tx) => tx.execute(sql`select pg_sleep(20)`))),
    )
    const sleeping = sql`select pid from pg_stat_activity where query like 'select pg_sleep(20)%' and state = 'active'`
    await eventually(async () => expect((await direct.execute(sleeping)).length).toBe(5))
    await direct.execute(sql`select pg_terminate_backend(asleep.pid) from (${sleeping}) asleep`)
    await outcomes
    const manyWork = () =>
      Promise.all(Array.from({ length: 20 }, () => database.transaction((tx) => tx.execute(sql`select 1 as one`))))
    await eventually(async () => expect((await manyWork()).length).toBe(20), 2_000)
  } finally {
    await Promise.all([database.close(), direct.close()])
    await close()
    await made.drop()
  }
})
