import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { CreateIncomingHook, ListRoomHooks, RemoveHook } from '#protocol/integrations'
import { AddProjectPerson, ListProjectPeople, type Project } from '#protocol/projects'
import { ArchiveRoom, ListRoomPeople, MessageChanged, RemoveRoomPerson, type RoomSummary } from '#protocol/rooms'
import { startApp, type TestApp } from '../support/app.ts'
import { Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let maria: Citizen
let jonas: Citizen
let stranger: Citizen
let project: Project
let room: RoomSummary

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  stranger = await town.person('Fritz Fremd', 'Olpe')
})
beforeEach(async () => {
  project = await town.project(maria, [[jonas, 'member']])
  room = await town.room(maria, project)
})
afterAll(() => app.close())

interface Answer {
  id?: string
  refusal?: { code: string; field?: string }
}

/** What a sensor station sends: a plain request without origin and cookies. */
async function send(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(app.url + new URL(url).pathname, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: response.status, answer: (await response.json()) as Answer, text: response.headers }
}

const hookOf = (roomId: string) => maria.call(CreateIncomingHook, { roomId, name: 'Pegel Ruhr' })

test('who manages a room makes an address that posts there, at once and for everybody', async () => {
  await expect(jonas.call(CreateIncomingHook, { roomId: room.id, name: 'x' })).rejects.toMatchObject({
    code: 'forbidden',
  })
  const outside = stranger.call(CreateIncomingHook, { roomId: room.id, name: 'x' })
  await expect(outside).rejects.toMatchObject({ code: 'not_found' })
  const { hook, url } = await hookOf(room.id)
  expect(url).toMatch(/\/api\/hooks\/alm_h_[\w-]{43}$/)

  const socket = await jonas.socket()
  await socket.subscribe({ [`room:${room.id}`]: null })
  const { status, answer } = await send(url, { text: 'Pegel **2,10 m**', username: 'ignored' })
  expect(status).toBe(200)
  const told = await socket.event(MessageChanged)
  expect(told).toMatchObject({
    id: answer.id,
    body: 'Pegel **2,10 m**',
    author: { id: hook.id, name: 'Pegel Ruhr', organisation: null, program: true },
  })
  await socket.close()
  expect((await jonas.call(ListRoomPeople, { roomId: room.id })).map(({ id }) => id)).toContain(hook.id)
  expect(await jonas.call(ListProjectPeople, { projectId: project.id })).toContainEqual(
    expect.objectContaining({ id: hook.id, role: 'external', program: true }),
  )
  const listed = await maria.call(ListRoomHooks, { roomId: room.id })
  const today = app.clock.now().toISOString().slice(0, 10)
  expect(listed).toEqual({ incoming: [{ ...hook, lastUsedOn: today }], outgoing: [] })
  expect(JSON.stringify(listed)).not.toContain('alm_h_')
})

test('the same key is one message, however often it is sent, and nothing else', async () => {
  const { url } = await hookOf(room.id)
  const key = { 'idempotency-key': 'messung 2026-11-24T09:30' }
  const answers = await Promise.all([1, 2, 3].map(() => send(url, { text: 'Alarm' }, key)))
  expect(new Set(answers.map(({ answer }) => answer.id)).size).toBe(1)
  expect(await maria.reads(room.id)).toEqual(['Alarm'])
  expect(await send(url, { text: 'Entwarnung' }, key)).toMatchObject({ status: 409 })
  // Another hook's key of the same name is another one.
  const other = await hookOf(room.id)
  expect(await send(other.url, { text: 'Alarm' }, key)).toMatchObject({ status: 200 })
  expect(await send(url, { text: 'x' }, { 'idempotency-key': 'k'.repeat(201) })).toMatchObject({ status: 400 })
})

test('unknown, removed, archived and taken off the list are one answer, whatever is sent', async () => {
  const never = `http://x/api/hooks/alm_h_${'A'.repeat(43)}`
  const removed = await hookOf(room.id)
  const stranded = await hookOf(room.id)
  const second = await town.room(maria, project)
  const archived = await hookOf(second.id)
  for (const { url } of [removed, stranded, archived])
    expect(await send(url, { text: 'geht' })).toMatchObject({ status: 200 })

  await expect(jonas.call(RemoveHook, { hookId: removed.hook.id })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(stranger.call(RemoveHook, { hookId: removed.hook.id })).rejects.toMatchObject({ code: 'not_found' })
  await maria.call(RemoveHook, { hookId: removed.hook.id })
  await maria.call(RemoveRoomPerson, { roomId: room.id, personId: stranded.hook.id })
  await maria.call(ArchiveRoom, { roomId: second.id, archived: true })
  for (const body of [{ text: 'hallo' }, { text: '' }, {}]) {
    const answers = []
    for (const url of [never, removed.url, stranded.url, archived.url]) answers.push(await send(url, body))
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    expect(new Set(answers.map(({ answer }) => JSON.stringify(answer))).size).toBe(1)
  }
  await maria.call(ArchiveRoom, { roomId: second.id, archived: false })
  expect(await send(archived.url, { text: 'wieder da' })).toMatchObject({ status: 200 })
})

test('what cannot be a message is refused by its field', async () => {
  const { url } = await hookOf(room.id)
  for (const body of [{}, { text: ' ' }, { text: 5 }, { text: 'a\u0000b' }, { text: 'x'.repeat(20_001) }, []]) {
    const { status, answer } = await send(url, body)
    expect(status).toBe(400)
    expect(answer.refusal).toMatchObject({ code: 'invalid', field: 'text' })
  }
  expect((await send(url, '{"text":')).status).toBe(400)
  expect((await send(url, { text: 'x', more: 'y'.repeat(140_000) })).status).toBe(413)
  expect((await send(url, { text: 'ü'.repeat(20_000) })).status).toBe(200)
})

test('a program that floods is slowed, alone; and so is whoever guesses addresses', async () => {
  const [{ url }, other] = [await hookOf(room.id), await hookOf(room.id)]
  const answers = await Promise.all(Array.from({ length: 62 }, (_, index) => send(url, { text: `${index}` })))
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(2)
  expect((await send(other.url, { text: 'geht' })).status).toBe(200)

  const guess = () => send(`http://x/api/hooks/alm_h_${v7()}`, { text: 'x' })
  const guesses = await Promise.all(Array.from({ length: 110 }, guess))
  expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([404, 429]))
  expect((await send(other.url, { text: 'geht weiter' })).status).toBe(200)
})

test('the creator of a room who leads nothing keeps its hooks', async () => {
  const ben = await town.person('Ben Kurz', 'Arnsberg')
  await maria.call(AddProjectPerson, { projectId: project.id, email: ben.email, role: 'member' })
  const own = await town.room(ben, project, 'closed')
  const { hook, url } = await ben.call(CreateIncomingHook, { roomId: own.id, name: 'Uhr' })
  expect((await send(url, { text: 'Es ist neun' })).status).toBe(200)
  // Whoever leads the project does not see the closed room, nor its hooks.
  await expect(maria.call(ListRoomHooks, { roomId: own.id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(maria.call(RemoveHook, { hookId: hook.id })).rejects.toMatchObject({ code: 'not_found' })
})
