import { and, eq, sql } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import { users } from '../auth/index.ts'
import { organisationPeople, organisations } from './tables.ts'

/** The only door to an organisation's people: its own administrators. Until its first person has come, also the installation's. */
export async function accessPeople(db: Queries, actor: Actor, organisationId: string): Promise<void> {
  const [own] = await db
    .select({ role: organisationPeople.role })
    .from(organisationPeople)
    .where(and(eq(organisationPeople.organisationId, organisationId), eq(organisationPeople.userId, actor.userId)))
  if (own?.role === 'admin') return
  if ((await isInstallationAdmin(db, actor)) && (await isBeginning(db, organisationId))) return
  throw new Refusal('not_found', 'no such organisation')
}

/**
 * The organisation of a person the actor administrates. Whoever administrates an organisation has no hold on a colleague who
 * administrates the installation: a new welcome link would make them their successor.
 */
export async function accessPerson(db: Queries, actor: Actor, personId: string): Promise<{ organisationId: string }> {
  const [found] = await db
    .select({ organisationId: organisationPeople.organisationId, ofInstallation: users.installationAdmin })
    .from(organisationPeople)
    .innerJoin(users, eq(users.id, organisationPeople.userId))
    .where(eq(organisationPeople.userId, personId))
  if (!found) throw new Refusal('not_found', 'no such person')
  await accessPeople(db, actor, found.organisationId)
  if (found.ofInstallation && !(await isInstallationAdmin(db, actor))) {
    throw new Refusal('forbidden', 'administrates the installation')
  }
  return { organisationId: found.organisationId }
}

/** Administrators of the installation manage organisations; they read nothing of them. */
export async function accessInstallation(db: Queries, actor: Actor): Promise<void> {
  if (!(await isInstallationAdmin(db, actor))) throw new Refusal('not_found', 'no such command for you')
}

export async function isInstallationAdmin(db: Queries, actor: Actor): Promise<boolean> {
  const [user] = await db.select({ admin: users.installationAdmin }).from(users).where(eq(users.id, actor.userId))
  return user?.admin ?? false
}

/** Nobody of the organisation has used their welcome link yet. */
async function isBeginning(db: Queries, organisationId: string): Promise<boolean> {
  const [found] = await db
    .select({ people: sql<number>`count(${users.passwordHash})::int` })
    .from(organisations)
    .leftJoin(organisationPeople, eq(organisationPeople.organisationId, organisations.id))
    .leftJoin(users, eq(users.id, organisationPeople.userId))
    .where(eq(organisations.id, organisationId))
    .groupBy(organisations.id)
  return found?.people === 0
}
