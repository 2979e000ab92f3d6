import { and, eq, inArray } from 'drizzle-orm'
import type { AuditLine } from '../../platform/audit-chain.ts'
import type { Queries } from '../../platform/db.ts'
import { isId } from '../../platform/ids.ts'
import { users } from '../auth/index.ts'
import { organisationPeople, organisations } from '../orgs/index.ts'
import { projects } from '../projects/index.ts'

/** Whose people and projects the reader knows anyway, and whether they know which organisations there are. */
export interface Knowledge {
  readonly organisationId: string | undefined
  readonly organisations: boolean
}

/** The names behind the ids of these lines, as far as the reader knows them. Lines hold none: they are looked up at every reading. */
export async function namesIn(
  db: Queries,
  lines: readonly AuditLine[],
  { organisationId, organisations: knowsAll }: Knowledge,
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(lines.flatMap(idsIn))]
  if (ids.length === 0) return new Map()
  const ofOrganisation = organisationId === undefined ? [] : await ownNames(db, organisationId, ids)
  const ofAll = knowsAll
    ? await db
        .select({ id: organisations.id, name: organisations.name })
        .from(organisations)
        .where(inArray(organisations.id, ids))
    : []
  return new Map([...ofOrganisation, ...ofAll].map(({ id, name }) => [id, name]))
}

async function ownNames(db: Queries, organisationId: string, ids: string[]): Promise<{ id: string; name: string }[]> {
  const people = db
    .select({ id: users.id, name: users.name })
    .from(users)
    .innerJoin(organisationPeople, eq(organisationPeople.userId, users.id))
    .where(and(eq(organisationPeople.organisationId, organisationId), inArray(users.id, ids)))
  const theirs = db
    .select({ id: projects.id, name: projects.name })
    .from(projects)
    .where(and(eq(projects.organisationId, organisationId), inArray(projects.id, ids)))
  const itself = db
    .select({ id: organisations.id, name: organisations.name })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
  return (await Promise.all([people, theirs, itself])).flat()
}

function idsIn({ actorId, organisationId, subjectId, details }: AuditLine): string[] {
  const all: unknown[] = [actorId, organisationId, subjectId, ...Object.values(details)]
  return all.filter((value): value is string => typeof value === 'string' && isId(value))
}
