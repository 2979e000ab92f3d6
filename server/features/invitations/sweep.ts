import { lte } from 'drizzle-orm'
import type { Deps } from '../../realtime/feature.ts'
import { invitations, joinLinks } from './tables.ts'

/** Forgets the addresses of those who did not come. */
export async function sweepExpired({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  const now = clock.now()
  await db.delete(invitations).where(lte(invitations.expiresAt, now))
  await db.delete(joinLinks).where(lte(joinLinks.expiresAt, now))
}
