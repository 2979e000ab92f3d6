import { asc, eq } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import { ProjectChanged, type Project, type RenameProject } from '#protocol/projects'
import type { Queries, Transaction } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { organisationOf, organisations } from '../orgs/index.ts'
import { accessProject } from './access.ts'
import { recordInProject } from './audit.ts'
import { organisationsIn } from './taking-part.ts'
import { projectPeople, projects } from './tables.ts'

export async function listProjects({ db }: Pick<Deps, 'db'>, actor: Actor): Promise<Project[]> {
  const mine = await db
    .select({
      id: projects.id,
      name: projects.name,
      owner: projects.organisationId,
      myRole: projectPeople.role,
      retentionDays: organisations.retentionDays,
    })
    .from(projectPeople)
    .innerJoin(projects, eq(projects.id, projectPeople.projectId))
    .innerJoin(organisations, eq(organisations.id, projects.organisationId))
    .where(eq(projectPeople.userId, actor.userId))
    .orderBy(asc(projects.name))
  const own = await organisationOf(db, actor.userId)
  const taking = await organisationsIn(
    db,
    mine.map(({ id, owner, myRole }) => ({ id, owner, own: own?.id, seesAll: myRole !== 'external' })),
  )
  return mine.map(({ id, name, myRole, retentionDays }) => ({
    id,
    name,
    organisations: taking.get(id) ?? [],
    myRole,
    retentionDays,
  }))
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
  const created = (await listProjects(deps, actor)).find((project) => project.id === id)
  if (!created) throw new Refusal('not_found', 'no such project')
  return created
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
