import { once } from 'node:events'
import type { Socket } from 'node:net'
import type postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ListOrganisations, SetPolicies } from '#protocol/orgs'
import {
  PersonTyping,
  PresenceChanged,
  ReadPresence,
  ReportPresence,
  SetSharing,
  TellTyping,
  TYPING,
} from '#protocol/presence'
import { LIMITS } from '#wire/limits'
import type { Project } from '#protocol/projects'
import { MessageChanged } from '#protocol/rooms'
import { users } from '../../server/features/auth/index.ts'
import { projectPeople } from '../../server/features/projects/index.ts'
import { connect } from '../../server/platform/db.ts'
import { newId } from '../../server/platform/ids.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Town, type Citizen } from '../support/town.ts'

let app: TestApp
let sql: postgres.Sql
let town: Town
let maria: Citizen
let ben: Citizen
let project: Project

beforeAll(async () => {
  app = await startApp()
  sql = connect(app.database, { max: 1 })
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  ben = await town.person('Ben Kurz', 'Arnsberg')
  project = await town.project(maria, [[ben, 'member']])
  const [own] = await maria.call(ListOrganisations, {})
  const policies = { presence: 'allowed', typing: 'allowed' } as const
  await maria.call(SetPolicies, { organisationId: own?.id ?? '', policies })
  for (const person of [maria, ben]) await person.call(SetSharing, { presence: true, typing: true })
})
afterAll(async () => {
  await sql.end()
  await app.close()
})

/** Every row of every table of the database, as text; what the machinery itself keeps moving aside. */
async function everything(): Promise<Map<string, string[]>> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`
  const found = new Map<string, string[]>()
  for (const { name } of tables) {
    const rows = await sql.unsafe<{ row: string }[]>(`select t::text as row from ${name} t order by 1`)
    const texts = rows.map(({ row }) => row)
    // Leases and jobs change by themselves: of them it counts that they name nobody.
    const moves = name === 'public.meeting_nodes' || name.startsWith('jobs.')
    found.set(name, moves ? texts.filter((row) => row.includes(maria.id) || row.includes(ben.id)) : texts)
  }
  return found
}

test('H4: being there and writing leave nothing in any table', async () => {
  const room = await town.room(maria, project)
  const sockets = [await maria.socket(), await ben.socket()]
  const [mouth, ears] = [sockets[0]!, sockets[1]!]
  await ears.subscribe({ [`presence:${room.id}`]: null, [`typing:${room.id}`]: null })
  const before = await everything()
  expect(before.size).toBeGreaterThan(15)
  expect([...before.values()].flat().some((row) => row.includes(maria.id))).toBe(true)

  await mouth.call(ReportPresence, { here: true })
  await mouth.call(TellTyping, { roomId: room.id })
  await ears.event(PersonTyping)
  await ears.event(PresenceChanged, ({ here }) => here.includes(maria.id))
  expect(await ears.call(ReadPresence, { roomId: room.id })).toEqual({ here: [maria.id] })
  await mouth.call(ReportPresence, { here: false })
  app.clock.pass(20_000)
  await ears.until(
    (frame) => frame.t === 'event' && JSON.stringify(frame.data).includes(`"gone":["${maria.id}"]`),
    8_000,
  )

  expect(await everything()).toEqual(before)
  await Promise.all(sockets.map((socket) => socket.close()))
})

test('H5: where many are, nobody is told that somebody writes', async () => {
  const crowded = await town.project(maria, [[ben, 'member']])
  const room = await town.room(maria, crowded)
  const fill = async (count: number) => {
    const ids = Array.from({ length: count }, () => newId())
    const people = ids.map((id) => ({ id, name: 'Noch jemand', email: `${id}@example.org` }))
    await app.app.deps.db.insert(users).values(people)
    const seats = ids.map((userId) => ({ projectId: crowded.id, userId, role: 'member' as const }))
    await app.app.deps.db.insert(projectPeople).values(seats)
  }
  await fill(TYPING.mostPeople - 2)
  expect(await maria.call(TellTyping, { roomId: room.id })).toBeNull()
  await fill(1)
  await expect(ben.call(TellTyping, { roomId: room.id })).rejects.toMatchObject({ code: 'too_many' })
})

test('H5: a slow reader loses that somebody writes, and no message', async () => {
  const room = await town.room(maria, project)
  const upgraded = once(app.app.http.server, 'upgrade') as Promise<[unknown, Socket]>
  const ears = await ben.socket()
  const [, line] = await upgraded
  await ears.subscribe({ [`typing:${room.id}`]: null, [`room:${room.id}`]: room.version })
  const long = '€'.repeat(LIMITS.messageLength)
  const said: string[] = []
  const say = async () => said.push((await maria.say(room.id, long)).id)
  const write = (name: string) => {
    const person = { id: maria.id, name }
    app.app.deps.publish.hint(`typing:${room.id}`, PersonTyping, { roomId: room.id, person }, { membership: 0 })
  }

  write('heard')
  ears.pause()
  // Until the machine takes in no more for somebody who does not read.
  while (line.writableLength === 0) await say()
  const beyond = Math.ceil((LIMITS.outboxSoftBytes * 1.5) / Buffer.byteLength(long))
  for (let count = 0; count < beyond; count++) await say()
  write('dropped')
  await say()
  ears.resume()
  await ears.until(() => ears.events(MessageChanged).length === said.length, 20_000)
  expect(ears.events(MessageChanged).map(({ data }) => data.id)).toEqual(said)
  write('heard again')
  await ears.event(PersonTyping, ({ person }) => person.name === 'heard again')
  expect(ears.events(PersonTyping).map(({ data }) => data.person.name)).toEqual(['heard', 'heard again'])
  await ears.close()
})
