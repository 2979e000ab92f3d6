import { eq } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { Me } from '#protocol/auth'
import type { CompleteSetUp } from '#protocol/setup'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import { hashSecret, newSecret } from '../../platform/ids.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { CookieCall, Deps } from '../../realtime/feature.ts'
import { beginSession, checkNewPassword, countUsers, hashPassword, readMe } from '../auth/index.ts'
import { insertOrganisation, insertPerson } from '../orgs/index.ts'
import { setUpTokens } from './tables.ts'

const PER_ADDRESS: Limit = { name: 'setup.address', points: 30, perSeconds: 15 * 60 }

/** Makes the one-time token; an earlier one stops working. */
export async function issueSetUpToken({ db }: Pick<Deps, 'db'>): Promise<string> {
  const token = newSecret()
  const values = { tokenHash: hashSecret(token) }
  await db.insert(setUpTokens).values(values).onConflictDoUpdate({ target: setUpTokens.single, set: values })
  return token
}

export async function isSetUp(db: Queries): Promise<boolean> {
  return (await countUsers(db)) > 0
}

/** Makes the first organisation and its administrator, who also administrates the installation, and signs them in. */
export async function completeSetUp(deps: Deps, input: InputOf<typeof CompleteSetUp>, call: CookieCall): Promise<Me> {
  await deps.limits.take(PER_ADDRESS, call.remoteAddress)
  await checkNewPassword(input.password, { name: `${input.name} ${input.organisation.name}`, email: input.email })
  const passwordHash = await hashPassword(input.password)
  const userId = await deps.db.transaction(async (tx) => {
    await useUp(tx, input.token)
    const organisation = await insertOrganisation(tx, input.organisation)
    const person = { name: input.name, email: input.email, passwordHash, installationAdmin: true }
    const id = await insertPerson(tx, person, { organisationId: organisation.id, role: 'admin' })
    const subject = { kind: 'organisation', id: organisation.id }
    recordAudit(deps, tx, { event: 'setup.completed', actorId: id, subject })
    return id
  })
  await beginSession(deps, deps.db, userId, call)
  return readMe(deps, userId)
}

/** Takes the token: for exactly one caller, and never when there are people already. Wrong and used up alike: `gone`. */
export async function useUp(tx: Transaction, token: string): Promise<void> {
  const taken = await tx
    .delete(setUpTokens)
    .where(eq(setUpTokens.tokenHash, hashSecret(token)))
    .returning()
  if (taken.length === 0 || (await isSetUp(tx))) throw new Refusal('gone', 'the set-up link is used up')
}
