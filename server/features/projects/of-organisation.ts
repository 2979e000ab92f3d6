import { and, asc, eq, gt, inArray, isNull, ne, or, sql, type SQL } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { ListOrganisationProjects, ListOwnProjectPeople, OrganisationProject } from '#protocol/projects'
import type { Queries } from '../../platform/db.ts'
import { isId } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { accessOrganisation, organisationPeople } from '../orgs/index.ts'
import { projectPeople, projects } from './tables.ts'
import { organisationsIn } from './taking-part.ts'

const PROJECTS_PER_PAGE = 50

/** What an organisation's administrators know of its projects. Of people only their own; of rooms nothing, not even how many. */
export async function listOrganisationProjects(
  { db }: Deps,
  actor: Actor,
  { organisationId, after }: InputOf<typeof ListOrganisationProjects>,
): Promise<OutputOf<typeof ListOrganisationProjects>> {
  await accessOrganisation(db, actor, organisationId, 'organisation.manageProjects')
  const isOffered = eq(projects.offeredTo, organisationId)
  const offered = after === undefined ? await selectProjects(db).where(isOffered).orderBy(asc(projects.name)) : []
  const rows = await selectProjects(db)
    .where(
      and(
        isOf(organisationId),
        or(isNull(projects.offeredTo), ne(projects.offeredTo, organisationId)),
        following(after),
      ),
    )
    .orderBy(asc(projects.name), asc(projects.id))
    .limit(PROJECTS_PER_PAGE + 1)
  const page = rows.slice(0, PROJECTS_PER_PAGE)
  const last = page.at(-1)
  return {
    projects: await present(db, organisationId, [...offered, ...page]),
    next: rows.length > PROJECTS_PER_PAGE && last ? `${last.id} ${last.name}` : null,
  }
}

export async function listOwnPeople(
  { db }: Deps,
  actor: Actor,
  { organisationId, projectId }: InputOf<typeof ListOwnProjectPeople>,
): Promise<OutputOf<typeof ListOwnProjectPeople>> {
  await accessOrganisation(db, actor, organisationId, 'organisation.manageProjects')
  await findOf(db, organisationId, projectId)
  const people = await selectOwn(db, organisationId, [projectId])
  return people
    .filter(({ role, isActive }) => role !== 'external' && isActive)
    .map(({ id, name, role }) => ({ id, name, role }))
}

/** A project that is the organisation's or in which it takes part; any other is not there. */
export async function findOf(
  db: Queries,
  organisationId: string,
  projectId: string,
): Promise<{ owner: string; offeredTo: string | null }> {
  const [found] = await selectProjects(db).where(and(eq(projects.id, projectId), isOf(organisationId)))
  if (!found) throw new Refusal('not_found', 'no such project')
  return found
}

function isOf(organisationId: string): SQL | undefined {
  const takesPart = sql`exists (
    select from ${projectPeople} join ${organisationPeople} using (user_id)
    where ${projectPeople.projectId} = ${projects.id} and ${organisationPeople.organisationId} = ${organisationId})`
  return or(eq(projects.organisationId, organisationId), takesPart)
}

function following(cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined
  const [id, name] = [cursor.slice(0, 36), cursor.slice(37)]
  if (!isId(id)) throw new Refusal('invalid', 'not a page of this list', { field: 'after' })
  return or(gt(projects.name, name), and(eq(projects.name, name), gt(projects.id, id)))
}

function selectProjects(db: Queries) {
  return db
    .select({
      id: projects.id,
      name: projects.name,
      owner: projects.organisationId,
      offeredTo: projects.offeredTo,
    })
    .from(projects)
    .$dynamic()
}

type ProjectRow = Awaited<ReturnType<typeof selectProjects>>[number]

async function present(db: Queries, own: string, rows: readonly ProjectRow[]): Promise<OrganisationProject[]> {
  const people = Map.groupBy(
    await selectOwn(
      db,
      own,
      rows.map(({ id }) => id),
    ),
    ({ projectId }) => projectId,
  )
  const isInside = (id: string, owner: string) =>
    owner === own || (people.get(id) ?? []).some(({ role }) => role !== 'external')
  const taking = await organisationsIn(
    db,
    rows.map(({ id, owner }) => ({ id, owner, own, seesAll: isInside(id, owner) })),
  )
  return rows.map(({ id, name, owner, offeredTo }) => {
    const mine = people.get(id) ?? []
    return {
      id,
      name,
      organisations: taking.get(id) ?? [],
      leads: mine.filter(({ role }) => role === 'lead').map((lead) => ({ id: lead.id, name: lead.name })),
      ownPeople: mine.length,
      offeredTo: owner === own || offeredTo === own ? offeredTo : null,
    }
  })
}

/** The organisation's own people in these projects, by name. */
async function selectOwn(db: Queries, organisationId: string, projectIds: string[]) {
  if (projectIds.length === 0) return []
  return db
    .select({
      projectId: projectPeople.projectId,
      id: users.id,
      name: users.name,
      role: projectPeople.role,
      isActive: sql<boolean>`${users.deactivatedAt} is null`,
    })
    .from(projectPeople)
    .innerJoin(organisationPeople, eq(organisationPeople.userId, projectPeople.userId))
    .innerJoin(users, eq(users.id, projectPeople.userId))
    .where(and(eq(organisationPeople.organisationId, organisationId), inArray(projectPeople.projectId, projectIds)))
    .orderBy(asc(users.sortName), asc(users.id))
}
