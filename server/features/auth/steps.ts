import { and, eq, gt, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import type { NextStep, SecondFactorKind } from '#protocol/auth'
import type { Queries, Transaction } from '../../platform/db.ts'
import { hashSecret, newSecret } from '../../platform/ids.ts'
import type { CookieCall, Deps } from '../../realtime/feature.ts'
import { readRules } from './rules.ts'
import { endReplaced, openSession } from './sessions.ts'
import { passkeys, recoveryCodes, signInSteps, totpFactors, users, type Proof } from './tables.ts'

/** So long the second step may take; setting up an app takes longer than reading a code. */
const STEP_MS = { secondFactor: 5 * 60 * 1_000, setUp: 20 * 60 * 1_000 } as const
/** Wrong codes at one step; then one begins with the password again. */
const TRIES = 5

export type Step = typeof signInSteps.$inferSelect

/** The kinds of second factor somebody has; none: they have no second factor. */
export async function secondFactorsOf(db: Queries, userId: string): Promise<SecondFactorKind[]> {
  const [found] = await db
    .select({
      passkey: sql<boolean>`exists (select 1 from ${passkeys} where ${passkeys.userId} = ${users.id})`,
      totp: sql<boolean>`exists (select 1 from ${totpFactors} where ${and(eq(totpFactors.userId, users.id), isNotNull(totpFactors.confirmedAt))})`,
      recoveryCode: sql<boolean>`exists (select 1 from ${recoveryCodes} where ${recoveryCodes.userId} = ${users.id})`,
    })
    .from(users)
    .where(eq(users.id, userId))
  if (!found || !(found.passkey || found.totp)) return []
  return (['passkey', 'totp', 'recoveryCode'] as const).filter((kind) => found[kind])
}

/**
 * Signs somebody in who has just proved who they are, and sets the cookie. What comes next where that is not enough: the cookie
 * then opens nothing but that step. An organisation's provider asks for its own second factor: that is `openSession` alone.
 */
export async function beginSession(
  deps: Deps,
  db: Queries,
  userId: string,
  call: CookieCall,
  by: Exclude<Proof, 'provider'> = 'link',
): Promise<NextStep | null> {
  const rules = await readRules(deps, db, userId)
  if (rules.localSignIn === 'forbidden') throw providerOnly()
  const methods = by === 'passkey' ? [] : await secondFactorsOf(db, userId)
  if (methods.length > 0) return openStep(deps, db, { userId, step: 'secondFactor', by, methods }, call)
  if (by !== 'passkey' && rules.secondFactor === 'required')
    return openStep(deps, db, { userId, step: 'setUp', by, methods: ['passkey', 'totp'] }, call)
  await openSession(deps, db, userId, call, by)
  return null
}

/** Their organisation has them sign in with its own provider, and nowhere else. */
export function providerOnly(): Refusal {
  return new Refusal('forbidden', 'signs in at the provider only', { reason: 'signIn.providerOnly' })
}

interface NewStep {
  userId: string
  step: Step['step']
  by: Proof
  methods: SecondFactorKind[]
}

async function openStep({ clock }: Deps, db: Queries, next: NewStep, call: CookieCall): Promise<NextStep> {
  const secret = newSecret()
  const { userId, step, by, methods } = next
  const expiresAt = new Date(clock.now().getTime() + STEP_MS[step])
  await db.insert(signInSteps).values({ secretHash: hashSecret(secret), userId, step, openedBy: by, expiresAt })
  call.setSession(secret, expiresAt)
  return { step, methods }
}

/** The step at which this browser is; undefined when it is at none. */
export async function findStep(
  { clock }: Pick<Deps, 'clock'>,
  db: Queries,
  { sessionSecret }: Pick<CookieCall, 'sessionSecret'>,
): Promise<Step | undefined> {
  if (sessionSecret === undefined) return undefined
  const [found] = await db
    .select({ step: signInSteps })
    .from(signInSteps)
    .innerJoin(users, eq(users.id, signInSteps.userId))
    .where(
      and(
        eq(signInSteps.secretHash, hashSecret(sessionSecret)),
        gt(signInSteps.expiresAt, clock.now()),
        lt(signInSteps.tries, TRIES),
        isNull(users.deactivatedAt),
      ),
    )
  return found?.step
}

/** As `findStep`; whoever is at another step or at none begins anew: `gone`. */
export async function needStep(deps: Deps, call: CookieCall, wanted: Step['step']): Promise<Step> {
  const found = await findStep(deps, deps.db, call)
  if (found?.step !== wanted) throw stepOver()
  return found
}

function stepOver(): Refusal {
  return new Refusal('gone', 'the sign-in begins anew', { reason: 'signIn.over' })
}

/** Counts a try before it is looked at, so that many at once are not more than their number. */
export async function takeTry({ db }: Deps, { secretHash }: Step): Promise<void> {
  const counted = await db
    .update(signInSteps)
    .set({ tries: sql`${signInSteps.tries} + 1` })
    .where(and(eq(signInSteps.secretHash, secretHash), lt(signInSteps.tries, TRIES)))
    .returning({ tries: signInSteps.tries })
  if (counted.length === 0) throw stepOver()
}

/** The second half is proved: the step is used up, for exactly one caller, and the session opened. */
export async function finishStep(deps: Deps, tx: Transaction, step: Step, call: CookieCall): Promise<void> {
  const taken = await tx.delete(signInSteps).where(eq(signInSteps.secretHash, step.secretHash)).returning()
  const [active] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, step.userId), isNull(users.deactivatedAt)))
    .for('update')
  if (taken.length === 0 || !active) throw stepOver()
  const { localSignIn } = await readRules(deps, tx, step.userId)
  if (localSignIn === 'forbidden') throw providerOnly()
  await endReplaced(deps, tx, call.sessionSecret)
  await openSession(deps, tx, step.userId, call, step.openedBy)
}
