import { and, eq, gt, inArray, isNull, lt, ne, type SQL } from 'drizzle-orm'
import type { Queries, Transaction } from '../../platform/db.ts'
import { countSignOut } from '../../platform/installation.ts'
import { hashSecret, newId, newSecret } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { passwordResets, sessions, users, welcomeLinks } from './tables.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
/** A session nobody uses for so long ends. */
const SESSION_MS = 30 * DAY_MS
/** The end is moved at most so often, so that reading does not write. */
const RENEW_AFTER_MS = 60 * 60 * 1_000

export interface OpenedSession {
  id: string
  secret: string
  expires: Date
}

export async function openSession({ clock }: Pick<Deps, 'clock'>, db: Queries, userId: string): Promise<OpenedSession> {
  const id = newId()
  const secret = newSecret()
  const expires = sessionEnd({ clock })
  await db.insert(sessions).values({ id, userId, secretHash: hashSecret(secret), expiresAt: expires })
  return { id, secret, expires }
}

/** When a session that is used now ends. */
export function sessionEnd({ clock }: Pick<Deps, 'clock'>): Date {
  return new Date(clock.now().getTime() + SESSION_MS)
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
    .where(and(eq(sessions.secretHash, hashSecret(secret)), gt(sessions.expiresAt, now)))
  if (!found || found.deactivatedAt) return undefined
  if (found.expiresAt.getTime() - now.getTime() < SESSION_MS - RENEW_AFTER_MS) {
    await db
      .update(sessions)
      .set({ expiresAt: new Date(now.getTime() + SESSION_MS) })
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
    .where(and(inArray(sessions.id, [...ids]), gt(sessions.expiresAt, clock.now()), isNull(users.deactivatedAt)))
  return new Set(open.map(({ id }) => id))
}

type Which = { userId: string; except?: string } | { sessionId: string } | { sessionIds: readonly string[] }

/** Ends sessions in the transaction; their sockets close after the commit, on every node. @returns how many */
export async function endSessions({ publish }: Pick<Deps, 'publish'>, tx: Transaction, which: Which): Promise<number> {
  const ended = await tx.delete(sessions).where(those(which)).returning({ id: sessions.id })
  await tellEnded({ publish }, tx, ended)
  return ended.length
}

function those(which: Which): SQL | undefined {
  if ('sessionId' in which) return eq(sessions.id, which.sessionId)
  if ('sessionIds' in which) return inArray(sessions.id, [...which.sessionIds])
  const { userId, except } = which
  return and(eq(sessions.userId, userId), except === undefined ? undefined : ne(sessions.id, except))
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
    const expired = await tx.delete(sessions).where(lt(sessions.expiresAt, now)).returning({ id: sessions.id })
    await tx.delete(welcomeLinks).where(lt(welcomeLinks.expiresAt, now))
    await tx.delete(passwordResets).where(lt(passwordResets.expiresAt, now))
    await tellEnded({ publish }, tx, expired)
  })
}
