import { and, eq, isNotNull, isNull, lt } from 'drizzle-orm'
import { generateSecret, generateURI, verifySync } from 'otplib'
import { Refusal } from '#wire/refusal'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Deps } from '../../realtime/feature.ts'
import { totpFactors, users } from './tables.ts'

const ISSUER = 'Allmende'
const PERIOD_SECONDS = 30
/** One step early or late: clocks of phones are not all right. */
const TOLERANCE_SECONDS = PERIOD_SECONDS

const place = (userId: string) => `auth.totp:${userId}`

/** A new secret for somebody's app; it counts when a first code from it has come. One that was confirmed stays: `conflict`. */
export async function beginTotp(deps: Deps, userId: string): Promise<{ secret: string; uri: string }> {
  const secret = generateSecret()
  const sealed = deps.sealer.seal(secret, place(userId))
  const [made] = await deps.db
    .insert(totpFactors)
    .values({ userId, secret: sealed })
    .onConflictDoUpdate({
      target: totpFactors.userId,
      set: { secret: sealed, lastStep: 0 },
      setWhere: isNull(totpFactors.confirmedAt),
    })
    .returning({ userId: totpFactors.userId })
  if (!made) throw new Refusal('conflict', 'there is an app already')
  const [user] = await deps.db.select({ email: users.email }).from(users).where(eq(users.id, userId))
  const label = `${user?.email ?? ''} (${deps.config.publicUrl.hostname})`
  return { secret, uri: generateURI({ issuer: ISSUER, label, secret }) }
}

/** Throws `unauthenticated` for a wrong or used code, `gone` when nothing was begun. */
export async function confirmTotp(deps: Deps, tx: Transaction, userId: string, code: string): Promise<void> {
  const known = await readTotp(tx, userId, false)
  if (!known) throw new Refusal('gone', 'nothing was begun')
  if (!(await takeCode(deps, tx, known, code))) throw wrongCode()
  await tx.update(totpFactors).set({ confirmedAt: deps.clock.now() }).where(eq(totpFactors.userId, userId))
}

/** Whether it is a code of the person's app that was not taken before; it is from now on. */
export async function checkTotp(deps: Deps, db: Queries, userId: string, code: string): Promise<boolean> {
  const known = await readTotp(db, userId, true)
  return known !== undefined && takeCode(deps, db, known, code)
}

export function wrongCode(): Refusal {
  return new Refusal('unauthenticated', 'wrong code', { field: 'code' })
}

type Known = typeof totpFactors.$inferSelect

async function readTotp(db: Queries, userId: string, isConfirmed: boolean): Promise<Known | undefined> {
  const state = isConfirmed ? isNotNull(totpFactors.confirmedAt) : isNull(totpFactors.confirmedAt)
  const [known] = await db
    .select()
    .from(totpFactors)
    .where(and(eq(totpFactors.userId, userId), state))
  return known
}

/** Of two who show the same code at once one is taken. */
async function takeCode(deps: Deps, db: Queries, { userId, secret }: Known, code: string): Promise<boolean> {
  const result = verifySync({
    secret: deps.sealer.open(secret, place(userId)),
    token: code,
    epoch: Math.floor(deps.clock.now().getTime() / 1_000),
    epochTolerance: TOLERANCE_SECONDS,
  })
  if (!result.valid || !('timeStep' in result)) return false
  const taken = await db
    .update(totpFactors)
    .set({ lastStep: result.timeStep })
    .where(and(eq(totpFactors.userId, userId), lt(totpFactors.lastStep, result.timeStep)))
    .returning({ userId: totpFactors.userId })
  return taken.length === 1
}
