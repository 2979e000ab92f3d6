import type postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SignIn } from '#protocol/auth'
import { ListOrganisationPeople, ListOrganisations, MergePeople, PreviewMerge } from '#protocol/orgs'
import { ListProjectPeople, ListProjects } from '#protocol/projects'
import { AddRoomPerson, ListRooms, MarkRead, MessageChanged, OpenRoom, React, SendMessage } from '#protocol/rooms'
import { connect } from '../../server/platform/db.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { Browser } from '../support/person.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let maria: Citizen
let jonas: Citizen
let sql: postgres.Sql

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg') // its administrator
  jonas = await town.person('Jonas Weber', 'Soest') // its administrator
  sql = connect(app.database, { max: 1 })
})
afterAll(async () => {
  await sql.end()
  await app.close()
})

test('two accounts of one person become one: what they wrote, read, are in and may do', async () => {
  const eva = await town.person('Eva Klein', 'Arnsberg')
  const twin = await town.person('Eva Kleyn', 'Arnsberg')
  const shared = await town.project(jonas, [
    [eva, 'viewer'],
    [twin, 'member'],
  ])
  const only = await town.project(twin, [[jonas, 'member']])
  const open = await town.room(jonas, shared)
  const closed = await town.room(twin, only, 'closed')
  await twin.call(AddRoomPerson, { roomId: closed.id, personId: jonas.id })
  const first = await twin.say(open.id, 'Als Kleyn geschrieben')
  const answer = await jonas.say(open.id, 'Gut')
  await jonas.say(open.id, 'Unberührt')
  const secret = await twin.say(closed.id, 'Geschlossen')
  for (const emoji of ['👍', '👀']) await twin.call(React, { roomId: open.id, messageId: answer.id, emoji, on: true })
  await twin.call(MarkRead, { roomId: closed.id, seq: secret.seq })
  const cursor = (await jonas.call(OpenRoom, { roomId: open.id })).room.version

  const preview = await maria.call(PreviewMerge, { keepId: eva.id, goneId: twin.id })
  expect(preview.projects).toEqual(
    [
      { id: only.id, name: only.name, role: 'lead' },
      { id: shared.id, name: shared.name, role: 'member' },
    ].toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id)),
  )
  const [evas, twins, listening] = [await eva.socket(), await twin.socket(), await jonas.socket()]
  await listening.subscribe({ [`room:${open.id}`]: cursor })
  await maria.call(MergePeople, { keepId: eva.id, goneId: twin.id })

  // Both are signed out, and one of them is no more.
  await eventually(() => expect([evas.closed, twins.closed]).not.toContain(undefined))
  const old = new Browser(app.url).call(SignIn, { email: twin.email, password: PASSWORD })
  await expect(old).rejects.toMatchObject({ code: 'unauthenticated' })
  const { people } = await maria.call(ListOrganisationPeople, { organisationId: await ownOf(maria) })
  expect(people.map(({ id }) => id)).not.toContain(twin.id)
  expect(await sql`select 1 from users where id = ${twin.id}`).toHaveLength(0)

  const back = new Browser(app.url)
  await back.call(SignIn, { email: eva.email, password: PASSWORD })
  const roles = (await back.call(ListProjects, {})).map(({ id, myRole }) => [id, myRole])
  expect(roles).toEqual(
    expect.arrayContaining([
      [shared.id, 'member'],
      [only.id, 'lead'],
    ]),
  )
  const rooms = await back.call(ListRooms, {})
  expect(rooms.find(({ id }) => id === closed.id)).toMatchObject({ unread: 0, rights: { manage: true } })
  expect(await jonas.call(ListProjectPeople, { projectId: only.id })).toHaveLength(2)

  // Whoever was there hears of a gap and catches up to what a fresh reader sees.
  await listening.event(MessageChanged, ({ author }) => author.id === eva.id || author.id === jonas.id)
  const caught = await listening.subscribe({ [`room:${open.id}`]: cursor })
  const fresh = await jonas.call(OpenRoom, { roomId: open.id })
  const told = caught[`room:${open.id}`]
  const changed = told?.state === 'current' ? told.events.filter(({ name }) => name === MessageChanged.name) : []
  expect(changed.map(({ data }) => data)).toEqual(fresh.page.messages.slice(0, 2))
  expect(fresh.page.messages).toMatchObject([
    { id: first.id, author: { id: eva.id }, seq: first.seq, body: 'Als Kleyn geschrieben' },
    { id: answer.id, author: { id: jonas.id }, reactions: [{ people: [eva.id] }, { people: [eva.id] }] },
    { body: 'Unberührt' },
  ])
  const versions = fresh.page.messages.slice(0, 2).map(({ version }) => version)
  expect(versions).toEqual([cursor + 1, cursor + 2])
  await listening.close()
})

test('the same emoji of both is one, and a client id stays one message of its author for ever', async () => {
  const ida = await town.person('Ida Außen', 'Arnsberg')
  const twin = await town.person('Ida Aussen', 'Arnsberg')
  const project = await town.project(jonas, [
    [ida, 'member'],
    [twin, 'member'],
  ])
  const room = await town.room(jonas, project)
  const asked = await jonas.say(room.id, 'Einverstanden?')
  for (const person of [ida, twin])
    await person.call(React, { roomId: room.id, messageId: asked.id, emoji: '👍', on: true })
  const clientId = '0192d3a0-0000-7000-8000-0000000000aa'
  const mine = await ida.say(room.id, 'Von der einen', clientId)
  await twin.say(room.id, 'Von der anderen', clientId)
  await maria.call(MergePeople, { keepId: ida.id, goneId: twin.id })

  const back = new Browser(app.url)
  await back.call(SignIn, { email: ida.email, password: PASSWORD })
  const { page } = await back.call(OpenRoom, { roomId: room.id })
  expect(page.messages.map(({ body, author }) => [body, author.id])).toEqual([
    ['Einverstanden?', jonas.id],
    ['Von der einen', ida.id],
    ['Von der anderen', ida.id],
  ])
  expect(page.messages[0]?.reactions).toEqual([{ emoji: '👍', people: [ida.id] }])
  const again = await back.call(SendMessage, { roomId: room.id, clientId, body: 'Von der einen' })
  expect(again.id).toBe(mine.id)
})

test('only an administrator of both, who is neither of them, can do it', async () => {
  const ben = await town.person('Ben Kurz', 'Arnsberg')
  const otto = await town.person('Otto Fuchs', 'Arnsberg')
  for (const [actor, keepId, goneId, code] of [
    [ben, ben.id, otto.id, 'not_found'],
    [town.admin, ben.id, otto.id, 'not_found'],
    [jonas, ben.id, otto.id, 'not_found'],
    [maria, ben.id, jonas.id, 'not_found'],
    [maria, jonas.id, ben.id, 'not_found'],
    // Managing is not reading: nobody takes over what a colleague reads.
    [maria, maria.id, ben.id, 'conflict'],
    [maria, ben.id, maria.id, 'conflict'],
    [maria, ben.id, ben.id, 'conflict'],
  ] as const) {
    await expect(actor.call(MergePeople, { keepId, goneId })).rejects.toMatchObject({ code })
    await expect(actor.call(PreviewMerge, { keepId, goneId })).rejects.toMatchObject({ code })
  }
})

test('no table holds on to an account in a way that would keep it from being merged', async () => {
  const keys = await sql<{ table: string; column: string }[]>`
    select conrelid::regclass::text as table, attname as column from pg_constraint
    join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and confrelid = 'users'::regclass and confdeltype not in ('c', 'n')`
  // Whoever adds one follows `onPeopleMerged`, as rooms do with messages.
  expect([...keys]).toEqual([{ table: 'messages', column: 'author_id' }])
})

async function ownOf(person: Citizen): Promise<string> {
  const [own] = await person.call(ListOrganisations, {})
  return own!.id
}
