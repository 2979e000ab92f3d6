import { afterAll, beforeAll, expect, test } from 'vitest'
import { ExportOwnData, ReadOwnData } from '#protocol/privacy'
import { startApp, type TestApp } from '../support/app.ts'
import { Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let maria: Citizen
let jonas: Citizen

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
})
afterAll(() => app.close())

test('people see what is kept about them by kind, and take all of it along; nobody else’s, and no secret', async () => {
  const project = await town.project(maria, [[jonas, 'member']])
  const room = await town.room(maria, project)
  await maria.say(room.id, 'Von Maria')
  await jonas.say(room.id, 'Von Jonas')
  const kinds = new Map((await jonas.call(ReadOwnData, {})).map(({ table, rows }) => [table, rows]))
  expect(kinds.get('users')).toBe(1)
  expect(kinds.get('messages')).toBe(1)
  expect(kinds.has('rooms')).toBe(false)

  const exported = await jonas.call(ExportOwnData, {})
  expect(exported.map(({ table, rows }) => [table, rows.length])).toEqual(
    expect.arrayContaining([...kinds].map(([table, rows]) => [table, rows])),
  )
  const messages = exported.find(({ table }) => table === 'messages')
  expect(messages?.rows).toMatchObject([{ body: 'Von Jonas' }])
  expect(messages?.columns['body']).toBe('what they wrote')
  expect(JSON.stringify(exported.map(({ rows }) => rows))).not.toMatch(/Maria|argon2/)

  await expect(jonas.copy().call(ReadOwnData, {})).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(jonas.copy().call(ExportOwnData, {})).rejects.toMatchObject({ code: 'unauthenticated' })
})
