import { and, eq } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { BeginPasskey, FinishPasskey, FinishSetUpTotp, NewTotp, RenamePasskey, Security } from '#protocol/auth'
import type { Static } from 'typebox'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { CookieCall, Deps } from '../../realtime/feature.ts'
import { PER_SECOND_FACTOR } from './guessing.ts'
import { readMe } from './own-account.ts'
import { addPasskey, listPasskeys, offerPasskey } from './passkeys.ts'
import { requireProof } from './proof.ts'
import { recordOwn } from './audit.ts'
import { countRecoveryCodes, issueRecoveryCodes } from './recovery-codes.ts'
import { readRules } from './rules.ts'
import { limitSessions, renewSession } from './sessions.ts'
import { finishStep, needStep, secondFactorsOf } from './steps.ts'
import { passkeys, recoveryCodes, totpFactors, users } from './tables.ts'
import { beginTotp, confirmTotp } from './totp.ts'

type SetUp = OutputOf<typeof FinishSetUpTotp>
type Options = OutputOf<typeof BeginPasskey>
type Registered = InputOf<typeof FinishPasskey>

export async function readSecurity(deps: Deps, { userId }: Actor): Promise<Security> {
  const { db } = deps
  const [user] = await db.select({ hash: users.passwordHash }).from(users).where(eq(users.id, userId))
  const rules = await readRules(deps, db, userId)
  const kinds = await secondFactorsOf(db, userId)
  return {
    password: user?.hash !== null,
    totp: kinds.includes('totp'),
    passkeys: await listPasskeys(db, userId),
    recoveryCodesLeft: await countRecoveryCodes(db, userId),
    secondFactorRequired: rules.secondFactor === 'required',
    localSignIn: rules.localSignIn === 'allowed',
  }
}

/** Whoever is not let in without one yet: by the cookie of that step. */
export async function setUpTotp(deps: Deps, call: CookieCall): Promise<Static<typeof NewTotp>> {
  const { userId } = await needStep(deps, call, 'setUp')
  return beginTotp(deps, userId)
}

export async function finishSetUpTotp(deps: Deps, code: string, call: CookieCall): Promise<SetUp> {
  const step = await needStep(deps, call, 'setUp')
  return finishSetUp(deps, step, call, (tx) => confirmTotp(deps, tx, step.userId, code), 'auth.totpAdded')
}

export async function setUpPasskey(deps: Deps, call: CookieCall): Promise<Options> {
  const { userId } = await needStep(deps, call, 'setUp')
  return { ...(await offerPasskey(deps, userId)) }
}

export async function finishSetUpPasskey(deps: Deps, input: Registered, call: CookieCall): Promise<SetUp> {
  const step = await needStep(deps, call, 'setUp')
  const add = async (tx: Transaction) => void (await addPasskey(deps, tx, step.userId, input))
  return finishSetUp(deps, step, call, add, 'auth.passkeyAdded')
}

async function finishSetUp(
  deps: Deps,
  step: Awaited<ReturnType<typeof needStep>>,
  call: CookieCall,
  add: (tx: Transaction) => Promise<void>,
  event: string,
): Promise<SetUp> {
  const { userId } = step
  return deps.db.transaction(async (tx) => {
    await add(tx)
    const codes = await afterAdding(deps, tx, userId, event)
    await recordOwn(deps, tx, userId, 'auth.signedIn', { by: step.openedBy, secondFactor: 'new' })
    // Last: its cookie would go out with a refusal too.
    await finishStep(deps, tx, step, call)
    return { me: await readMe({ db: tx }, userId), recoveryCodes: codes }
  })
}

export async function startTotp(deps: Deps, actor: Actor): Promise<Static<typeof NewTotp>> {
  await requireProof(deps, actor)
  return beginTotp(deps, actor.userId)
}

export async function finishTotp(
  deps: Deps,
  actor: Actor,
  code: string,
  call: CookieCall,
): Promise<{ recoveryCodes: string[] }> {
  await deps.limits.take(PER_SECOND_FACTOR, actor.userId)
  const confirm = (tx: Transaction) => confirmTotp(deps, tx, actor.userId, code)
  const added = await finishAdding(deps, actor, call, confirm, 'auth.totpAdded')
  await deps.limits.clear(PER_SECOND_FACTOR, actor.userId)
  return added
}

export async function startPasskey(deps: Deps, actor: Actor): Promise<Options> {
  await requireProof(deps, actor)
  return { ...(await offerPasskey(deps, actor.userId)) }
}

export async function finishPasskey(
  deps: Deps,
  actor: Actor,
  input: Registered,
  call: CookieCall,
): Promise<{ recoveryCodes: string[] }> {
  const add = async (tx: Transaction) => void (await addPasskey(deps, tx, actor.userId, input))
  return finishAdding(deps, actor, call, add, 'auth.passkeyAdded')
}

async function finishAdding(
  deps: Deps,
  actor: Actor,
  call: CookieCall,
  add: (tx: Transaction) => Promise<void>,
  event: string,
): Promise<{ recoveryCodes: string[] }> {
  return deps.db.transaction(async (tx) => {
    await lockPerson(tx, actor.userId)
    await add(tx)
    const codes = await afterAdding(deps, tx, actor.userId, event)
    await renewSession(deps, tx, actor, call)
    return { recoveryCodes: codes }
  })
}

/** With the first second factor come the codes for the day it is lost, and what its absence had limited is over. */
async function afterAdding(deps: Deps, tx: Transaction, userId: string, event: string): Promise<string[]> {
  await recordOwn(deps, tx, userId, event)
  await limitSessions(tx, [userId], null)
  return (await countRecoveryCodes(tx, userId)) > 0 ? [] : issueRecoveryCodes(tx, userId)
}

export async function renewRecoveryCodes(deps: Deps, actor: Actor): Promise<{ recoveryCodes: string[] }> {
  await requireProof(deps, actor)
  return deps.db.transaction(async (tx) => {
    await lockPerson(tx, actor.userId)
    if ((await secondFactorsOf(tx, actor.userId)).length === 0) throw new Refusal('conflict', 'no second factor')
    await recordOwn(deps, tx, actor.userId, 'auth.recoveryCodesRenewed')
    return { recoveryCodes: await issueRecoveryCodes(tx, actor.userId) }
  })
}

export async function removeTotp(deps: Deps, actor: Actor): Promise<null> {
  return removeOne(deps, actor, 'auth.totpRemoved', async (tx) => {
    const removed = await tx.delete(totpFactors).where(eq(totpFactors.userId, actor.userId)).returning()
    return removed.length > 0
  })
}

export async function removePasskey(deps: Deps, actor: Actor, passkeyId: string): Promise<null> {
  return removeOne(deps, actor, 'auth.passkeyRemoved', async (tx) => {
    const removed = await tx.delete(passkeys).where(isOwn(actor, passkeyId)).returning()
    return removed.length > 0
  })
}

async function removeOne(
  deps: Deps,
  actor: Actor,
  event: string,
  remove: (tx: Transaction) => Promise<boolean>,
): Promise<null> {
  await requireProof(deps, actor)
  await deps.db.transaction(async (tx) => {
    await lockPerson(tx, actor.userId)
    if (!(await remove(tx))) throw new Refusal('not_found', 'no such second factor')
    if ((await secondFactorsOf(tx, actor.userId)).length === 0) {
      const { secondFactor } = await readRules(deps, tx, actor.userId)
      if (secondFactor === 'required')
        throw new Refusal('conflict', 'one second factor stays', { reason: 'secondFactor.required' })
      await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, actor.userId))
    }
    await recordOwn(deps, tx, actor.userId, event)
  })
  return null
}

export async function renamePasskey(
  { db }: Deps,
  actor: Actor,
  { passkeyId, name }: InputOf<typeof RenamePasskey>,
): Promise<null> {
  const renamed = await db
    .update(passkeys)
    .set({ name: name.trim() })
    .where(isOwn(actor, passkeyId))
    .returning({ id: passkeys.id })
  if (renamed.length === 0) throw new Refusal('not_found', 'no such passkey')
  return null
}

/** All of them, for somebody who has lost them. The caller says who did it, and ends their sessions. */
export async function removeSecondFactors(tx: Transaction, userId: string): Promise<void> {
  await lockPerson(tx, userId)
  for (const table of [totpFactors, recoveryCodes, passkeys]) await tx.delete(table).where(eq(table.userId, userId))
}

function isOwn({ userId }: Actor, passkeyId: string) {
  return and(eq(passkeys.id, passkeyId), eq(passkeys.userId, userId))
}

/** Of two who take away the last two second factors at once one is too late. */
async function lockPerson(tx: Queries, userId: string): Promise<void> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update')
}
