import { and, asc, eq, isNull, or, sql } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import { MeChanged } from '#protocol/auth'
import type { InstallationPerson, SetInstallationRoles } from '#protocol/orgs'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { findUserByEmail, personEmail, readMe, users } from '../auth/index.ts'
import { accessInstallation } from './access.ts'
import { personColumns } from './people.ts'
import { organisationPeople, organisations } from './tables.ts'

/** Any number that nothing else in the database locks on. */
const ROLES_LOCK = 4_127_005
/** Addresses somebody may try: no way to find out who has an account. */
const APPOINTED: Limit = { name: 'orgs.setInstallationRoles', points: 30, perSeconds: 60 * 60 }

/** Changes of who administrates the installation queue here. */
export async function lockInstallationRoles(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${ROLES_LOCK})`)
}

export async function keepInstallationAdmin(tx: Transaction): Promise<void> {
  const found = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.installationAdmin, true), isNull(users.deactivatedAt)))
    .limit(1)
  if (found.length === 0) throw new Refusal('conflict', 'an installation keeps an administrator')
}

export async function listInstallationPeople({ db }: Deps, actor: Actor): Promise<InstallationPerson[]> {
  await accessInstallation(db, actor, 'installation.manage')
  return selectPeople(db)
}

/** Not through their organisation: it answers for the person, the installation for its own roles. */
export async function setInstallationRoles(
  deps: Deps,
  actor: Actor,
  { email, admin, auditor }: InputOf<typeof SetInstallationRoles>,
): Promise<InstallationPerson[]> {
  await accessInstallation(deps.db, actor, 'installation.manage')
  await deps.limits.take(APPOINTED, actor.userId)
  return deps.db.transaction(async (tx) => {
    await lockInstallationRoles(tx)
    await accessInstallation(tx, actor, 'installation.manage')
    const found = await findUserByEmail(tx, email)
    // Whoever is locked can lose a role, and gets none.
    if (!found || (!found.active && (admin || auditor)))
      throw new Refusal('not_found', 'nobody with this address', { field: 'email' })
    await tx.update(users).set({ installationAdmin: admin, installationAuditor: auditor }).where(eq(users.id, found.id))
    await keepInstallationAdmin(tx)
    const subject = { kind: 'person', id: found.id }
    const details = { admin, auditor }
    recordAudit(deps, tx, { event: 'orgs.installationRolesSet', actorId: actor.userId, subject, details })
    const me = await readMe({ db: tx }, found.id)
    tx.afterCommit(() => deps.publish.hint(`user:${found.id}`, MeChanged, me))
    return selectPeople(tx)
  })
}

async function selectPeople(db: Queries): Promise<InstallationPerson[]> {
  return db
    .select({
      ...personColumns,
      email: personEmail,
      admin: users.installationAdmin,
      auditor: users.installationAuditor,
    })
    .from(users)
    .leftJoin(organisationPeople, eq(organisationPeople.userId, users.id))
    .leftJoin(organisations, eq(organisations.id, organisationPeople.organisationId))
    .where(or(users.installationAdmin, users.installationAuditor))
    .orderBy(asc(users.sortName), asc(users.id))
}
