import { and, asc, count, eq, isNull, sql } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type {
  AddOrganisationPerson,
  CreateOrganisation,
  Organisation,
  OrganisationPerson,
  SetPersonActive,
} from '#protocol/orgs'
import { newId } from '../../platform/ids.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { createUser, issueWelcomeLink, setUserActive, users, type NewUser } from '../auth/index.ts'
import { accessInstallation, accessPeople, accessPerson, isInstallationAdmin } from './access.ts'
import { organisationPeople, organisations, type OrganisationKindName } from './tables.ts'

export async function listOrganisations({ db }: Deps, actor: Actor): Promise<Organisation[]> {
  const all = await isInstallationAdmin(db, actor)
  const rows = await db
    .select({
      id: organisations.id,
      name: organisations.name,
      kind: organisations.kind,
      myRole: organisationPeople.role,
    })
    .from(organisations)
    .leftJoin(
      organisationPeople,
      and(eq(organisationPeople.organisationId, organisations.id), eq(organisationPeople.userId, actor.userId)),
    )
    .orderBy(asc(organisations.name))
  return rows.filter(({ myRole }) => all || myRole !== null)
}

export async function createOrganisation(
  { db }: Deps,
  actor: Actor,
  input: InputOf<typeof CreateOrganisation>,
): Promise<Organisation> {
  await accessInstallation(db, actor)
  const organisation = await insertOrganisation(db, input)
  return { ...organisation, myRole: null }
}

export async function insertOrganisation(
  db: Queries,
  { name, kind }: { name: string; kind: OrganisationKindName },
): Promise<{ id: string; name: string; kind: OrganisationKindName }> {
  const organisation = { id: newId(), name: name.trim(), kind }
  await db.insert(organisations).values(organisation)
  return organisation
}

export async function listPeople({ db }: Deps, actor: Actor, organisationId: string): Promise<OrganisationPerson[]> {
  await accessPeople(db, actor, organisationId)
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
  await accessPeople(deps.db, actor, organisationId)
  return deps.db.transaction(async (tx) => {
    const id = await insertPerson(tx, { name, email }, { organisationId, role })
    const link = await issueWelcomeLink(deps, tx, id)
    return { person: await readPerson(tx, id), link }
  })
}

/** An account that belongs to an organisation. */
export async function insertPerson(
  tx: Queries,
  user: NewUser,
  place: { organisationId: string; role: 'admin' | 'member' },
): Promise<string> {
  const userId = await createUser(tx, user)
  await tx.insert(organisationPeople).values({ userId, ...place })
  return userId
}

export async function renewWelcomeLink(deps: Deps, actor: Actor, personId: string): Promise<{ link: string }> {
  await accessPerson(deps.db, actor, personId)
  return { link: await issueWelcomeLink(deps, deps.db, personId) }
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
      email: users.email,
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
