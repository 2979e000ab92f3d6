import { asc, eq, inArray } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import { ProjectChanged, type Project, type RenameProject } from '#protocol/projects'
import type { Queries, Transaction } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { organisationOf, organisationPeople, organisations } from '../orgs/index.ts'
import { accessProject } from './access.ts'
import { recordInProject } from './audit.ts'
import { projectPeople, projects } from './tables.ts'

export async function listProjects({ db }: Pick<Deps, 'db'>, actor: Actor): Promise<Project[]> {
  const mine = await db
    .select({ id: projects.id, name: projects.name, owner: projects.organisationId, myRole: projectPeople.role })
    .from(projectPeople)
    .innerJoin(projects, eq(projects.id, projectPeople.projectId))
    .where(eq(projectPeople.userId, actor.userId))
    .orderBy(asc(projects.name))
  const taking = await organisationsOf(db, mine)
  const own = await organisationOf(db, actor.userId)
  return mine.map(({ id, name, owner, myRole }) => {
    const all = taking.get(id) ?? []
    // Externals have no directory: they know whose project it is, and themselves.
    const organisations = myRole === 'external' ? all.filter((one) => one.id === owner || one.id === own?.id) : all
    return { id, name, organisations, myRole }
  })
}

/** The organisations of each project: the one it belongs to first, then those of its people by name. */
async function organisationsOf(
  db: Queries,
  of: readonly { id: string; owner: string }[],
): Promise<Map<string, Project['organisations']>> {
  if (of.length === 0) return new Map()
  const rows = await db
    .selectDistinct({ projectId: projectPeople.projectId, id: organisations.id, name: organisations.name })
    .from(projectPeople)
    .innerJoin(organisationPeople, eq(organisationPeople.userId, projectPeople.userId))
    .innerJoin(organisations, eq(organisations.id, organisationPeople.organisationId))
    .where(
      inArray(
        projectPeople.projectId,
        of.map(({ id }) => id),
      ),
    )
  const owners = await db
    .select({ id: organisations.id, name: organisations.name })
    .from(organisations)
    .where(
      inArray(
        organisations.id,
        of.map(({ owner }) => owner),
      ),
    )
  return new Map(
    of.map(({ id, owner }) => {
      const others = rows.filter((row) => row.projectId === id && row.id !== owner)
      const sorted = others.toSorted((a, b) => a.name.localeCompare(b.name, 'de'))
      return [
        id,
        [...owners.filter((row) => row.id === owner), ...sorted.map((row) => ({ id: row.id, name: row.name }))],
      ]
    }),
  )
}

export async function createProject(deps: Deps, actor: Actor, name: string): Promise<Project> {
  const organisation = await organisationOf(deps.db, actor.userId)
  if (!organisation) throw new Refusal('forbidden', 'a project belongs to an organisation')
  const id = newId()
  await deps.db.transaction(async (tx) => {
    await tx.insert(projects).values({ id, name: name.trim(), organisationId: organisation.id })
    await tx.insert(projectPeople).values({ projectId: id, userId: actor.userId, role: 'lead' })
    tellPeople(deps, tx, id, [actor.userId])
    const subject = { kind: 'project', id }
    await recordInProject(deps, tx, id, { event: 'projects.created', actorId: actor.userId, subject })
  })
  return { id, name: name.trim(), organisations: [organisation], myRole: 'lead' }
}

export async function renameProject(
  deps: Deps,
  actor: Actor,
  { projectId, name }: InputOf<typeof RenameProject>,
): Promise<Project> {
  await accessProject(deps.db, actor, projectId, 'project.manage')
  await deps.db.transaction(async (tx) => {
    await tx.update(projects).set({ name: name.trim() }).where(eq(projects.id, projectId))
    tellPeople(deps, tx, projectId, await projectPeopleIds(tx, projectId))
    const subject = { kind: 'project', id: projectId }
    await recordInProject(deps, tx, projectId, { event: 'projects.renamed', actorId: actor.userId, subject })
  })
  const renamed = (await listProjects(deps, actor)).find(({ id }) => id === projectId)
  if (!renamed) throw new Refusal('not_found', 'no such project')
  return renamed
}

/** After the commit each of these people's clients fetches its projects again. */
export function tellPeople(deps: Deps, tx: Transaction, projectId: string, userIds: readonly string[]): void {
  tx.afterCommit(() => {
    for (const userId of userIds) deps.publish.hint(`user:${userId}`, ProjectChanged, { projectId })
  })
}

export async function projectPeopleIds(db: Queries, projectId: string): Promise<string[]> {
  const rows = await db
    .select({ userId: projectPeople.userId })
    .from(projectPeople)
    .where(eq(projectPeople.projectId, projectId))
  return rows.map(({ userId }) => userId)
}
