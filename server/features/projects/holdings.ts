import { and, asc, eq, exists, inArray, isNull, ne, not } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Queries } from '../../platform/db.ts'
import type { Deps } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { activeColleagues, type Holdings } from '../orgs/index.ts'
import { projectPeopleChanged, type ProjectPeopleChange } from './people-changed.ts'
import { isPerson } from './people.ts'
import { projectPeopleIds, tellPeople } from './projects.ts'
import { projectPeople, projects } from './tables.ts'

/** A project always has somebody who leads it: whoever is the last one hands it over before their account is locked. */
export function projectHoldings(deps: Deps): Holdings {
  return {
    kind: 'project',
    soleOf: (db, userId) => soleLed(db, userId),
    async alreadyIn(db, projectId, organisationId) {
      const inside = await db
        .select({ userId: projectPeople.userId })
        .from(projectPeople)
        .where(and(eq(projectPeople.projectId, projectId), ne(projectPeople.role, 'external')))
      return activeColleagues(
        db,
        organisationId,
        inside.map(({ userId }) => userId),
      )
    },
    async lock(tx, userId) {
      const led = tx
        .select({ id: projectPeople.projectId })
        .from(projectPeople)
        .where(and(eq(projectPeople.userId, userId), eq(projectPeople.role, 'lead')))
      // In the order of their ids, so that nobody waits in a circle.
      await tx
        .select({ id: projects.id })
        .from(projects)
        .where(inArray(projects.id, led))
        .orderBy(asc(projects.id))
        .for('update')
    },
    async handOver(tx, projectId, to) {
      const [before] = await tx.select({ role: projectPeople.role }).from(projectPeople).where(isPerson(projectId, to))
      await tx
        .insert(projectPeople)
        .values({ projectId, userId: to, role: 'lead' })
        .onConflictDoUpdate({ target: [projectPeople.projectId, projectPeople.userId], set: { role: 'lead' } })
      const change: ProjectPeopleChange = {
        projectId,
        joined: before ? [] : [to],
        otherRole: before ? [to] : [],
        noLongerExternal: before?.role === 'external' ? [to] : [],
      }
      await projectPeopleChanged(deps, tx, change)
      tellPeople(deps, tx, projectId, await projectPeopleIds(tx, projectId))
    },
  }
}

/** Projects that nobody else who can sign in leads. */
async function soleLed(db: Queries, userId: string): Promise<{ id: string; name: string }[]> {
  const other = alias(projectPeople, 'other')
  const otherLead = db
    .select({ userId: other.userId })
    .from(other)
    .innerJoin(users, eq(users.id, other.userId))
    .where(
      and(
        eq(other.projectId, projects.id),
        eq(other.role, 'lead'),
        ne(other.userId, userId),
        isNull(users.deactivatedAt),
      ),
    )
  return db
    .select({ id: projects.id, name: projects.name })
    .from(projectPeople)
    .innerJoin(projects, eq(projects.id, projectPeople.projectId))
    .where(and(eq(projectPeople.userId, userId), eq(projectPeople.role, 'lead'), not(exists(otherLead))))
    .orderBy(asc(projects.name), asc(projects.id))
}
