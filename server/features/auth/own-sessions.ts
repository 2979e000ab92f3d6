import { and, desc, eq, gt, isNull, or } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import type { SignInSession } from '#protocol/auth'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { recordOwn } from './audit.ts'
import { endSessions } from './sessions.ts'
import { sessions } from './tables.ts'

/** Where somebody is signed in; the one that asks comes first. */
export async function listSessions({ db, clock }: Deps, { userId, sessionId }: Actor): Promise<SignInSession[]> {
  const now = clock.now()
  const rows = await db
    .select()
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        gt(sessions.expiresAt, now),
        or(isNull(sessions.endsAt), gt(sessions.endsAt, now)),
      ),
    )
    .orderBy(desc(sessions.usedAt), desc(sessions.createdAt))
  const own = rows.map((row) => present(row, sessionId))
  return [...own.filter(({ isThis }) => isThis), ...own.filter(({ isThis }) => !isThis)]
}

function present(
  { id, browser, system, createdAt, usedAt, endsAt }: typeof sessions.$inferSelect,
  thisOne: string,
): SignInSession {
  return {
    id,
    isThis: id === thisOne,
    browser,
    system,
    since: createdAt.toISOString(),
    usedAt: usedAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
  }
}

/** No proof is asked for: whoever sees a stranger among their sessions is in a hurry. */
export async function endSession(deps: Deps, { userId }: Actor, sessionId: string): Promise<null> {
  await deps.db.transaction(async (tx) => {
    const ended = await endSessions(deps, tx, { sessionId, userId })
    if (ended === 0) throw new Refusal('not_found', 'no such session')
    await recordOwn(deps, tx, userId, 'auth.sessionEnded')
  })
  return null
}

export async function endOtherSessions(deps: Deps, { userId, sessionId }: Actor): Promise<null> {
  await deps.db.transaction(async (tx) => {
    await endSessions(deps, tx, { userId, except: sessionId })
    await recordOwn(deps, tx, userId, 'auth.otherSessionsEnded')
  })
  return null
}
