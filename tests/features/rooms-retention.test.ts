import { afterAll, beforeAll, expect, test } from 'vitest'
import { ListOrganisations, SetPolicies, SetRetention } from '#protocol/orgs'
import { ListProjects, type Project } from '#protocol/projects'
import { EditMessage, ListRooms, MarkRead, React } from '#protocol/rooms'
import { deleteOld } from '../../server/features/rooms/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Town, type Citizen } from '../support/town.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

let app: TestApp
let town: Town
let maria: Citizen
let jonas: Citizen
let arnsberg: string
let soest: string
let project: Project

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  arnsberg = (await maria.call(ListOrganisations, {}))[0]!.id
  soest = (await jonas.call(ListOrganisations, {}))[0]!.id
  project = await town.project(maria, [[jonas, 'member']])
})
afterAll(() => app.close())

const night = () => deleteOld(app.app.deps)

test('what is older than the owner of a project keeps is deleted at night, and every client hears it', async () => {
  const room = await town.room(maria, project)
  const mine = await town.room(jonas, await town.project(jonas, [[maria, 'member']]))
  const long = Array.from({ length: 60 }, (_, at) => `Alt ${at}`)
  for (const text of long) await jonas.say(room.id, text)
  await maria.say(mine.id, 'Bei Soest')
  app.clock.pass(20 * DAY_MS)
  const young = await jonas.say(room.id, 'Zehn Tage alt')
  await maria.call(React, { roomId: room.id, messageId: young.id, emoji: '👍', on: true })
  await town.admin.call(ListRooms, {}) // A session lasts as long as it is used.
  app.clock.pass(10 * DAY_MS)
  await night()
  expect(await jonas.reads(room.id)).not.toContain(null)

  const other = jonas.call(SetRetention, { organisationId: arnsberg, retentionDays: 7 })
  await expect(other).rejects.toMatchObject({ code: 'not_found' })
  const keeper = town.admin.call(SetRetention, { organisationId: arnsberg, retentionDays: 7 })
  await expect(keeper).rejects.toMatchObject({ code: 'forbidden' })
  await maria.call(SetRetention, { organisationId: arnsberg, retentionDays: 15 })
  // Whoever takes part is told, whatever their own organisation keeps.
  expect((await jonas.call(ListProjects, {})).find(({ id }) => id === project.id)?.retentionDays).toBe(15)

  const socket = await jonas.socket()
  await socket.subscribe({ [`room:${room.id}`]: null })
  await night()
  const told = await socket.until(() => {
    const changes = socket.heard.filter((frame) => frame.t === 'event' && frame.name === 'rooms.messageChanged')
    return changes.length === long.length
  })
  expect(told).toBeDefined()
  await socket.close()
  expect((await jonas.reads(room.id)).filter((body) => body !== null)).toEqual(['Zehn Tage alt'])
  expect(await jonas.reads(mine.id)).toEqual(['Bei Soest'])
  const edited = jonas.call(EditMessage, { roomId: room.id, messageId: young.id, body: 'Zehn Tage, verbessert' })
  expect((await edited).reactions).toHaveLength(1)
  app.clock.pass(6 * DAY_MS)
  await night()
  expect((await jonas.reads(room.id)).filter((body) => body !== null)).toEqual([])
  await maria.call(SetRetention, { organisationId: arnsberg, retentionDays: null })
})

test('an organisation may allow read receipts; while the product has none nobody sees what others have read', async () => {
  const room = await town.room(maria, project)
  for (const [person, organisationId] of [
    [maria, arnsberg],
    [jonas, soest],
  ] as const) {
    expect(await person.call(ListOrganisations, {})).toMatchObject([{ policies: { readReceipts: 'forbidden' } }])
    const allowed = { organisationId, policies: { readReceipts: 'allowed' } } as const
    expect(await person.call(SetPolicies, allowed)).toMatchObject({
      policies: { presence: 'forbidden', typing: 'forbidden', readReceipts: 'allowed' },
    })
  }
  const hers = await maria.socket()
  await hers.subscribe({ [`room:${room.id}`]: null, [`user:${maria.id}`]: null })
  const message = await maria.say(room.id, 'Gelesen?')
  const before = hers.heard.length
  await jonas.call(MarkRead, { roomId: room.id, seq: message.seq })
  await maria.say(room.id, 'Danach')
  await hers.until((frame) => frame.t === 'event' && JSON.stringify(frame).includes('Danach'))
  const since = hers.heard.slice(before).filter((frame) => !JSON.stringify(frame).includes('Gelesen?'))
  expect(since.every((frame) => frame.t === 'event' && frame.name === 'rooms.messageChanged')).toBe(true)
  await hers.close()
})
