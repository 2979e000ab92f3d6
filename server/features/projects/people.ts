import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type {
  AddProjectPerson,
  ProjectPerson,
  ProjectRole,
  RemoveProjectPerson,
  SetProjectRole,
} from '#protocol/projects'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { findUserByEmail, holdActive, users } from '../auth/index.ts'
import { organisationPeople, organisations, personColumns, pictures } from '../orgs/index.ts'
import { accessProject } from './access.ts'
import { recordInProject } from './audit.ts'
import { projectPeopleChanged, type ProjectPeopleChange } from './people-changed.ts'
import { projectPeopleIds, tellPeople } from './projects.ts'
import { projectPeople, projects } from './tables.ts'

/** Addresses somebody may try when adding people: enough for a working group, too few for a directory. */
const ADDED: Limit = { name: 'projects.addPerson', points: 100, perSeconds: 60 * 60 }

export async function listPeople({ db }: Deps, actor: Actor, projectId: string): Promise<ProjectPerson[]> {
  await accessProject(db, actor, projectId, 'project.readPeople')
  return selectPeople(db).where(eq(projectPeople.projectId, projectId)).orderBy(asc(users.name), asc(users.id))
}

export async function addPerson(
  deps: Deps,
  actor: Actor,
  { projectId, email, role }: InputOf<typeof AddProjectPerson>,
): Promise<ProjectPerson> {
  await accessProject(deps.db, actor, projectId, 'project.managePeople')
  await deps.limits.take(ADDED, actor.userId)
  const found = await findUserByEmail(deps.db, email)
  if (!found?.active) throw new Refusal('not_found', 'nobody with this address', { field: 'email' })
  return deps.db.transaction(async (tx) => {
    const isNew = await admitToProject(deps, tx, actor, { projectId, personId: found.id, role })
    if (!isNew) throw new Refusal('conflict', 'already in the project', { field: 'email' })
    const subject = { kind: 'person', id: found.id }
    const entry = { event: 'projects.personAdded', actorId: actor.userId, subject, details: { role } }
    await recordInProject(deps, tx, projectId, entry)
    return readPerson(tx, projectId, found.id)
  })
}

/** Lets somebody in by the right of `actor`. False: they were in it already, and keep their role. */
export async function admitToProject(
  deps: Deps,
  tx: Transaction,
  actor: Actor,
  { projectId, personId, role }: InputOf<typeof SetProjectRole>,
): Promise<boolean> {
  if (!(await holdActive(tx, personId))) throw new Refusal('not_found', 'nobody with this address', { field: 'email' })
  await lockProject(tx, projectId)
  await accessProject(tx, actor, projectId, 'project.managePeople')
  const added = await tx
    .insert(projectPeople)
    .values({ projectId, userId: personId, role })
    .onConflictDoNothing()
    .returning()
  if (added.length === 0) return false
  await changed(deps, tx, { projectId, joined: [personId] })
  return true
}

export async function setRole(
  deps: Deps,
  actor: Actor,
  { projectId, personId, role }: InputOf<typeof SetProjectRole>,
): Promise<ProjectPerson> {
  return deps.db.transaction(async (tx) => {
    await holdActive(tx, personId)
    await lockProject(tx, projectId)
    await accessProject(tx, actor, projectId, 'project.managePeople')
    const [before] = await tx
      .select({ role: projectPeople.role })
      .from(projectPeople)
      .where(isPerson(projectId, personId))
    if (!before) throw new Refusal('not_found', 'no such person')
    if (role === 'lead' && (await isProgram(tx, personId))) throw new Refusal('conflict', 'a program leads nothing')
    await tx.update(projectPeople).set({ role }).where(isPerson(projectId, personId))
    await keepLead(tx, projectId)
    const otherRole = [personId]
    await changed(deps, tx, { projectId, otherRole, noLongerExternal: before.role === 'external' ? otherRole : [] })
    const subject = { kind: 'person', id: personId }
    const entry = { event: 'projects.roleChanged', actorId: actor.userId, subject, details: { role } }
    if (role !== before.role) await recordInProject(deps, tx, projectId, entry)
    return readPerson(tx, projectId, personId)
  })
}

/** Lets a program in, in the transaction that makes it and holds the project's lock. It never leads. */
export async function addProgram(
  deps: Deps,
  tx: Transaction,
  { projectId, programId, role }: { projectId: string; programId: string; role: Exclude<ProjectRole, 'lead'> },
): Promise<void> {
  await tx.insert(projectPeople).values({ projectId, userId: programId, role })
  await changed(deps, tx, { projectId, joined: [programId] })
}

/** Takes a program out, in a transaction that holds the project's lock. */
export async function removeProgram(
  deps: Deps,
  tx: Transaction,
  { projectId, programId }: { projectId: string; programId: string },
): Promise<void> {
  const removed = await tx.delete(projectPeople).where(isPerson(projectId, programId)).returning()
  if (removed.length > 0) await changed(deps, tx, { projectId, left: [programId] })
}

export async function removePerson(
  deps: Deps,
  actor: Actor,
  { projectId, personId }: InputOf<typeof RemoveProjectPerson>,
): Promise<null> {
  await deps.db.transaction(async (tx) => {
    await lockProject(tx, projectId)
    await accessProject(tx, actor, projectId, personId === actor.userId ? 'project.leave' : 'project.managePeople')
    const removed = await tx.delete(projectPeople).where(isPerson(projectId, personId)).returning()
    if (removed.length === 0) throw new Refusal('not_found', 'no such person')
    await keepLead(tx, projectId)
    await changed(deps, tx, { projectId, left: [personId] })
    const event = personId === actor.userId ? 'projects.personLeft' : 'projects.personRemoved'
    const subject = { kind: 'person', id: personId }
    await recordInProject(deps, tx, projectId, { event, actorId: actor.userId, subject })
  })
  return null
}

/** Follows up a change of a project's people: what later features make of it, and the clients of all concerned. */
export async function changed(deps: Deps, tx: Transaction, change: ProjectPeopleChange): Promise<void> {
  await projectPeopleChanged(deps, tx, change)
  const { projectId, left = [] } = change
  tellPeople(deps, tx, projectId, [...(await projectPeopleIds(tx, projectId)), ...left])
}

/** Changes of a project's people queue here. Rights are asked after it: whoever was removed a moment ago has none left. */
export async function lockProject(tx: Transaction, projectId: string): Promise<void> {
  await tx.execute(sql`select 1 from ${projects} where ${projects.id} = ${projectId} for update`)
}

/** Whoever cannot sign in leads nothing. */
export async function keepLead(tx: Transaction, projectId: string): Promise<void> {
  const [lead] = await tx
    .select({ userId: projectPeople.userId })
    .from(projectPeople)
    .innerJoin(users, eq(users.id, projectPeople.userId))
    .where(and(eq(projectPeople.projectId, projectId), eq(projectPeople.role, 'lead'), isNull(users.deactivatedAt)))
    .limit(1)
  if (!lead) throw new Refusal('conflict', 'a project keeps a lead')
}

async function isProgram(db: Queries, userId: string): Promise<boolean> {
  const [found] = await db.select({ kind: users.kind }).from(users).where(eq(users.id, userId))
  return found?.kind === 'program'
}

export function isPerson(projectId: string, userId: string) {
  return and(eq(projectPeople.projectId, projectId), eq(projectPeople.userId, userId))
}

async function readPerson(db: Queries, projectId: string, userId: string): Promise<ProjectPerson> {
  const [person] = await selectPeople(db).where(isPerson(projectId, userId))
  if (!person) throw new Refusal('not_found', 'no such person')
  return person
}

function selectPeople(db: Queries) {
  return db
    .select({ ...personColumns, picture: pictures.id, role: projectPeople.role })
    .from(projectPeople)
    .innerJoin(users, eq(users.id, projectPeople.userId))
    .leftJoin(organisationPeople, eq(organisationPeople.userId, users.id))
    .leftJoin(organisations, eq(organisations.id, organisationPeople.organisationId))
    .leftJoin(pictures, eq(pictures.userId, users.id))
    .$dynamic()
}
