import { and, asc, count, eq, isNull, sql, type SQL } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type {
  AddOrganisationPerson,
  CreateOrganisation,
  Organisation,
  OrganisationPerson,
  OrganisationRole,
  SetPersonActive,
} from '#protocol/orgs'
import { recordAudit } from '../../platform/audit-log.ts'
import { newId } from '../../platform/ids.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { createUser, issueWelcomeLink, personEmail, setUserActive, users, type NewUser } from '../auth/index.ts'
import { accessInstallation, accessOrganisation, accessPerson, isInstallationAdmin } from './access.ts'
import { organisationPeople, organisations, type OrganisationKindName } from './tables.ts'

export async function listOrganisations({ db }: Deps, actor: Actor): Promise<Organisation[]> {
  return selectOrganisations(db, actor)
}

/** One the actor may know of; any other is not there. */
export async function readOrganisation(db: Queries, actor: Actor, id: string): Promise<Organisation> {
  const [found] = await selectOrganisations(db, actor, eq(organisations.id, id))
  if (!found) throw new Refusal('not_found', 'no such organisation')
  return found
}

/** The actor's own; all for whoever administrates the installation. */
async function selectOrganisations(db: Queries, actor: Actor, condition?: SQL): Promise<Organisation[]> {
  const all = await isInstallationAdmin(db, actor)
  const rows = await db
    .select({ organisation: organisations, myRole: organisationPeople.role })
    .from(organisations)
    .leftJoin(
      organisationPeople,
      and(eq(organisationPeople.organisationId, organisations.id), eq(organisationPeople.userId, actor.userId)),
    )
    .where(condition)
    .orderBy(asc(organisations.name))
  return rows.filter(({ myRole }) => all || myRole !== null).map(presentOrganisation)
}

function presentOrganisation(row: {
  organisation: typeof organisations.$inferSelect
  myRole: Organisation['myRole']
}): Organisation {
  const { id, name, kind, presence, typing } = row.organisation
  return { id, name, kind, myRole: row.myRole, policies: { presence, typing } }
}

export async function createOrganisation(
  deps: Deps,
  actor: Actor,
  input: InputOf<typeof CreateOrganisation>,
): Promise<Organisation> {
  return deps.db.transaction(async (tx) => {
    await accessInstallation(tx, actor, 'installation.manage')
    const { id } = await insertOrganisation(tx, input)
    const details = { kind: input.kind }
    const subject = { kind: 'organisation', id }
    recordAudit(deps, tx, { event: 'orgs.created', actorId: actor.userId, subject, details })
    return readOrganisation(tx, actor, id)
  })
}

export async function insertOrganisation(
  db: Queries,
  { name, kind }: { name: string; kind: OrganisationKindName },
): Promise<{ id: string }> {
  const id = newId()
  await db.insert(organisations).values({ id, name: name.trim(), kind })
  return { id }
}

export async function listPeople({ db }: Deps, actor: Actor, organisationId: string): Promise<OrganisationPerson[]> {
  await accessOrganisation(db, actor, organisationId, 'organisation.managePeople')
  return selectPeople(db)
    .where(eq(organisationPeople.organisationId, organisationId))
    .orderBy(asc(users.name))
    .then((rows) => rows.map(presentPerson))
}

export async function addPerson(
  deps: Deps,
  actor: Actor,
  { organisationId, name, email, role }: InputOf<typeof AddOrganisationPerson>,
): Promise<OutputOf<typeof AddOrganisationPerson>> {
  await accessOrganisation(deps.db, actor, organisationId, 'organisation.managePeople')
  return deps.db.transaction(async (tx) => {
    const id = await insertPerson(tx, { name, email }, { organisationId, role })
    const subject = { kind: 'person', id }
    recordAudit(deps, tx, {
      event: 'orgs.personAdded',
      actorId: actor.userId,
      organisationId,
      subject,
      details: { role },
    })
    const link = await issueWelcomeLink(deps, tx, id)
    return { person: await readPerson(tx, id), link }
  })
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

export async function renewWelcomeLink(deps: Deps, actor: Actor, personId: string): Promise<{ link: string }> {
  return deps.db.transaction(async (tx) => {
    const { organisationId } = await accessPerson(tx, actor, personId)
    const subject = { kind: 'person', id: personId }
    recordAudit(deps, tx, { event: 'orgs.linkRenewed', actorId: actor.userId, organisationId, subject })
    return { link: await issueWelcomeLink(deps, tx, personId) }
  })
}

export async function setPersonActive(
  deps: Deps,
  actor: Actor,
  { personId, active }: InputOf<typeof SetPersonActive>,
): Promise<OrganisationPerson> {
  const { organisationId } = await accessPerson(deps.db, actor, personId)
  return deps.db.transaction(async (tx) => {
    // Two administrators who deactivate each other at once would otherwise leave nobody.
    await tx.execute(sql`select 1 from ${organisations} where ${organisations.id} = ${organisationId} for update`)
    await setUserActive(deps, tx, personId, active)
    if (!active && (await countAdmins(tx, organisationId)) === 0) {
      throw new Refusal('conflict', 'an organisation keeps an administrator')
    }
    if (!active && !(await hasInstallationAdmin(tx))) {
      throw new Refusal('conflict', 'an installation keeps an administrator')
    }
    const event = active ? 'orgs.personActivated' : 'orgs.personDeactivated'
    const subject = { kind: 'person', id: personId }
    recordAudit(deps, tx, { event, actorId: actor.userId, organisationId, subject })
    return readPerson(tx, personId)
  })
}

async function countAdmins(tx: Transaction, organisationId: string): Promise<number> {
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

async function hasInstallationAdmin(tx: Transaction): Promise<boolean> {
  const found = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.installationAdmin, true), isNull(users.deactivatedAt)))
    .limit(1)
  return found.length > 0
}

async function readPerson(db: Queries, id: string): Promise<OrganisationPerson> {
  const [row] = await selectPeople(db).where(eq(users.id, id))
  if (!row) throw new Refusal('not_found', 'no such person')
  return presentPerson(row)
}

function selectPeople(db: Queries) {
  return db
    .select({
      id: users.id,
      name: users.name,
      email: personEmail,
      role: organisationPeople.role,
      passwordHash: users.passwordHash,
      deactivatedAt: users.deactivatedAt,
    })
    .from(organisationPeople)
    .innerJoin(users, eq(users.id, organisationPeople.userId))
    .$dynamic()
}

type PersonRow = Awaited<ReturnType<typeof selectPeople>>[number]

function presentPerson({ id, name, email, role, passwordHash, deactivatedAt }: PersonRow): OrganisationPerson {
  if (deactivatedAt) return { id, name, email, role, state: 'deactivated' }
  return { id, name, email, role, state: passwordHash === null ? 'invited' : 'active' }
}
