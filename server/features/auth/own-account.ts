import { and, eq, isNull, type SQL } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import { MeChanged, type ChangePassword, type Me, type UpdateMe } from '#protocol/auth'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { PER_ACCOUNT } from './guessing.ts'
import { checkNewPassword } from './new-password.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { recordOwn } from './audit.ts'
import { endSessions } from './sessions.ts'
import { users } from './tables.ts'

export type UserRow = typeof users.$inferSelect

export async function readMe({ db }: { db: Queries }, userId: string): Promise<Me> {
  const [user] = await db.select().from(users).where(eq(users.id, userId))
  if (!user) throw new Refusal('unauthenticated', 'no such person')
  return presentMe(user)
}

export async function updateMe(deps: Deps, actor: Actor, input: InputOf<typeof UpdateMe>): Promise<Me> {
  const { name, language, theme } = input
  const changes = {
    ...(name === undefined ? {} : { name: name.trim() }),
    ...(language === undefined ? {} : { language }),
    ...(theme === undefined ? {} : { theme }),
  }
  return deps.db.transaction(async (tx) => {
    if (Object.keys(changes).length > 0) await tx.update(users).set(changes).where(eq(users.id, actor.userId))
    const me = await readMe({ db: tx }, actor.userId)
    tx.afterCommit(() => deps.publish.hint(`user:${actor.userId}`, MeChanged, me))
    return me
  })
}

export async function changePassword(
  deps: Deps,
  actor: Actor,
  { current, next }: InputOf<typeof ChangePassword>,
): Promise<null> {
  await deps.limits.take(PER_ACCOUNT, actor.userId)
  const [user] = await deps.db.select().from(users).where(eq(users.id, actor.userId))
  if (!(await verifyPassword(current, user?.passwordHash)) || !user) {
    throw new Refusal('unauthenticated', 'wrong password', { field: 'current' })
  }
  await deps.limits.clear(PER_ACCOUNT, actor.userId)
  await checkNewPassword(next, { name: user.name, email: user.email ?? '' }, 'next')
  const passwordHash = await hashPassword(next)
  await deps.db.transaction(async (tx) => {
    const changed = await tx.update(users).set({ passwordHash }).where(isStill(user)).returning({ id: users.id })
    if (changed.length === 0) throw new Refusal('unauthenticated', 'wrong password', { field: 'current' })
    const sessionsEnded = await endSessions(deps, tx, { userId: actor.userId, except: actor.sessionId })
    await recordOwn(deps, tx, actor.userId, 'auth.passwordChanged', { sessionsEnded })
  })
  return null
}

/** This person, as long as the password is the one that was read. */
export function isStill({ id, passwordHash }: UserRow): SQL | undefined {
  return and(
    eq(users.id, id),
    passwordHash === null ? isNull(users.passwordHash) : eq(users.passwordHash, passwordHash),
  )
}

/** Row → wire, field by field. */
export function presentMe({ id, name, email, language, theme, installationAdmin, installationAuditor }: UserRow): Me {
  if (email === null) throw new Refusal('unauthenticated', 'a program has no account of its own')
  return { id, name, email, language, theme, installationAdmin, installationAuditor }
}
