import { and, eq, sql } from 'drizzle-orm'
import { allows, type RightAt, type RoleAt } from '#wire/permissions'
import { Refusal } from '#wire/refusal'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import { hasArrived, users } from '../auth/index.ts'
import { organisationPeople, organisations } from './tables.ts'

/**
 * The only door to an organisation. Until its first person has come, the installation's administrators are also its own: somebody
 * must bring that person in.
 */
export async function accessOrganisation(
  db: Queries,
  actor: Actor,
  organisationId: string,
  right: RightAt<'organisation'>,
): Promise<{ roles: readonly RoleAt<'organisation'>[] }> {
  const roles = await organisationRoles(db, actor, organisationId)
  if (roles.length === 0) throw new Refusal('not_found', 'no such organisation')
  if (!allows<'organisation'>(right, roles)) throw new Refusal('forbidden', `needs ${right}`)
  return { roles }
}

async function organisationRoles(
  db: Queries,
  actor: Actor,
  organisationId: string,
): Promise<readonly RoleAt<'organisation'>[]> {
  const [own] = await db
    .select({ role: organisationPeople.role })
    .from(organisationPeople)
    .where(and(eq(organisationPeople.organisationId, organisationId), eq(organisationPeople.userId, actor.userId)))
  const roles: RoleAt<'organisation'>[] = own ? [own.role] : []
  if (!(await isInstallationAdmin(db, actor))) return roles
  const people = await countArrived(db, organisationId)
  if (people === undefined) return roles
  return people === 0 ? [...roles, 'keeper', 'admin'] : [...roles, 'keeper']
}

/**
 * The organisation of a person whose administrator the actor is; to anybody else the person is not there. Whoever administrates an organisation
 * has no hold on a colleague with a role at the installation: a new welcome link would make them their successor.
 */
export async function accessPerson(db: Queries, actor: Actor, personId: string): Promise<{ organisationId: string }> {
  const [found] = await db
    .select({
      organisationId: organisationPeople.organisationId,
      ofInstallation: sql<boolean>`${users.installationAdmin} or ${users.installationAuditor}`,
    })
    .from(organisationPeople)
    .innerJoin(users, eq(users.id, organisationPeople.userId))
    .where(eq(organisationPeople.userId, personId))
  const roles = found ? await organisationRoles(db, actor, found.organisationId) : []
  if (!found || !allows<'organisation'>('organisation.managePeople', roles))
    throw new Refusal('not_found', 'no such person')
  if (found.ofInstallation && !(await isInstallationAdmin(db, actor))) {
    throw new Refusal('forbidden', 'has a role at the installation')
  }
  return { organisationId: found.organisationId }
}

/**
 * Changes of an organisation's people and rules queue here. Rights are asked after it: whoever lost them a moment ago has none
 * left. Rows that only point to the organisation do not wait for it: they are made under other locks.
 */
export async function lockOrganisation(tx: Transaction, organisationId: string): Promise<void> {
  await tx.execute(sql`select 1 from ${organisations} where ${organisations.id} = ${organisationId} for no key update`)
}

/** The organisation of a person, locked, and asked about after that. See `accessPerson`. */
export async function lockPerson(tx: Transaction, actor: Actor, personId: string): Promise<{ organisationId: string }> {
  const before = await accessPerson(tx, actor, personId)
  await lockOrganisation(tx, before.organisationId)
  return accessPerson(tx, actor, personId)
}

/** Administrators of the installation manage organisations and settings; they read nothing of them. */
export async function accessInstallation(
  db: Queries,
  actor: Actor,
  right: RightAt<'installation'>,
): Promise<{ roles: readonly RoleAt<'installation'>[] }> {
  const roles = await installationRoles(db, actor)
  if (roles.length === 0) throw new Refusal('not_found', 'no such command for you')
  if (!allows<'installation'>(right, roles)) throw new Refusal('forbidden', `needs ${right}`)
  return { roles }
}

async function installationRoles(db: Queries, { userId }: Actor): Promise<RoleAt<'installation'>[]> {
  const [user] = await db
    .select({ admin: users.installationAdmin, auditor: users.installationAuditor })
    .from(users)
    .where(eq(users.id, userId))
  return [...(user?.admin ? (['admin'] as const) : []), ...(user?.auditor ? (['auditor'] as const) : [])]
}

export async function isInstallationAdmin(db: Queries, actor: Actor): Promise<boolean> {
  return (await installationRoles(db, actor)).includes('admin')
}

/** How many of its people have come in; undefined: no such organisation. */
async function countArrived(db: Queries, organisationId: string): Promise<number | undefined> {
  const [found] = await db
    .select({ people: sql<number>`(count(*) filter (where ${hasArrived}))::int` })
    .from(organisations)
    .leftJoin(organisationPeople, eq(organisationPeople.organisationId, organisations.id))
    .leftJoin(users, eq(users.id, organisationPeople.userId))
    .where(eq(organisations.id, organisationId))
    .groupBy(organisations.id)
  return found?.people
}
