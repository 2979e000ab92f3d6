import { sql } from 'drizzle-orm'
import { recordAudit } from './audit-log.ts'
import type { Clock } from './clock.ts'
import type { Database, Queries } from './db.ts'
import { newId } from './ids.ts'
import { installation } from './tables.ts'

export interface Installation {
  /** Changes when a backup was restored: cursors of clients are of another history then. */
  epoch: string
  /** How often sign-in sessions were ended. Whoever read a lower number does not know who is signed in any more. */
  signOuts: number
}

export async function readInstallation(db: Queries): Promise<Installation> {
  const [row] = await db.select({ epoch: installation.epoch, signOuts: installation.signOuts }).from(installation)
  if (!row) throw new Error('the installation has no epoch: migrations have not run')
  return row
}

/** As a column of any query. */
export const signOutsNow = sql<number>`(select ${installation.signOuts} from ${installation})`.mapWith(Number)

/** Counts that sign-in sessions end, in the transaction that ends them. @returns the new number */
export async function countSignOut(db: Queries): Promise<number> {
  const [row] = await db
    .update(installation)
    .set({ signOuts: sql`${installation.signOuts} + 1` })
    .returning({ signOuts: installation.signOuts })
  if (!row) throw new Error('the installation has no row: migrations have not run')
  return row.signOuts
}

/** A backup was restored: from now on it is another history. The audit log says so: its end is missing lines that others have seen. */
export async function renewEpoch({ db, clock }: { db: Database; clock: Clock }): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.update(installation).set({ epoch: newId() })
    recordAudit({ clock }, tx, { event: 'installation.restored', actorId: null })
  })
}
