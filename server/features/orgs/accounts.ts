import { and, count, eq, isNull } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import {
  OrganisationChanged,
  type AddOrganisationPerson,
  type OrganisationPerson,
  type OrganisationRole,
  type RenewWelcomeLink,
  type SetOrganisationRole,
  type SetPersonActive,
} from '#protocol/orgs'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { createUser, issueWelcomeLink, lockUser, setUserActive, users, type NewUser } from '../auth/index.ts'
import { accessOrganisation, lockOrganisation, lockPerson } from './access.ts'
import { readPerson } from './directory.ts'
import { handOver } from './handing-over.ts'
import { keepInstallationAdmin, lockInstallationRoles } from './installation-people.ts'
import { personDeactivated } from './lifecycle.ts'
import { organisationPeople } from './tables.ts'
import { mailWelcomeLink } from './welcome-mail.ts'

export async function addPerson(
  deps: Deps,
  actor: Actor,
  { organisationId, name, email, role }: InputOf<typeof AddOrganisationPerson>,
): Promise<OutputOf<typeof AddOrganisationPerson>> {
  await accessOrganisation(deps.db, actor, organisationId, 'organisation.managePeople')
  const added = await deps.db.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    await accessOrganisation(tx, actor, organisationId, 'organisation.managePeople')
    const id = await insertPerson(tx, { name, email }, { organisationId, role })
    const link = await issueWelcomeLink(deps, tx, id)
    record(deps, tx, actor, { event: 'orgs.personAdded', organisationId, personId: id, details: { role } })
    return { person: await readPerson(tx, id), link }
  })
  return { ...added, mailed: await mailWelcomeLink(deps, actor, added) }
}

/** An account that belongs to an organisation. */
export async function insertPerson(
  tx: Queries,
  user: NewUser,
  place: { organisationId: string; role: OrganisationRole },
): Promise<string> {
  const userId = await createUser(tx, user)
  await tx.insert(organisationPeople).values({ userId, ...place })
  return userId
}

export async function renewWelcomeLink(
  deps: Deps,
  actor: Actor,
  personId: string,
): Promise<OutputOf<typeof RenewWelcomeLink>> {
  const renewed = await deps.db.transaction(async (tx) => {
    const { organisationId } = await lockPerson(tx, actor, personId)
    const person = await readPerson(tx, personId)
    if (person.state === 'deactivated') throw new Refusal('conflict', 'the account is locked')
    record(deps, tx, actor, { event: 'orgs.linkRenewed', organisationId, personId })
    return { person, link: await issueWelcomeLink(deps, tx, personId) }
  })
  return { link: renewed.link, mailed: await mailWelcomeLink(deps, actor, renewed) }
}

export async function setRole(
  deps: Deps,
  actor: Actor,
  { personId, role }: InputOf<typeof SetOrganisationRole>,
): Promise<OrganisationPerson> {
  return deps.db.transaction(async (tx) => {
    const { organisationId } = await lockPerson(tx, actor, personId)
    const before = await readPerson(tx, personId)
    if (before.role === role) return before
    await tx.update(organisationPeople).set({ role }).where(eq(organisationPeople.userId, personId))
    await keepAdmin(tx, organisationId)
    record(deps, tx, actor, {
      event: 'orgs.roleChanged',
      organisationId,
      personId,
      details: { from: before.role, to: role },
    })
    tellOrganisationChanged(deps, tx, [personId])
    return { ...before, role }
  })
}

export async function setPersonActive(
  deps: Deps,
  actor: Actor,
  { personId, active, successors = [] }: InputOf<typeof SetPersonActive>,
): Promise<OrganisationPerson> {
  return deps.db.transaction(async (tx) => {
    // Two administrators who lock each other's accounts at once would otherwise leave nobody.
    const { organisationId } = await lockPerson(tx, actor, personId)
    const before = await readPerson(tx, personId)
    if ((before.state !== 'deactivated') === active) return before
    if (active) await setUserActive(deps, tx, personId, true)
    else await deactivate(deps, tx, { actor, organisationId, from: personId, successors })
    const event = active ? 'orgs.personActivated' : 'orgs.personDeactivated'
    record(deps, tx, actor, { event, organisationId, personId })
    return readPerson(tx, personId)
  })
}

async function deactivate(deps: Deps, tx: Transaction, leaving: Parameters<typeof handOver>[2]): Promise<void> {
  const { actor, organisationId, from } = leaving
  await lockInstallationRoles(tx)
  await lockUser(tx, from)
  const handed = await handOver(deps, tx, leaving)
  await setUserActive(deps, tx, from, false)
  await keepAdmin(tx, organisationId)
  await keepInstallationAdmin(tx)
  await personDeactivated(deps, tx, { userId: from, organisationId })
  for (const { kind, id, successorId } of handed) {
    const details = { from, to: successorId }
    const subject = { kind, id }
    recordAudit(deps, tx, { event: 'orgs.handedOver', actorId: actor.userId, organisationId, subject, details })
  }
}

export async function keepAdmin(tx: Transaction, organisationId: string): Promise<void> {
  if ((await countAdmins(tx, organisationId)) === 0)
    throw new Refusal('conflict', 'an organisation keeps an administrator')
}

/** Of those who are active. */
export async function countAdmins(tx: Transaction, organisationId: string): Promise<number> {
  const [row] = await tx
    .select({ admins: count() })
    .from(organisationPeople)
    .innerJoin(users, eq(users.id, organisationPeople.userId))
    .where(
      and(
        eq(organisationPeople.organisationId, organisationId),
        eq(organisationPeople.role, 'admin'),
        isNull(users.deactivatedAt),
      ),
    )
  return row?.admins ?? 0
}

/** After the commit these people's clients read anew what they may administrate. */
export function tellOrganisationChanged(deps: Deps, tx: Transaction, userIds: readonly string[]): void {
  tx.afterCommit(() => {
    for (const userId of userIds) deps.publish.hint(`user:${userId}`, OrganisationChanged, {})
  })
}

interface Recorded {
  event: string
  organisationId: string
  personId: string
  details?: Record<string, string>
}

function record(deps: Deps, tx: Transaction, actor: Actor, recorded: Recorded): void {
  const { event, organisationId, personId, details = {} } = recorded
  const subject = { kind: 'person', id: personId }
  recordAudit(deps, tx, { event, actorId: actor.userId, organisationId, subject, details })
}
