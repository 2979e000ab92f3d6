import { and, eq, isNull, sql } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import type { InputOf, OutputOf } from '#wire/command'
import type { AskForPasskey, EnterCode, Me, NextStep, SignIn, SignInByPasskey } from '#protocol/auth'
import { normalMailAddress } from '../../platform/mail-address.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { CookieCall, Deps } from '../../realtime/feature.ts'
import {
  beginGuess,
  PER_ACCOUNT,
  PER_ADDRESS,
  PER_ASKING_ADDRESS,
  PER_SECOND_FACTOR,
  tooManyInAll,
} from './guessing.ts'
import { isStill, presentMe, readMe } from './own-account.ts'
import { askForPasskey, checkPasskey } from './passkeys.ts'
import { hashPassword, isOutdated, verifyPassword } from './passwords.ts'
import { recordFailedSignIn, recordOwn } from './audit.ts'
import { takeRecoveryCode } from './recovery-codes.ts'
import { endReplaced, endSessions, sessionEnd } from './sessions.ts'
import { beginSession, findStep, finishStep, needStep, secondFactorsOf, takeTry } from './steps.ts'
import { users } from './tables.ts'
import { checkTotp, wrongCode } from './totp.ts'

/** Every account, known or not, goes the same way up to the comparison, which costs each the same. */
export async function signIn(
  deps: Deps,
  { email, password }: InputOf<typeof SignIn>,
  call: CookieCall,
): Promise<OutputOf<typeof SignIn>> {
  const account = normalMailAddress(email).toLowerCase()
  const guess = await beginGuess(deps, account, call)
  const [user] = await deps.db
    .select()
    .from(users)
    .where(sql`lower(${users.email}) = ${account}`)
  const right = await verifyPassword(password, user?.passwordHash)
  if (!user || !right || user.deactivatedAt) {
    await guess.wrong()
    recordFailedSignIn(deps, user?.id)
    throw guess.needsMore ? tooManyInAll() : wrong()
  }
  if (guess.needsMore && (await secondFactorsOf(deps.db, user.id)).length === 0) throw tooManyInAll()
  await deps.limits.clear(PER_ACCOUNT, account)
  const renewed = user.passwordHash && isOutdated(user.passwordHash) ? await hashPassword(password) : user.passwordHash
  const next = await deps.db.transaction(async (tx) => {
    // Comparing takes a while. Whoever changed the password or was deactivated meanwhile has ended all sessions but this one.
    const [still] = await tx
      .update(users)
      .set({ passwordHash: renewed })
      .where(and(isStill(user), isNull(users.deactivatedAt)))
      .returning({ id: users.id })
    if (!still) throw wrong()
    await endReplaced(deps, tx, call.sessionSecret)
    const step = await beginSession(deps, tx, user.id, call, 'password')
    if (!step) await recordOwn(deps, tx, user.id, 'auth.signedIn', { by: 'password' })
    return step
  })
  return next ?? presentMe(user)
}

function wrong(): Refusal {
  return new Refusal('unauthenticated', 'unknown or wrong')
}

export async function readNextStep(deps: Deps, call: CookieCall): Promise<NextStep | null> {
  const at = await findStep(deps, deps.db, call)
  if (!at) return null
  const methods: NextStep['methods'] =
    at.step === 'setUp' ? ['passkey', 'totp'] : await secondFactorsOf(deps.db, at.userId)
  return { step: at.step, methods }
}

/** The second half by a code of the app, or by one of those kept for the day it is lost. */
export async function enterCode(deps: Deps, { code }: InputOf<typeof EnterCode>, call: CookieCall): Promise<Me> {
  const step = await needStep(deps, call, 'secondFactor')
  await deps.limits.take(PER_SECOND_FACTOR, step.userId)
  await takeTry(deps, step)
  const typed = code.replaceAll(/\s/g, '')
  const isTotp = /^[0-9]{6}$/.test(typed)
  const right = isTotp
    ? await checkTotp(deps, deps.db, step.userId, typed)
    : await takeRecoveryCode(deps.db, step.userId, code)
  if (!right) {
    recordFailedSignIn(deps, step.userId)
    throw wrongCode()
  }
  await deps.limits.clear(PER_SECOND_FACTOR, step.userId)
  await deps.db.transaction(async (tx) => {
    if (!isTotp) await recordOwn(deps, tx, step.userId, 'auth.recoveryCodeUsed')
    const secondFactor = isTotp ? 'totp' : 'recoveryCode'
    await recordOwn(deps, tx, step.userId, 'auth.signedIn', { by: step.openedBy, secondFactor })
    await finishStep(deps, tx, step, call)
  })
  return readMe(deps, step.userId)
}

export async function askAtSignIn(deps: Deps, call: CookieCall): Promise<OutputOf<typeof AskForPasskey>> {
  await deps.limits.take(PER_ASKING_ADDRESS, call.remoteAddress)
  const step = await findStep(deps, deps.db, call)
  const options = await askForPasskey(deps, 'signIn', step?.step === 'secondFactor' ? step.userId : null)
  return { ...options }
}

/** Both halves at once, or the second one of the person who has shown the first. */
export async function signInByPasskey(
  deps: Deps,
  { answer }: InputOf<typeof SignInByPasskey>,
  call: CookieCall,
): Promise<Me> {
  await deps.limits.take(PER_ADDRESS, call.remoteAddress)
  const step = await findStep(deps, deps.db, call)
  const atSecond = step?.step === 'secondFactor' ? step : undefined
  const userId = await checkPasskey(deps, 'signIn', atSecond?.userId ?? null, answer)
  await deps.db.transaction(async (tx) => {
    if (atSecond) {
      await recordOwn(deps, tx, userId, 'auth.signedIn', { by: atSecond.openedBy, secondFactor: 'passkey' })
      return finishStep(deps, tx, atSecond, call)
    }
    const [active] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.id, userId), isNull(users.deactivatedAt)))
      .for('update')
    if (!active) throw new Refusal('unauthenticated', 'the passkey does not open this', { reason: 'passkey.unknown' })
    await endReplaced(deps, tx, call.sessionSecret)
    await recordOwn(deps, tx, userId, 'auth.signedIn', { by: 'passkey' })
    return beginSession(deps, tx, userId, call, 'passkey')
  })
  return readMe(deps, userId)
}

/** Ends the session that came along, if there is one, and a sign-in that is half done. */
export async function signOut(deps: Deps, actor: Actor | undefined, call: CookieCall): Promise<null> {
  await deps.db.transaction(async (tx) => {
    if (actor) {
      const ended = await endSessions(deps, tx, { sessionId: actor.sessionId })
      if (ended > 0) await recordOwn(deps, tx, actor.userId, 'auth.signedOut')
    }
    await endReplaced(deps, tx, call.sessionSecret)
  })
  call.clearSession()
  return null
}

/** Asked whenever the client starts: the moment at which the cookie's end moves along with the session's. */
export async function whoAmI(deps: Deps, actor: Actor | undefined, call: CookieCall): Promise<Me | null> {
  if (!actor || actor.guestOf !== undefined) return null
  call.keepSession(sessionEnd(deps))
  return readMe(deps, actor.userId)
}
