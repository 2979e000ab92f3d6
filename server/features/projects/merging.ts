import { and, asc, eq, inArray } from 'drizzle-orm'
import type { ProjectRole } from '#protocol/projects'
import type { Queries } from '../../platform/db.ts'
import type { Deps } from '../../realtime/feature.ts'
import type { Merge, MergeFollower } from '../orgs/index.ts'
import { changed, isPerson } from './people.ts'
import { projectPeople, projects } from './tables.ts'

const RISING: readonly ProjectRole[] = ['external', 'viewer', 'member', 'lead']

/** Whoever is in projects under two accounts is in all of them under one, with the higher role. */
export function mergeInProjects(deps: Deps): MergeFollower {
  return {
    async lock(tx, { gone }) {
      const mine = tx.select({ id: projectPeople.projectId }).from(projectPeople).where(eq(projectPeople.userId, gone))
      await tx
        .select({ id: projects.id })
        .from(projects)
        .where(inArray(projects.id, mine))
        .orderBy(asc(projects.id))
        .for('update')
    },
    async move(tx, merge) {
      for (const { id, before, role } of await readRoles(tx, merge)) {
        await tx.delete(projectPeople).where(isPerson(id, merge.gone))
        await tx
          .insert(projectPeople)
          .values({ projectId: id, userId: merge.keep, role })
          .onConflictDoUpdate({ target: [projectPeople.projectId, projectPeople.userId], set: { role } })
        const keep = [merge.keep]
        await changed(deps, tx, {
          projectId: id,
          left: [merge.gone],
          joined: before === undefined ? keep : [],
          otherRole: before !== undefined && before !== role ? keep : [],
          noLongerExternal: before === 'external' && role !== 'external' ? keep : [],
        })
      }
    },
    async preview(db, merge) {
      const roles = await readRoles(db, merge)
      return roles.filter(({ before, role }) => before !== role).map(({ id, name, role }) => ({ id, name, role }))
    },
  }
}

/** The projects of the account that ends, with the role of the one that stays, before and after. */
async function readRoles(db: Queries, { keep, gone }: Merge) {
  const rows = await db
    .select({ id: projects.id, name: projects.name, userId: projectPeople.userId, role: projectPeople.role })
    .from(projectPeople)
    .innerJoin(projects, eq(projects.id, projectPeople.projectId))
    .where(and(inArray(projectPeople.userId, [keep, gone])))
    .orderBy(asc(projects.name), asc(projects.id))
  return rows
    .filter(({ userId }) => userId === gone)
    .map(({ id, name, role }) => {
      const before = rows.find((row) => row.id === id && row.userId === keep)?.role
      const higher = before !== undefined && RISING.indexOf(before) >= RISING.indexOf(role) ? before : role
      return { id, name, before, role: higher }
    })
}
