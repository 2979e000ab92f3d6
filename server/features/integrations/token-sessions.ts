import { and, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm'
import { isForTokens } from '#wire/permissions'
import { hashSecret } from '../../platform/ids.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps, SignInSessions } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { accessTokens } from './tables.ts'

const USED: Limit = { name: 'token.used', points: 300, perSeconds: 60 }
/** Wrong tokens from one address. Right ones of the same town hall go on working. */
const GUESSED: Limit = { name: 'token.guessed', points: 100, perSeconds: 15 * 60 }
/** How long an expired token is still shown to its owner. */
const SHOWN_MS = 30 * 24 * 60 * 60 * 1_000

export function tokenSessions(deps: Deps): SignInSessions {
  return {
    findActor: (secret, remoteAddress) => findActor(deps, secret, remoteAddress),
    stillOpen: (ids) => stillOpen(deps, ids),
  }
}

/** Whose token this is, with what it may; who they are to a thing is asked at its door, as of everybody. */
async function findActor(deps: Deps, secret: string, remoteAddress: string): Promise<Actor | undefined> {
  const now = deps.clock.now()
  const [found] = await deps.db
    .select({
      id: accessTokens.id,
      userId: accessTokens.userId,
      rights: accessTokens.rights,
      lastUsedOn: accessTokens.lastUsedOn,
    })
    .from(accessTokens)
    .innerJoin(users, eq(users.id, accessTokens.userId))
    .where(
      and(
        eq(accessTokens.secretHash, hashSecret(secret)),
        gt(accessTokens.expiresAt, now),
        isNull(users.deactivatedAt),
      ),
    )
  if (!found) {
    await deps.limits.take(GUESSED, remoteAddress)
    return undefined
  }
  await deps.limits.take(USED, found.id)
  const today = now.toISOString().slice(0, 10)
  if (found.lastUsedOn !== today) {
    await deps.db.update(accessTokens).set({ lastUsedOn: today }).where(eq(accessTokens.id, found.id))
  }
  return { userId: found.userId, sessionId: found.id, tokenRights: new Set(found.rights.filter(isForTokens)) }
}

async function stillOpen({ db, clock }: Deps, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const open = await db
    .select({ id: accessTokens.id })
    .from(accessTokens)
    .innerJoin(users, eq(users.id, accessTokens.userId))
    .where(
      and(inArray(accessTokens.id, [...ids]), gt(accessTokens.expiresAt, clock.now()), isNull(users.deactivatedAt)),
    )
  return new Set(open.map(({ id }) => id))
}

/** Removes what expired long ago. */
export async function sweepTokens({ db, clock }: Deps): Promise<void> {
  const before = new Date(clock.now().getTime() - SHOWN_MS)
  await db.delete(accessTokens).where(
    and(
      lt(accessTokens.expiresAt, before),
      sql`${accessTokens.userId} not in (
    select user_id from programs)`,
    ),
  )
}
