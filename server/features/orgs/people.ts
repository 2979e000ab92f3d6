import { eq, inArray, sql } from 'drizzle-orm'
import type { Person } from '#protocol/auth'
import type { Queries } from '../../platform/db.ts'
import { users } from '../auth/index.ts'
import { organisationPeople, organisations, pictures } from './tables.ts'

/** What everybody who shares a room with somebody may know of them; select it and present it as it is. */
export const personColumns = {
  id: users.id,
  name: users.name,
  organisation: organisations.name,
  program: sql<boolean>`${users.kind} = 'program'`,
}

/** People by id, in no order; unknown ids are absent. */
export async function peopleByIds(db: Queries, ids: readonly string[]): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select(personColumns)
    .from(users)
    .leftJoin(organisationPeople, eq(organisationPeople.userId, users.id))
    .leftJoin(organisations, eq(organisations.id, organisationPeople.organisationId))
    .where(inArray(users.id, [...ids]))
  return new Map(rows.map((person) => [person.id, person]))
}

/** Of these people the photos of those who have one. For lists of people; messages do not carry them. */
export async function photosOf(db: Queries, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ userId: pictures.userId, picture: pictures.id })
    .from(pictures)
    .where(inArray(pictures.userId, [...ids]))
  return new Map(rows.flatMap(({ userId, picture }) => (userId === null ? [] : [[userId, picture]])))
}

/** The organisation somebody belongs to. */
export async function organisationOf(db: Queries, userId: string): Promise<{ id: string; name: string } | undefined> {
  const [found] = await db
    .select({ id: organisations.id, name: organisations.name })
    .from(organisationPeople)
    .innerJoin(organisations, eq(organisations.id, organisationPeople.organisationId))
    .where(eq(organisationPeople.userId, userId))
  return found
}
