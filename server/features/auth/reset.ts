import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import type { InputOf, OutputOf } from '#wire/command'
import { AskPasswordReset, ReadPasswordReset, ReadPasswordResetOffer, UsePasswordReset } from '#protocol/auth'
import type { Queries } from '../../platform/db.ts'
import { hashSecret, newSecret } from '../../platform/ids.ts'
import { normalMailAddress } from '../../platform/mail-address.ts'
import { queueMail, writeMails } from '../../platform/mail-queue.ts'
import type { MailMessage } from '../../platform/mail.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Call, Deps, Registry } from '../../realtime/feature.ts'
import { recordForAccount } from './audit.ts'
import { checkNewPassword } from './new-password.ts'
import { mayUsePassword } from './rules.ts'
import { hashPassword } from './passwords.ts'
import { changedMail, noPasswordMail, PasswordChangedMail, PasswordResetMail, resetMail } from './reset-mail.ts'
import { endSessions } from './sessions.ts'
import { passwordResets, personEmail, users } from './tables.ts'

const LINK_MS = 60 * 60 * 1_000

/** Mails to one mailbox, whoever asks for them. */
const PER_ACCOUNT: Limit = { name: 'reset.account', points: 5, perSeconds: 60 * 60 }
/** Asking from one line, which may be a whole town hall. */
const PER_LINE: Limit = { name: 'reset.address', points: 60, perSeconds: 15 * 60 }
/** Mails of the whole installation, whose mail server must not be taken for a sender of junk. */
const OF_ALL: Limit = { name: 'reset.all', points: 1_000, perSeconds: 60 * 60 }
const PER_LINK_LINE: Limit = { name: 'reset.link', points: 60, perSeconds: 15 * 60 }

export function registerReset(registry: Registry, deps: Deps): void {
  registry.handleOpen(ReadPasswordResetOffer, async () => ({ byMail: deps.mail.isConfigured }))
  registry.handleOpen(AskPasswordReset, (_actor, input, call) => askReset(deps, input, call))
  registry.handleOpen(ReadPasswordReset, (_actor, { token }, call) => readReset(deps, token, call))
  registry.handleOpen(UsePasswordReset, (_actor, input, call) => applyReset(deps, input, call))
  writeMails(deps, PasswordResetMail, { write: ({ email }) => writeReset(deps, email) })
  writeMails(deps, PasswordChangedMail, { write: ({ userId }) => writeChanged(deps, userId) })
}

/** Whether there is such an account is looked at later, off the request: the answer and its time are those of any address. */
async function askReset(deps: Deps, { email }: InputOf<typeof AskPasswordReset>, call: Call): Promise<null> {
  if (!deps.mail.isConfigured) throw new Refusal('unavailable', 'there is no mail server')
  const address = normalMailAddress(email)
  await deps.limits.take(PER_LINE, call.remoteAddress)
  await deps.limits.take(PER_ACCOUNT, address.toLowerCase())
  await deps.limits.take(OF_ALL, 'all')
  await queueMail(deps, deps.db, PasswordResetMail, { email: address })
  return null
}

type Account = Pick<typeof users.$inferSelect, 'id' | 'passwordHash' | 'language'> & { email: string }

/** Goes to the address of the account, never to the one that was typed: two spellings may be two mailboxes. */
async function writeReset(deps: Deps, email: string): Promise<MailMessage | undefined> {
  const account = await findAccount(deps.db, sql`lower(${users.email}) = lower(${email})`)
  if (!account) return undefined
  const origin = deps.config.publicUrl
  if (account.passwordHash === null || !(await mayUsePassword(deps, deps.db, account.id)))
    return noPasswordMail(account, origin)
  const token = await issueReset(deps, account)
  return resetMail(account, new URL(`/new-password/${token}`, origin))
}

async function writeChanged(deps: Deps, userId: string): Promise<MailMessage | undefined> {
  const account = await findAccount(deps.db, eq(users.id, userId))
  return account && changedMail(account, deps.config.publicUrl)
}

async function findAccount(db: Queries, which: ReturnType<typeof sql>): Promise<Account | undefined> {
  const [found] = await db
    .select({ id: users.id, email: personEmail, passwordHash: users.passwordHash, language: users.language })
    .from(users)
    .where(and(which, eq(users.kind, 'person'), isNull(users.deactivatedAt)))
  return found
}

/** A new link; an earlier one stops working. It is for the password of this moment: with a newer one it is over. */
async function issueReset(deps: Deps, { id, passwordHash }: Account): Promise<string> {
  const token = newSecret()
  const values = {
    tokenHash: hashSecret(token),
    passwordMark: markOf(passwordHash),
    expiresAt: new Date(deps.clock.now().getTime() + LINK_MS),
  }
  await deps.db.transaction(async (tx) => {
    await tx
      .insert(passwordResets)
      .values({ userId: id, ...values })
      .onConflictDoUpdate({ target: passwordResets.userId, set: values })
    await recordForAccount(deps, tx, id, { event: 'auth.passwordResetSent', actorId: null })
  })
  return token
}

async function readReset(deps: Deps, token: string, call: Call): Promise<OutputOf<typeof ReadPasswordReset>> {
  await deps.limits.take(PER_LINK_LINE, call.remoteAddress)
  const { email } = await findReset(deps, deps.db, token)
  return { email }
}

/** Signs nobody in: whoever has a second factor needs it as ever. */
async function applyReset(
  deps: Deps,
  { token, password }: InputOf<typeof UsePasswordReset>,
  call: Call,
): Promise<null> {
  await deps.limits.take(PER_LINK_LINE, call.remoteAddress)
  await checkNewPassword(password, await findReset(deps, deps.db, token))
  const passwordHash = await hashPassword(password)
  await deps.db.transaction(async (tx) => {
    const { id } = await findReset(deps, tx, token)
    await tx.delete(passwordResets).where(eq(passwordResets.userId, id))
    await tx.update(users).set({ passwordHash }).where(eq(users.id, id))
    await endSessions(deps, tx, { userId: id })
    await recordForAccount(deps, tx, id, { event: 'auth.passwordReset', actorId: id })
    if (deps.mail.isConfigured) await queueMail(deps, tx, PasswordChangedMail, { userId: id })
  })
  return null
}

/** Whom a link is for, locked. Unknown, used, expired, of a password that is no longer, of somebody without one: `gone`. */
async function findReset(deps: Deps, db: Queries, token: string): Promise<{ id: string; name: string; email: string }> {
  const [found] = await db
    .select({
      id: users.id,
      name: users.name,
      email: personEmail,
      passwordHash: users.passwordHash,
      passwordMark: passwordResets.passwordMark,
    })
    .from(passwordResets)
    .innerJoin(users, eq(users.id, passwordResets.userId))
    .where(
      and(
        eq(passwordResets.tokenHash, hashSecret(token)),
        gt(passwordResets.expiresAt, deps.clock.now()),
        isNull(users.deactivatedAt),
      ),
    )
    .for('update')
  const isGood = found && found.passwordMark === markOf(found.passwordHash)
  if (!isGood || !(await mayUsePassword(deps, db, found.id))) throw new Refusal('gone', 'the link is used up')
  return found
}

function markOf(passwordHash: string | null): string {
  return hashSecret(passwordHash ?? '')
}
