import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { connect, type DatabaseTarget } from './db.ts'
import { newId } from './ids.ts'
import { installation } from './tables.ts'

/** Any number that nothing else in the database locks on. */
const MIGRATION_LOCK = 4_127_001

/** Brings the schema up to date; several nodes at once wait for each other. */
export async function migrateDatabase(target: DatabaseTarget, folder: string): Promise<void> {
  const one = connect(target, { max: 1 })
  try {
    const db = drizzle({ client: one })
    await db.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`)
    await migrate(db, { migrationsFolder: folder })
    await db.insert(installation).values({ epoch: newId() }).onConflictDoNothing()
  } finally {
    await one.end()
  }
}
