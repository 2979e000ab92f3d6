import { and, eq, gt, isNull, sql, type SQL } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import { postgresCode, type Queries, type Transaction } from '../../platform/db.ts'
import { hashSecret, newId, newSecret } from '../../platform/ids.ts'
import { isMailAddress, normalMailAddress } from '../../platform/mail-address.ts'
import type { Deps } from '../../realtime/feature.ts'
import { endSessions } from './sessions.ts'
import { passwordResets, personEmail, users, welcomeLinks } from './tables.ts'

/** How long a welcome link can be used. */
const LINK_MS = 14 * 24 * 60 * 60 * 1_000

export interface NewUser {
  name: string
  email: string
  passwordHash?: string
  installationAdmin?: boolean
}

/** Makes an account. A known address is refused as `conflict`, one that is not exactly one mailbox as `invalid`. */
export async function createUser(tx: Queries, user: NewUser): Promise<string> {
  const id = newId()
  const email = normalMailAddress(user.email)
  if (!isMailAddress(email)) throw new Refusal('invalid', 'not one mailbox', { field: 'email' })
  try {
    await tx.insert(users).values({ ...user, id, email, name: user.name.trim() })
  } catch (error) {
    if (postgresCode(error) === '23505') throw new Refusal('conflict', 'the address is known', { field: 'email' })
    throw error
  }
  return id
}

/** Makes the account of a program: nobody can sign in with it. */
export async function createProgramAccount(tx: Queries, name: string): Promise<string> {
  const id = newId()
  await tx.insert(users).values({ id, kind: 'program', name: name.trim() })
  return id
}

/** A new welcome link for somebody; an earlier one stops working. The path below the public URL. */
export async function issueWelcomeLink({ clock }: Pick<Deps, 'clock'>, tx: Queries, userId: string): Promise<string> {
  const token = newSecret()
  const values = { tokenHash: hashSecret(token), expiresAt: new Date(clock.now().getTime() + LINK_MS) }
  await tx
    .insert(welcomeLinks)
    .values({ userId, ...values })
    .onConflictDoUpdate({ target: welcomeLinks.userId, set: values })
  return `/welcome/${token}`
}

/** Whom a link is for. Unknown, used, expired and of somebody deactivated: `gone`. */
export async function findWelcomed(
  { clock }: Pick<Deps, 'clock'>,
  db: Queries,
  token: string,
): Promise<{ id: string; name: string; email: string }> {
  const [found] = await db
    .select({ id: users.id, name: users.name, email: personEmail })
    .from(welcomeLinks)
    .innerJoin(users, eq(users.id, welcomeLinks.userId))
    .where(
      and(
        eq(welcomeLinks.tokenHash, hashSecret(token)),
        gt(welcomeLinks.expiresAt, clock.now()),
        isNull(users.deactivatedAt),
      ),
    )
  if (!found) throw new Refusal('gone', 'the link is used up')
  return found
}

/** Uses the link up: true for exactly one caller. */
export async function takeWelcomeLink(tx: Queries, token: string): Promise<boolean> {
  const taken = await tx
    .delete(welcomeLinks)
    .where(eq(welcomeLinks.tokenHash, hashSecret(token)))
    .returning()
  return taken.length === 1
}

/** Deactivates or reactivates. All sessions end at once, and a link that is still out does not outlive the lock. */
export async function setUserActive(deps: Deps, tx: Transaction, userId: string, active: boolean): Promise<void> {
  await tx
    .update(users)
    .set({ deactivatedAt: active ? null : deps.clock.now() })
    .where(eq(users.id, userId))
  if (active) return
  await tx.delete(welcomeLinks).where(eq(welcomeLinks.userId, userId))
  await tx.delete(passwordResets).where(eq(passwordResets.userId, userId))
  await endSessions(deps, tx, { userId })
}

/** The account is no more, and with it what was the person's alone. Whatever must stay points to somebody else by now. */
export async function deleteUser(tx: Transaction, userId: string): Promise<void> {
  await tx.delete(users).where(eq(users.id, userId))
}

/**
 * Whether somebody's account is open, and stays so until the transaction ends. Whoever locks an account does so under the same
 * lock, taken before any other thing of the person.
 */
export async function holdActive(tx: Transaction, userId: string): Promise<boolean> {
  const [user] = await tx
    .select({ deactivatedAt: users.deactivatedAt })
    .from(users)
    .where(eq(users.id, userId))
    .for('share')
  return user?.deactivatedAt === null
}

/** From here on nobody counts on this account's being open. */
export async function lockUser(tx: Transaction, userId: string): Promise<void> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('no key update')
}

export async function findUserByEmail(
  db: Queries,
  email: string,
): Promise<{ id: string; active: boolean } | undefined> {
  const [found] = await db
    .select({ id: users.id, deactivatedAt: users.deactivatedAt })
    .from(users)
    .where(sql`lower(${users.email}) = lower(${normalMailAddress(email)})`)
  return found && { id: found.id, active: found.deactivatedAt === null }
}

/** People, without programs. */
export async function countUsers(db: Queries): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(users)
    .where(eq(users.kind, 'person'))
  return row?.count ?? 0
}

/** Notes that somebody comes in with the account of their town. */
export async function markSsoUser({ clock }: Pick<Deps, 'clock'>, tx: Queries, userId: string): Promise<void> {
  await tx
    .update(users)
    .set({ ssoSince: clock.now() })
    .where(and(eq(users.id, userId), isNull(users.ssoSince)))
}

/** Whether the owner of an account has come in at least once, in whatever way. */
export const hasArrived: SQL<boolean> = sql`(${users.passwordHash} is not null or ${users.ssoSince} is not null)`
