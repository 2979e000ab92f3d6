import { and, eq } from 'drizzle-orm'
import type { Transaction } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import type { Deps } from '../../realtime/feature.ts'
import { guests } from './tables.ts'
import { endLines } from './telling.ts'

type GuestRow = typeof guests.$inferSelect

/** Refuses everybody who waits by a link, which is revoked. */
export async function putOutAllOf(deps: Deps, tx: Transaction, linkId: string): Promise<void> {
  const waiting = await tx
    .select()
    .from(guests)
    .where(and(eq(guests.linkId, linkId), eq(guests.state, 'waiting')))
  await putOut(deps, tx, waiting)
}

/** They stay known, so that they do not come in again; with a session that is good for being told so and nothing else. */
export async function putOut(deps: Deps, tx: Transaction, rows: readonly GuestRow[]): Promise<void> {
  for (const { id, state } of rows) {
    const put = state === 'waiting' ? 'refused' : 'removed'
    await tx.update(guests).set({ state: put, sessionId: newId() }).where(eq(guests.id, id))
  }
  await endLines(
    deps,
    tx,
    rows.map(({ sessionId }) => sessionId),
  )
}
