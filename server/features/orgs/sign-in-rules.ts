import { and, eq, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { ReadSignInRules, SetSecondFactorRule, SignInRules } from '#protocol/orgs'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import {
  endSessions,
  endSessionsOpenedBy,
  limitSessions,
  passkeys,
  provideSignInRules,
  removeSecondFactors,
  totpFactors,
  users,
} from '../auth/index.ts'
import { accessOrganisation, lockOrganisation, lockPerson } from './access.ts'
import { organisationPeople, organisations, type SecondFactorRuleName } from './tables.ts'

/** So long whoever is signed in without the second factor they now need can go on. */
const GRACE_MS = 7 * 24 * 60 * 60 * 1_000

/** What `auth` asks at every sign-in: the rules of the person's organisation; without one there are none. */
export function provideRules(deps: Deps): void {
  provideSignInRules(deps, async (db, userId) => {
    const [found] = await db
      .select({
        secondFactor: organisations.secondFactor,
        localSignIn: organisations.localSignIn,
        role: organisationPeople.role,
        ofInstallation: users.installationAdmin,
      })
      .from(organisationPeople)
      .innerJoin(organisations, eq(organisations.id, organisationPeople.organisationId))
      .innerJoin(users, eq(users.id, organisationPeople.userId))
      .where(eq(organisationPeople.userId, userId))
    if (!found) return { secondFactor: 'optional', localSignIn: 'allowed' }
    const { secondFactor, localSignIn, role, ofInstallation } = found
    const needs = secondFactor === 'everybody' || (secondFactor === 'admins' && (role === 'admin' || ofInstallation))
    return {
      secondFactor: needs ? 'required' : 'optional',
      // When the provider is down or set up wrongly, somebody must get in to mend it.
      localSignIn: ofInstallation ? 'allowed' : localSignIn,
    }
  })
}

export async function readSignInRules(
  { db }: Deps,
  actor: Actor,
  organisationId: string,
): Promise<OutputOf<typeof ReadSignInRules>> {
  await accessOrganisation(db, actor, organisationId, 'organisation.manage')
  const [rules] = await db
    .select({ secondFactor: organisations.secondFactor, localSignIn: organisations.localSignIn })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
  if (!rules) throw new Refusal('not_found', 'no such organisation')
  const [admins, everybody] = await Promise.all([
    peopleWithout(db, organisationId, 'admins'),
    peopleWithout(db, organisationId, 'everybody'),
  ])
  return { rules, without: { admins: admins.length, everybody: everybody.length } }
}

export async function setSecondFactorRule(
  deps: Deps,
  actor: Actor,
  { organisationId, secondFactor }: InputOf<typeof SetSecondFactorRule>,
): Promise<SignInRules> {
  return deps.db.transaction(async (tx) => {
    const before = await lockRules(tx, actor, organisationId)
    await tx.update(organisations).set({ secondFactor }).where(eq(organisations.id, organisationId))
    const all = await peopleOf(tx, organisationId)
    await limitSessions(tx, all, null)
    const endsAt = new Date(deps.clock.now().getTime() + GRACE_MS)
    await limitSessions(tx, await peopleWithout(tx, organisationId, secondFactor), endsAt)
    record(deps, tx, actor, organisationId, { secondFactor })
    return { ...before, secondFactor }
  })
}

/**
 * Whether its people may sign in here at all. For the feature that gives an organisation a provider of its own; the caller has
 * checked the right. Forbidding ends at once what they opened by password or passkey, but for the session that forbids.
 */
export async function setLocalSignIn(
  deps: Deps,
  tx: Transaction,
  actor: Actor,
  { organisationId, localSignIn }: { organisationId: string; localSignIn: SignInRules['localSignIn'] },
): Promise<void> {
  await tx.update(organisations).set({ localSignIn }).where(eq(organisations.id, organisationId))
  if (localSignIn === 'forbidden') {
    const userIds = await peopleOf(tx, organisationId, eq(users.installationAdmin, false))
    const proofs = ['password', 'passkey', 'link'] as const
    await endSessionsOpenedBy(deps, tx, { userIds, proofs, except: actor.sessionId })
  }
  record(deps, tx, actor, organisationId, { localSignIn })
}

/** Somebody has lost their second factors. Whoever takes them away could sign in as them next, and says so in the audit log. */
export async function removeFactors(deps: Deps, actor: Actor, personId: string): Promise<null> {
  await deps.db.transaction(async (tx) => {
    const { organisationId } = await lockPerson(tx, actor, personId)
    // One's own are guarded by a proof: see the own settings.
    if (personId === actor.userId) throw new Refusal('forbidden', 'not one’s own')
    await removeSecondFactors(tx, personId)
    await endSessions(deps, tx, { userId: personId })
    recordAudit(deps, tx, {
      event: 'orgs.secondFactorsRemoved',
      actorId: actor.userId,
      organisationId,
      subject: { kind: 'person', id: personId },
    })
  })
  return null
}

async function lockRules(tx: Transaction, actor: Actor, organisationId: string): Promise<SignInRules> {
  await lockOrganisation(tx, organisationId)
  await accessOrganisation(tx, actor, organisationId, 'organisation.manage')
  const [rules] = await tx
    .select({ secondFactor: organisations.secondFactor, localSignIn: organisations.localSignIn })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
  if (!rules) throw new Refusal('not_found', 'no such organisation')
  return rules
}

function record(
  deps: Deps,
  tx: Transaction,
  { userId }: Actor,
  organisationId: string,
  details: Partial<SignInRules>,
): void {
  const subject = { kind: 'organisation', id: organisationId }
  recordAudit(deps, tx, { event: 'orgs.signInRulesChanged', actorId: userId, organisationId, subject, details })
}

async function peopleOf(db: Queries, organisationId: string, condition?: SQL): Promise<string[]> {
  const rows = await db
    .select({ id: users.id })
    .from(organisationPeople)
    .innerJoin(users, eq(users.id, organisationPeople.userId))
    .where(and(eq(organisationPeople.organisationId, organisationId), condition))
  return rows.map(({ id }) => id)
}

/** Who of them would need a second factor and has none. Whoever only ever came by the provider needs none of ours. */
async function peopleWithout(db: Queries, organisationId: string, rule: SecondFactorRuleName): Promise<string[]> {
  if (rule === 'optional') return []
  const concerned =
    rule === 'admins' ? or(eq(organisationPeople.role, 'admin'), eq(users.installationAdmin, true)) : undefined
  const has = sql`exists (select 1 from ${passkeys} where ${passkeys.userId} = ${users.id})
    or exists (select 1 from ${totpFactors} where ${and(eq(totpFactors.userId, users.id), isNotNull(totpFactors.confirmedAt))})`
  return peopleOf(
    db,
    organisationId,
    and(concerned, isNotNull(users.passwordHash), isNull(users.deactivatedAt), sql`not (${has})`),
  )
}
