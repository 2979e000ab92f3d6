import { eq } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { UseWelcomeLink } from '#protocol/auth'
import type { CookieCall, Deps } from '../../realtime/feature.ts'
import { findWelcomed, takeWelcomeLink } from './accounts.ts'
import { PER_LINK_ADDRESS } from './guessing.ts'
import { checkNewPassword } from './new-password.ts'
import { presentMe } from './own-account.ts'
import { hashPassword } from './passwords.ts'
import { recordOwn } from './audit.ts'
import { readRules } from './rules.ts'
import { endSessions } from './sessions.ts'
import { beginSession, providerOnly } from './steps.ts'
import { users } from './tables.ts'

export async function readWelcomeLink(
  deps: Deps,
  token: string,
  call: CookieCall,
): Promise<{ name: string; email: string }> {
  await deps.limits.take(PER_LINK_ADDRESS, call.remoteAddress)
  const { name, email } = await findWelcomed(deps, deps.db, token)
  return { name, email }
}

/** The link proves the first half, like a password: whoever has a second factor is still asked for it. */
export async function useWelcomeLink(
  deps: Deps,
  { token, name, password }: InputOf<typeof UseWelcomeLink>,
  call: CookieCall,
): Promise<OutputOf<typeof UseWelcomeLink>> {
  await deps.limits.take(PER_LINK_ADDRESS, call.remoteAddress)
  const { id, email } = await findWelcomed(deps, deps.db, token)
  if ((await readRules(deps, deps.db, id)).localSignIn === 'forbidden') throw providerOnly()
  await checkNewPassword(password, { name, email })
  const passwordHash = await hashPassword(password)
  const me = await deps.db.transaction(async (tx) => {
    await findWelcomed(deps, tx, token)
    if (!(await takeWelcomeLink(tx, token))) throw new Refusal('gone', 'the link is used up')
    const [user] = await tx.update(users).set({ passwordHash, name: name.trim() }).where(eq(users.id, id)).returning()
    if (!user) throw new Refusal('gone', 'the link is used up')
    await endSessions(deps, tx, { userId: id })
    await recordOwn(deps, tx, id, 'auth.welcomeLinkUsed')
    return presentMe(user)
  })
  return (await beginSession(deps, deps.db, me.id, call, 'link')) ?? me
}
