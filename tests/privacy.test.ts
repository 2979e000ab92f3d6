import type postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AddOrganisationPerson, ListOrganisations } from '#protocol/orgs'
import { AddRoomPerson, DeleteMessage, MarkRead, React } from '#protocol/rooms'
import { features } from '../server/features.ts'
import { connect } from '../server/platform/db.ts'
import type { HeldTable, PlainRow } from '../server/platform/privacy.ts'
import { startApp, type TestApp } from './support/app.ts'
import { Town } from './support/town.ts'

/** Foreign keys of the product's own tables: from where to where. */
interface Link {
  source: string
  column: string
  target: string
}

let app: TestApp
let sql: postgres.Sql
let links: Link[]
let columns: Map<string, Set<string>>

const claims = features.flatMap(({ name, privacy }) =>
  Object.entries(privacy?.tables ?? {}).map(([table, held]) => ({ feature: name, table, held })),
)
const claimed = new Map<string, HeldTable>(claims.map(({ table, held }) => [table, held]))

beforeAll(async () => {
  app = await startApp()
  sql = connect(app.database, { max: 1 })
  const keys = await sql<Link[]>`
    select source.table_name as source, source.column_name as column, target.table_name as target
    from information_schema.referential_constraints keys
    join information_schema.key_column_usage source
      on source.constraint_schema = keys.constraint_schema and source.constraint_name = keys.constraint_name
    join information_schema.key_column_usage target
      on target.constraint_schema = keys.unique_constraint_schema
      and target.constraint_name = keys.unique_constraint_name
      and target.ordinal_position = source.position_in_unique_constraint
    where keys.constraint_schema = 'public'`
  links = [...keys]
  const all = await sql<{ table: string; column: string }[]>`
    select table_name as table, column_name as column from information_schema.columns where table_schema = 'public'`
  columns = new Map()
  for (const { table, column } of all) columns.set(table, (columns.get(table) ?? new Set()).add(column))
})
afterAll(async () => {
  await sql.end()
  await app.close()
})

/** Every table from which foreign keys lead to `users`, and that table itself. */
function tablesOfPeople(): string[] {
  const reached = new Set(['users'])
  for (let before = 0; before < reached.size;) {
    before = reached.size
    for (const { source, target } of links) if (reached.has(target)) reached.add(source)
  }
  return [...reached].toSorted()
}

test('every table that leads to a person is claimed by exactly one feature', () => {
  const held = tablesOfPeople()
  expect(held.length).toBeGreaterThan(8)
  expect(held.filter((table) => !claimed.has(table))).toEqual([])
  expect(claims.map(({ table }) => table).toSorted()).toEqual([...claimed.keys()].toSorted())
  expect([...claimed.keys()].filter((table) => !columns.has(table))).toEqual([])
})

test('every column that points to a person is named, and none that does not exist', () => {
  const pointing = links.filter(({ target }) => target === 'users')
  expect(pointing.length).toBeGreaterThan(5)
  const unnamed = pointing.filter(({ source, column }) => !(column in (claimed.get(source)?.columns ?? {})))
  expect(unnamed).toEqual([])
  const invented = claims.flatMap(({ table, held }) =>
    Object.keys(held.columns)
      .filter((column) => !columns.get(table)?.has(column))
      .map((column) => `${table}.${column}`),
  )
  expect(invented).toEqual([])
})

test('every claim says how long', () => {
  expect(claims.filter(({ held }) => held.kept.trim() === '').map(({ table }) => table)).toEqual([])
})

test('people get their own rows, all of them and nobody else’s, without secrets and without what was deleted', async () => {
  const town = await Town.found(app)
  const maria = await town.person('Maria Schulte', 'Arnsberg')
  const jonas = await town.person('Jonas Weber', 'Soest')
  const project = await town.project(maria, [[jonas, 'member']])
  const room = await town.room(maria, project, 'closed')
  await maria.call(AddRoomPerson, { roomId: room.id, personId: jonas.id })
  await maria.say(room.id, 'Von Maria geschrieben')
  const withdrawn = await maria.say(room.id, 'Von Maria bereut')
  await maria.call(DeleteMessage, { roomId: room.id, messageId: withdrawn.id })
  const answer = await jonas.say(room.id, 'Von Jonas geschrieben')
  for (const person of [jonas, maria])
    await person.call(React, { roomId: room.id, messageId: answer.id, emoji: person === jonas ? '👀' : '👍', on: true })
  await jonas.call(MarkRead, { roomId: room.id, seq: 3 })
  const [arnsberg] = await maria.call(ListOrganisations, {})
  const invited = { name: 'Ina Neu', email: 'ina@arnsberg.example', role: 'member' } as const
  await maria.call(AddOrganisationPerson, { organisationId: arnsberg!.id, ...invited })

  const own = await exportAll(jonas.id)
  expect(own['users']).toMatchObject([{ name: 'Jonas Weber', email: jonas.email }])
  expect(own['organisation_people']).toEqual([{ organisation: 'Soest', role: 'admin' }])
  expect(own['project_people']).toMatchObject([{ project: 'Hochwassersensorik', role: 'member' }])
  expect(own['room_people']).toEqual([{ roomId: room.id }])
  expect(own['messages']).toMatchObject([{ roomId: room.id, body: 'Von Jonas geschrieben' }])
  expect(own['message_reactions']).toEqual([{ messageId: answer.id, emoji: '👀' }])
  expect(own['sessions']).toHaveLength(1)
  expect(own['rooms']).toEqual([])
  expect(JSON.stringify(own)).not.toMatch(/Maria|argon2|secret|hash/i)

  const hers = await exportAll(maria.id)
  expect(hers['messages']).toMatchObject([{ body: 'Von Maria geschrieben' }, { body: null }])
  expect(hers['rooms']).toMatchObject([{ roomId: room.id }])
  expect(JSON.stringify(hers)).not.toMatch(/bereut|Jonas/)

  const people = await sql<{ id: string }[]>`select id from users where email = ${invited.email}`
  expect((await exportAll(people[0]!.id))['welcome_links']).toHaveLength(1)
})

async function exportAll(userId: string): Promise<Record<string, PlainRow[]>> {
  const exported: Record<string, PlainRow[]> = {}
  for (const { privacy } of features) Object.assign(exported, await privacy?.exportFor(app.app.deps.db, userId))
  expect(JSON.parse(JSON.stringify(exported))).toEqual(exported)
  expect(Object.keys(exported).filter((table) => !claimed.has(table))).toEqual([])
  return exported
}
