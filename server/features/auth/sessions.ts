import { and, eq, gt, inArray, isNull, lt, ne, or, type SQL } from 'drizzle-orm'
import type { Queries, Transaction } from '../../platform/db.ts'
import { countSignOut } from '../../platform/installation.ts'
import { hashSecret, newId, newSecret } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { CookieCall, Deps } from '../../realtime/feature.ts'
import { coarseDevice } from './device.ts'
import { passkeyChallenges, passwordResets, sessions, signInSteps, users, welcomeLinks, type Proof } from './tables.ts'

const HOUR_MS = 60 * 60 * 1_000
const DAY_MS = 24 * HOUR_MS
/** A session nobody uses for so long ends. */
const SESSION_MS = 30 * DAY_MS
/** The end is moved at most so often, so that reading does not write. */
const RENEW_AFTER_MS = HOUR_MS

type OfSession = Pick<CookieCall, 'setSession' | 'userAgent'>

/** Opens a session under a new secret and sets the cookie. @returns its id */
export async function openSession(
  { clock }: Pick<Deps, 'clock'>,
  db: Queries,
  userId: string,
  call: OfSession,
  openedBy: Proof,
): Promise<string> {
  const id = newId()
  const secret = newSecret()
  const now = clock.now()
  const expiresAt = sessionEnd({ clock })
  await db.insert(sessions).values({
    id,
    userId,
    secretHash: hashSecret(secret),
    openedBy,
    expiresAt,
    provedAt: now,
    usedAt: wholeHour(now),
    createdAt: now,
    ...coarseDevice(call.userAgent),
  })
  call.setSession(secret, expiresAt)
  return id
}

/**
 * The person has proved anew who they are, or has become harder to be mistaken for: the session goes on under a new secret, and
 * one that was fixed or stolen before opens nothing.
 */
export async function renewSession(
  { clock }: Pick<Deps, 'clock'>,
  tx: Queries,
  { sessionId }: Actor,
  call: Pick<CookieCall, 'setSession'>,
): Promise<void> {
  const secret = newSecret()
  const [renewed] = await tx
    .update(sessions)
    .set({ secretHash: hashSecret(secret), provedAt: clock.now() })
    .where(eq(sessions.id, sessionId))
    .returning({ expiresAt: sessions.expiresAt })
  if (renewed) call.setSession(secret, renewed.expiresAt)
}

/** When a session that is used now ends. */
export function sessionEnd({ clock }: Pick<Deps, 'clock'>): Date {
  return new Date(clock.now().getTime() + SESSION_MS)
}

function wholeHour(at: Date): Date {
  return new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS)
}

function isOpen(now: Date): SQL | undefined {
  return and(gt(sessions.expiresAt, now), or(isNull(sessions.endsAt), gt(sessions.endsAt, now)))
}

/** Who holds this secret: a session that has not ended, of somebody who is not deactivated. */
export async function findActor({ db, clock }: Deps, secret: string): Promise<Actor | undefined> {
  const now = clock.now()
  const [found] = await db
    .select({
      id: sessions.id,
      userId: sessions.userId,
      expiresAt: sessions.expiresAt,
      deactivatedAt: users.deactivatedAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.secretHash, hashSecret(secret)), isOpen(now)))
  if (!found || found.deactivatedAt) return undefined
  if (found.expiresAt.getTime() - now.getTime() < SESSION_MS - RENEW_AFTER_MS) {
    await db
      .update(sessions)
      .set({ expiresAt: sessionEnd({ clock }), usedAt: wholeHour(now) })
      .where(eq(sessions.id, found.id))
  }
  return { userId: found.userId, sessionId: found.id }
}

/** Those of these sessions whose secret would still be accepted. */
export async function stillOpen({ db, clock }: Deps, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const open = await db
    .select({ id: sessions.id })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(inArray(sessions.id, [...ids]), isOpen(clock.now()), isNull(users.deactivatedAt)))
  return new Set(open.map(({ id }) => id))
}

/** Which sessions: all of somebody, all but one, one of theirs, or these. */
export type WhichSessions =
  | { userId: string; except?: string }
  | { sessionId: string; userId?: string }
  | { sessionIds: readonly string[] }

/**
 * Ends sessions in the transaction, and sign-ins that are half done; their sockets close after the commit, on every node.
 * @returns how many
 */
export async function endSessions(
  { publish }: Pick<Deps, 'publish'>,
  tx: Transaction,
  which: WhichSessions,
): Promise<number> {
  if (!('sessionId' in which || 'sessionIds' in which))
    await tx.delete(signInSteps).where(eq(signInSteps.userId, which.userId))
  const ended = await tx.delete(sessions).where(conditionOf(which)).returning({ id: sessions.id })
  await tellEnded({ publish }, tx, ended)
  return ended.length
}

function conditionOf(which: WhichSessions): SQL | undefined {
  if ('sessionIds' in which) return inArray(sessions.id, [...which.sessionIds])
  const ofPerson = which.userId === undefined ? undefined : eq(sessions.userId, which.userId)
  if ('sessionId' in which) return and(eq(sessions.id, which.sessionId), ofPerson)
  return and(ofPerson, which.except === undefined ? undefined : ne(sessions.id, which.except))
}

/** Ends the session whose secret this browser has shown, which is about to get another one. */
export async function endReplaced(
  { publish }: Pick<Deps, 'publish'>,
  tx: Transaction,
  secret: string | undefined,
): Promise<void> {
  if (secret === undefined) return
  const secretHash = hashSecret(secret)
  await tx.delete(signInSteps).where(eq(signInSteps.secretHash, secretHash))
  const ended = await tx.delete(sessions).where(eq(sessions.secretHash, secretHash)).returning({ id: sessions.id })
  await tellEnded({ publish }, tx, ended)
}

/** Ends what these people opened by one of these proofs, but for one session. */
export async function endSessionsOpenedBy(
  { publish }: Pick<Deps, 'publish'>,
  tx: Transaction,
  { userIds, proofs, except }: { userIds: readonly string[]; proofs: readonly Proof[]; except: string },
): Promise<void> {
  if (userIds.length === 0) return
  const which = and(
    inArray(sessions.userId, [...userIds]),
    inArray(sessions.openedBy, [...proofs]),
    ne(sessions.id, except),
  )
  await tellEnded({ publish }, tx, await tx.delete(sessions).where(which).returning({ id: sessions.id }))
}

/** Their sessions end then at the latest, however much they are used; null: they do not any more. */
export async function limitSessions(tx: Queries, userIds: readonly string[], endsAt: Date | null): Promise<void> {
  if (userIds.length === 0) return
  await tx
    .update(sessions)
    .set({ endsAt })
    .where(inArray(sessions.userId, [...userIds]))
}

async function tellEnded(
  { publish }: Pick<Deps, 'publish'>,
  tx: Transaction,
  ended: readonly { id: string }[],
): Promise<void> {
  if (ended.length === 0) return
  const signOuts = await countSignOut(tx)
  const ids = ended.map(({ id }) => id)
  tx.afterCommit(() => publish.endSessions(ids, signOuts))
}

/** Removes what has expired; sockets of expired sessions close. */
export async function sweepExpired({ db, clock, publish }: Deps): Promise<void> {
  const now = clock.now()
  await db.transaction(async (tx) => {
    const expired = await tx
      .delete(sessions)
      .where(or(lt(sessions.expiresAt, now), lt(sessions.endsAt, now)))
      .returning({ id: sessions.id })
    for (const table of [welcomeLinks, passwordResets, signInSteps, passkeyChallenges])
      await tx.delete(table).where(lt(table.expiresAt, now))
    await tellEnded({ publish }, tx, expired)
  })
}
