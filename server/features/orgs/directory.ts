import { and, asc, count, eq, gt, isNotNull, isNull, like, not, or, type SQL } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { ListOrganisationPeople, OrganisationPerson, PersonState } from '#protocol/orgs'
import type { Queries } from '../../platform/db.ts'
import { foldText } from '../../platform/fold-text.ts'
import { isId } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { hasArrived, personEmail, users } from '../auth/index.ts'
import { accessOrganisation } from './access.ts'
import { organisationPeople, pictures } from './tables.ts'

const PEOPLE_PER_PAGE = 50

type Wanted = InputOf<typeof ListOrganisationPeople>

/** A page of an organisation's people. Searched and counted by the database: there may be thousands. */
export async function listPeople(
  { db }: Deps,
  actor: Actor,
  wanted: Wanted,
): Promise<OutputOf<typeof ListOrganisationPeople>> {
  await accessOrganisation(db, actor, wanted.organisationId, 'organisation.managePeople')
  const all = matching(wanted)
  const rows = await selectPeople(db)
    .where(and(all, after(wanted.after)))
    .orderBy(asc(users.sortName), asc(users.id))
    .limit(PEOPLE_PER_PAGE + 1)
  const [counted] = await db
    .select({ total: count() })
    .from(organisationPeople)
    .innerJoin(users, eq(users.id, organisationPeople.userId))
    .where(all)
  const page = rows.slice(0, PEOPLE_PER_PAGE)
  const last = page.at(-1)
  return {
    people: page.map(presentPerson),
    total: counted?.total ?? 0,
    next: rows.length > PEOPLE_PER_PAGE && last ? `${last.id} ${last.sortName}` : null,
  }
}

function matching({ organisationId, search = '', state, role }: Wanted): SQL | undefined {
  return and(
    eq(organisationPeople.organisationId, organisationId),
    role === undefined ? undefined : eq(organisationPeople.role, role),
    state === undefined ? undefined : isIn(state),
    ...search.split(/\s+/).filter(Boolean).map(holds),
  )
}

/** In either spelling: `Müller` is found by `muller` and `Mueller`, and `Mueller` by `Müller`. */
function holds(word: string): SQL | undefined {
  const { plain, german } = foldText(word)
  const spellings = [...new Set([plain, german])]
  return or(...spellings.map((text) => like(users.searchText, `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`)))
}

function isIn(state: PersonState): SQL | undefined {
  if (state === 'deactivated') return isNotNull(users.deactivatedAt)
  return and(isNull(users.deactivatedAt), state === 'invited' ? not(hasArrived) : hasArrived)
}

function after(cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined
  const [id, name] = [cursor.slice(0, 36), cursor.slice(37)]
  if (!isId(id)) throw new Refusal('invalid', 'not a page of this list', { field: 'after' })
  return or(gt(users.sortName, name), and(eq(users.sortName, name), gt(users.id, id)))
}

export async function readPerson(db: Queries, id: string): Promise<OrganisationPerson> {
  const [row] = await selectPeople(db).where(eq(users.id, id))
  if (!row) throw new Refusal('not_found', 'no such person')
  return presentPerson(row)
}

function selectPeople(db: Queries) {
  return db
    .select({
      id: users.id,
      name: users.name,
      sortName: users.sortName,
      email: personEmail,
      role: organisationPeople.role,
      picture: pictures.id,
      hasArrived,
      deactivatedAt: users.deactivatedAt,
    })
    .from(organisationPeople)
    .innerJoin(users, eq(users.id, organisationPeople.userId))
    .leftJoin(pictures, eq(pictures.userId, users.id))
    .$dynamic()
}

type PersonRow = Awaited<ReturnType<typeof selectPeople>>[number]

function presentPerson({ id, name, email, role, picture, ...row }: PersonRow): OrganisationPerson {
  const arrived = row.hasArrived ? 'active' : 'invited'
  return { id, name, email, role, picture, state: row.deactivatedAt ? 'deactivated' : arrived }
}
