import { eq } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import type { InputOf } from '#wire/command'
import type { Prove, ProveByPasskey } from '#protocol/auth'
import type { Actor } from '../../realtime/actor.ts'
import type { CookieCall, Deps } from '../../realtime/feature.ts'
import { PER_ACCOUNT } from './guessing.ts'
import { checkPasskey } from './passkeys.ts'
import { verifyPassword } from './passwords.ts'
import { renewSession } from './sessions.ts'
import { sessions, users } from './tables.ts'

/** So long after somebody has proved who they are they may change what guards their account. */
const FRESH_MS = 10 * 60 * 1_000

/**
 * For what guards the account or speaks in its name: whoever sits down at an open screen is not enough. Throws `forbidden` with
 * the reason `proof.needed`. Give such a command the HTTP door only: after the proof it needs the session's new secret.
 */
export async function requireProof({ db, clock }: Pick<Deps, 'db' | 'clock'>, { sessionId }: Actor): Promise<void> {
  const [session] = await db.select({ provedAt: sessions.provedAt }).from(sessions).where(eq(sessions.id, sessionId))
  const age = session ? clock.now().getTime() - session.provedAt.getTime() : Infinity
  if (age > FRESH_MS) throw new Refusal('forbidden', 'prove again who you are', { reason: 'proof.needed' })
}

export async function prove(
  deps: Deps,
  actor: Actor,
  { password }: InputOf<typeof Prove>,
  call: CookieCall,
): Promise<null> {
  await deps.limits.take(PER_ACCOUNT, actor.userId)
  const [user] = await deps.db.select({ hash: users.passwordHash }).from(users).where(eq(users.id, actor.userId))
  if (!(await verifyPassword(password, user?.hash)))
    throw new Refusal('unauthenticated', 'wrong password', { field: 'password' })
  await deps.limits.clear(PER_ACCOUNT, actor.userId)
  await renewSession(deps, deps.db, actor, call)
  return null
}

export async function proveByPasskey(
  deps: Deps,
  actor: Actor,
  { answer }: InputOf<typeof ProveByPasskey>,
  call: CookieCall,
): Promise<null> {
  await checkPasskey(deps, 'prove', actor.userId, answer)
  await renewSession(deps, deps.db, actor, call)
  return null
}
