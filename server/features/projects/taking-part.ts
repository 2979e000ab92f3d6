import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Project } from '#protocol/projects'
import type { Queries } from '../../platform/db.ts'
import { organisationPeople, organisations } from '../orgs/index.ts'
import { projectPeople } from './tables.ts'

/** A project as somebody asks who takes part in it. */
interface Asked {
  id: string
  /** The organisation it belongs to. */
  owner: string
  /** The organisation of whoever asks. */
  own: string | undefined
  /** false: externals have no directory; they know whose project it is, and themselves. */
  seesAll: boolean
}

/**
 * The organisations of each project: the one it belongs to first, then those of its people by name. Consultants do not learn of
 * each other.
 */
export async function organisationsIn(
  db: Queries,
  asked: readonly Asked[],
): Promise<Map<string, Project['organisations']>> {
  if (asked.length === 0) return new Map()
  const rows = await readTaking(
    db,
    asked.map(({ id }) => id),
  )
  const owners = await db
    .select({ id: organisations.id, name: organisations.name })
    .from(organisations)
    .where(
      inArray(
        organisations.id,
        asked.map(({ owner }) => owner),
      ),
    )
  const names = new Map(owners.map((one) => [one.id, one]))
  const byProject = Map.groupBy(rows, ({ projectId }) => projectId)
  return new Map(
    asked.map(({ id, owner, own, seesAll }) => {
      const others = (byProject.get(id) ?? [])
        .filter((row) => row.id !== owner && (seesAll || row.id === own))
        .toSorted((a, b) => a.name.localeCompare(b.name, 'de'))
        .map((row) => ({ id: row.id, name: row.name }))
      const first = names.get(owner)
      return [id, first ? [first, ...others] : others]
    }),
  )
}

async function readTaking(db: Queries, projectIds: string[]) {
  return db
    .selectDistinct({ projectId: projectPeople.projectId, id: organisations.id, name: organisations.name })
    .from(projectPeople)
    .innerJoin(organisationPeople, eq(organisationPeople.userId, projectPeople.userId))
    .innerJoin(organisations, eq(organisations.id, organisationPeople.organisationId))
    .where(inArray(projectPeople.projectId, projectIds))
}

/** Whether somebody of the organisation is in the project as more than an external. */
export async function takesPart(db: Queries, projectId: string, organisationId: string): Promise<boolean> {
  const [found] = await db
    .select({ userId: projectPeople.userId })
    .from(projectPeople)
    .innerJoin(organisationPeople, eq(organisationPeople.userId, projectPeople.userId))
    .where(
      and(
        eq(projectPeople.projectId, projectId),
        eq(organisationPeople.organisationId, organisationId),
        sql`${projectPeople.role} <> 'external'`,
      ),
    )
    .limit(1)
  return found !== undefined
}
