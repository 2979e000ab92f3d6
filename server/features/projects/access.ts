import { and, eq } from 'drizzle-orm'
import { allows, type RightAt } from '#wire/permissions'
import { Refusal } from '#wire/refusal'
import type { ProjectRole } from '#protocol/projects'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import { projectPeople } from './tables.ts'

/** The only door to a project. Whoever is not in it learns nothing; who is in it but may not is told `forbidden`. */
export async function accessProject(
  db: Queries,
  actor: Actor,
  projectId: string,
  right: RightAt<'project'>,
): Promise<{ role: ProjectRole }> {
  const [found] = await db
    .select({ role: projectPeople.role })
    .from(projectPeople)
    .where(and(eq(projectPeople.projectId, projectId), eq(projectPeople.userId, actor.userId)))
  if (!found) throw new Refusal('not_found', 'no such project')
  if (!allows<'project'>(right, [found.role])) throw new Refusal('forbidden', `needs ${right}`)
  return found
}
