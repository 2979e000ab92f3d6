import { and, eq, isNull, sql, type SQL } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import type { InputOf, OutputOf } from '#wire/command'
import {
  MeChanged,
  type ChangePassword,
  type Me,
  type SignIn,
  type UpdateMe,
  type UseWelcomeLink,
} from '#protocol/auth'
import { normalMailAddress } from '../../platform/mail-address.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { CookieCall, Deps } from '../../realtime/feature.ts'
import { findWelcomed, takeWelcomeLink } from './accounts.ts'
import { recordFailedSignIn, recordForAccount } from './audit.ts'
import { hashPassword, isOutdated, verifyPassword } from './passwords.ts'
import { endSessions, openSession, sessionEnd } from './sessions.ts'
import { users } from './tables.ts'

/** Guesses at one account, from anywhere. */
const PER_EMAIL: Limit = { name: 'signIn.email', points: 10, perSeconds: 15 * 60 }
/** Guesses from one address, which may be a whole town hall. */
const PER_ADDRESS: Limit = { name: 'signIn.address', points: 100, perSeconds: 15 * 60 }
const PER_LINK_ADDRESS: Limit = { name: 'welcome.address', points: 60, perSeconds: 15 * 60 }

type UserRow = typeof users.$inferSelect

export async function signIn(deps: Deps, { email, password }: InputOf<typeof SignIn>, call: CookieCall): Promise<Me> {
  const account = normalMailAddress(email).toLowerCase()
  await deps.limits.take(PER_ADDRESS, call.remoteAddress)
  await deps.limits.take(PER_EMAIL, account)
  const [user] = await deps.db
    .select()
    .from(users)
    .where(sql`lower(${users.email}) = ${account}`)
  const right = await verifyPassword(password, user?.passwordHash)
  if (!user || !right || user.deactivatedAt) {
    recordFailedSignIn(deps, user?.id)
    throw new Refusal('unauthenticated', 'unknown or wrong')
  }
  await deps.limits.clear(PER_EMAIL, account)
  const renewed = user.passwordHash && isOutdated(user.passwordHash) ? await hashPassword(password) : user.passwordHash
  await deps.db.transaction(async (tx) => {
    // Comparing takes a while. Whoever changed the password or was deactivated meanwhile has ended all sessions but this one.
    const [still] = await tx
      .update(users)
      .set({ passwordHash: renewed })
      .where(and(isStill(user), isNull(users.deactivatedAt)))
      .returning({ id: users.id })
    if (!still) throw new Refusal('unauthenticated', 'unknown or wrong')
    await beginSession(deps, tx, user.id, call)
    await recordForAccount(deps, tx, user.id, {
      event: 'auth.signedIn',
      actorId: user.id,
      details: { by: 'password' },
    })
  })
  return presentMe(user)
}

/** Ends the session that came along, if there is one. */
export async function signOut(deps: Deps, actor: Actor | undefined, call: CookieCall): Promise<null> {
  if (actor) {
    await deps.db.transaction(async (tx) => {
      const { userId, sessionId } = actor
      const ended = await endSessions(deps, tx, { sessionId })
      if (ended > 0) await recordForAccount(deps, tx, userId, { event: 'auth.signedOut', actorId: userId })
    })
  }
  call.clearSession()
  return null
}

/** Asked whenever the client starts: the moment at which the cookie's end moves along with the session's. */
export async function whoAmI(deps: Deps, actor: Actor | undefined, call: CookieCall): Promise<Me | null> {
  if (!actor || actor.guestOf !== undefined) return null
  call.keepSession(sessionEnd(deps))
  return readMe(deps, actor.userId)
}

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
    const [user] = await tx.select().from(users).where(eq(users.id, actor.userId))
    if (!user) throw new Refusal('unauthenticated', 'no such person')
    const me = presentMe(user)
    tx.afterCommit(() => deps.publish.hint(`user:${actor.userId}`, MeChanged, me))
    return me
  })
}

export async function changePassword(
  deps: Deps,
  actor: Actor,
  { current, next }: InputOf<typeof ChangePassword>,
): Promise<OutputOf<typeof ChangePassword>> {
  await deps.limits.take(PER_EMAIL, actor.userId)
  const [user] = await deps.db.select().from(users).where(eq(users.id, actor.userId))
  if (!(await verifyPassword(current, user?.passwordHash)) || !user) {
    throw new Refusal('unauthenticated', 'wrong password', { field: 'current' })
  }
  await deps.limits.clear(PER_EMAIL, actor.userId)
  const passwordHash = await hashPassword(next)
  await deps.db.transaction(async (tx) => {
    const changed = await tx.update(users).set({ passwordHash }).where(isStill(user)).returning({ id: users.id })
    if (changed.length === 0) throw new Refusal('unauthenticated', 'wrong password', { field: 'current' })
    const sessionsEnded = await endSessions(deps, tx, { userId: actor.userId, except: actor.sessionId })
    await recordForAccount(deps, tx, actor.userId, {
      event: 'auth.passwordChanged',
      actorId: actor.userId,
      details: { sessionsEnded },
    })
  })
  return null
}

export async function readWelcomeLink(
  deps: Deps,
  token: string,
  call: CookieCall,
): Promise<{ name: string; email: string }> {
  await deps.limits.take(PER_LINK_ADDRESS, call.remoteAddress)
  const { name, email } = await findWelcomed(deps, deps.db, token)
  return { name, email }
}

export async function useWelcomeLink(
  deps: Deps,
  { token, name, password }: InputOf<typeof UseWelcomeLink>,
  call: CookieCall,
): Promise<Me> {
  await deps.limits.take(PER_LINK_ADDRESS, call.remoteAddress)
  const passwordHash = await hashPassword(password)
  const me = await deps.db.transaction(async (tx) => {
    const { id } = await findWelcomed(deps, tx, token)
    if (!(await takeWelcomeLink(tx, token))) throw new Refusal('gone', 'the link is used up')
    const [user] = await tx.update(users).set({ passwordHash, name: name.trim() }).where(eq(users.id, id)).returning()
    if (!user) throw new Refusal('gone', 'the link is used up')
    await endSessions(deps, tx, { userId: id })
    await recordForAccount(deps, tx, id, { event: 'auth.welcomeLinkUsed', actorId: id })
    return presentMe(user)
  })
  await beginSession(deps, deps.db, me.id, call)
  return me
}

/** Signs somebody in who has just proved who they are, and sets the cookie. @returns the id of the session */
export async function beginSession(
  deps: Pick<Deps, 'clock'>,
  db: Queries,
  userId: string,
  call: Pick<CookieCall, 'setSession'>,
): Promise<string> {
  const { id, secret, expires } = await openSession(deps, db, userId)
  call.setSession(secret, expires)
  return id
}

/** This person, as long as the password is the one that was read. */
function isStill({ id, passwordHash }: UserRow): SQL | undefined {
  return and(
    eq(users.id, id),
    passwordHash === null ? isNull(users.passwordHash) : eq(users.passwordHash, passwordHash),
  )
}

/** Row → wire, field by field. */
function presentMe({ id, name, email, language, theme, installationAdmin, installationAuditor }: UserRow): Me {
  if (email === null) throw new Refusal('unauthenticated', 'a program has no account of its own')
  return { id, name, email, language, theme, installationAdmin, installationAuditor }
}
