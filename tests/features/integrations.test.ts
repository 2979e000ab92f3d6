import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { UpdateMe, WhoAmI } from '#protocol/auth'
import { CreateToken, ListTokens, RevokeToken, TOKEN_RIGHTS } from '#protocol/integrations'
import { SetPersonActive } from '#protocol/orgs'
import { ListProjectPeople, ListProjects, RemoveProjectPerson, SetProjectRole, type Project } from '#protocol/projects'
import {
  CreateRoom,
  DeleteMessage,
  EditMessage,
  ListRooms,
  MarkRead,
  OpenRoom,
  ReadHistory,
  SendMessage,
  type RoomSummary,
} from '#protocol/rooms'
import type { Right } from '#wire/permissions'
import type { Refusal } from '#wire/refusal'
import { asc } from 'drizzle-orm'
import { auditLog } from '../../server/platform/tables.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Program } from '../support/program.ts'
import { TestSocket } from '../support/socket.ts'
import { Town, type Citizen } from '../support/town.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

let app: TestApp
let town: Town
let admin: Citizen
let maria: Citizen
let jonas: Citizen
let project: Project
let room: RoomSummary

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  admin = await town.person('Anna Amt', 'Arnsberg') // its administrator
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
})
beforeEach(async () => {
  project = await town.project(maria, [[jonas, 'member']])
  room = await town.room(maria, project)
})
afterAll(() => app.close())

/** A token of somebody's, and the program that uses it. */
async function token(person: Citizen, rights: readonly Right[], days = 90) {
  const made = await person.call(CreateToken, { name: 'Wetterstation', rights: [...rights], days })
  return { ...made, program: new Program(person, made.secret) }
}

/** How each of these was refused. */
async function codesOf(calls: readonly Promise<unknown>[]): Promise<(string | undefined)[]> {
  const settled = await Promise.allSettled(calls)
  return settled.map((call) => (call.status === 'rejected' ? (call.reason as Refusal).code : undefined))
}

const post = (roomId: string) => ({ roomId, clientId: v7(), body: 'Pegel 2,10 m' })

test('a token acts as the person who made it, with the rights it was given and no others', async () => {
  const { program } = await token(maria, ['room.post'])
  const message = await program.call(SendMessage, post(room.id))
  expect(message.author).toMatchObject({ id: maria.id, name: 'Maria Schulte' })
  expect(await jonas.reads(room.id)).toEqual(['Pegel 2,10 m'])
  await program.call(EditMessage, { roomId: room.id, messageId: message.id, body: 'Pegel 2,20 m' })

  const reading = (await token(maria, ['room.read'])).program
  expect((await reading.call(OpenRoom, { roomId: room.id })).page.messages).toHaveLength(1)

  // What one may, the other may not; the person herself may all of it.
  const { id: messageId } = message
  const refused = await codesOf([
    program.call(OpenRoom, { roomId: room.id }),
    program.call(ReadHistory, { roomId: room.id, before: 9 }),
    program.call(ListRooms, {}),
    program.call(DeleteMessage, { roomId: room.id, messageId }),
    reading.call(SendMessage, post(room.id)),
    reading.call(DeleteMessage, { roomId: room.id, messageId }),
    reading.call(MarkRead, { roomId: room.id, seq: 2 }),
  ])
  expect(refused).toEqual(refused.map(() => 'forbidden'))
  await maria.call(MarkRead, { roomId: room.id, seq: 2 })
  await maria.call(DeleteMessage, { roomId: room.id, messageId })
})

test('each right opens what is named after it', async () => {
  const { id: messageId } = await maria.say(room.id, 'Von Maria')
  const uses: Partial<Record<Right, (program: Program) => Promise<unknown>>> = {
    'self.read': (program) => program.call(ListProjects, {}),
    'project.readPeople': (program) => program.call(ListProjectPeople, { projectId: project.id }),
    'project.createRoom': (program) =>
      program.call(CreateRoom, { projectId: project.id, name: 'Messwerte', visibility: 'open' }),
    'room.read': (program) => program.call(OpenRoom, { roomId: room.id }),
    'room.post': (program) => program.call(SendMessage, post(room.id)),
    'room.withdraw': (program) => program.call(DeleteMessage, { roomId: room.id, messageId }),
  }
  for (const [right, use] of Object.entries(uses) as [Right, (program: Program) => Promise<unknown>][]) {
    expect(TOKEN_RIGHTS).toContain(right)
    const others = TOKEN_RIGHTS.filter((other) => other !== right)
    await expect(use((await token(maria, others)).program), right).rejects.toMatchObject({ code: 'forbidden' })
    await use((await token(maria, [right])).program)
  }
})

test('no token reaches what guards an account, nor the commands that need none', async () => {
  const { program, token: own } = await token(maria, TOKEN_RIGHTS)
  const refused = await codesOf([
    program.call(ListTokens, {}),
    program.call(CreateToken, { name: 'Noch einer', rights: ['room.read'], days: 1 }),
    program.call(RevokeToken, { tokenId: own.id }),
    program.call(UpdateMe, { name: 'Jemand' }),
    program.call(WhoAmI, {}),
    program.call(RemoveProjectPerson, { projectId: project.id, personId: jonas.id }),
  ])
  expect(refused).toEqual(refused.map(() => 'forbidden'))
  const invented = maria.call(CreateToken, { name: 'x', rights: ['room.manage'], days: 1 })
  await expect(invented).rejects.toMatchObject({ code: 'invalid' })
})

test('a token never gives more than the person has at that moment', async () => {
  const { program } = await token(jonas, TOKEN_RIGHTS)
  const message = await maria.say(room.id, 'Von der Leitung')
  await program.call(SendMessage, post(room.id))
  // Whoever leads may delete what others wrote; no token may.
  const leading = (await token(maria, TOKEN_RIGHTS)).program
  const his = await jonas.say(room.id, 'Von Jonas')
  for (const [of, messageId] of [
    [program, message.id],
    [leading, his.id],
  ] as const) {
    const refused = of.call(DeleteMessage, { roomId: room.id, messageId })
    await expect(refused).rejects.toMatchObject({ code: 'forbidden' })
  }
  await maria.call(SetProjectRole, { projectId: project.id, personId: jonas.id, role: 'viewer' })
  await expect(program.call(SendMessage, post(room.id))).rejects.toMatchObject({ code: 'forbidden' })
  await program.call(OpenRoom, { roomId: room.id })
  await maria.call(RemoveProjectPerson, { projectId: project.id, personId: jonas.id })
  await expect(program.call(OpenRoom, { roomId: room.id })).rejects.toMatchObject({ code: 'not_found' })
  const elsewhere = await town.room(maria, await town.project(maria))
  await expect(program.call(OpenRoom, { roomId: elsewhere.id })).rejects.toMatchObject({ code: 'not_found' })
})

test('it ends when revoked, expired, or with the person, and only its owner sees and revokes it', async () => {
  const ben = await town.person('Ben Kurz', 'Arnsberg')
  const unused = await ben.call(ListTokens, {})
  const { program, token: made } = await token(ben, ['self.read'], 30)
  await program.call(ListProjects, {})
  const [listed] = await ben.call(ListTokens, {})
  expect(unused).toEqual([])
  expect(listed).toEqual({ ...made, lastUsedOn: app.clock.now().toISOString().slice(0, 10) })

  await expect(maria.call(RevokeToken, { tokenId: made.id })).rejects.toMatchObject({ code: 'not_found' })
  expect((await maria.call(ListTokens, {})).map(({ id }) => id)).not.toContain(made.id)
  await ben.call(RevokeToken, { tokenId: made.id })
  await expect(program.call(ListProjects, {})).rejects.toMatchObject({ code: 'unauthenticated' })

  const second = (await token(ben, ['self.read'], 30)).program
  await second.call(ListProjects, {})
  await admin.call(SetPersonActive, { personId: ben.id, active: false })
  await expect(second.call(ListProjects, {})).rejects.toMatchObject({ code: 'unauthenticated' })
  // Who comes back has no tokens: whoever took one along meanwhile gets nothing by it.
  await admin.call(SetPersonActive, { personId: ben.id, active: true })
  await expect(second.call(ListProjects, {})).rejects.toMatchObject({ code: 'unauthenticated' })

  const short = (await token(jonas, ['self.read'], 1)).program
  const long = (await token(jonas, ['self.read'], 3)).program
  app.clock.pass(DAY_MS + 1_000)
  await expect(short.call(ListProjects, {})).rejects.toMatchObject({ code: 'unauthenticated' })
  await long.call(ListProjects, {})
  const tooLong = jonas.call(CreateToken, { name: 'ewig', rights: ['self.read'], days: 366 })
  await expect(tooLong).rejects.toMatchObject({ code: 'invalid' })
})

test('it has the HTTP door only, from nowhere else, and cookies beside it count for nothing', async () => {
  const { secret, program } = await token(maria, ['self.read'])
  await program.call(ListProjects, {})
  expect(secret).toMatch(/^alm_p_[\w-]{43}$/)
  const authorization = `Bearer ${secret}`
  await expect(TestSocket.open(app.url, { authorization })).rejects.toThrow('status 403')
  const polling = await fetch(`${app.url}/api/line?protocol=1`, { method: 'POST', headers: { authorization } })
  expect(polling.ok).toBe(false)

  const page = await maria.post('/api/projects.list', '{}', { authorization, origin: 'https://anderswo.example' })
  expect(page.status).toBe(403)
  // Her own cookie came along both times: it opens nothing that the token does not.
  const withCookie = await maria.post('/api/integrations.listTokens', '{}', { authorization })
  expect(withCookie.status).toBe(403)
  const wrong = await maria.post('/api/projects.list', '{}', { authorization: `Bearer ${secret}x` })
  expect(wrong.status).toBe(401)
})

test('a token is slowed, and so is whoever guesses', async () => {
  const { program } = await token(jonas, ['self.read'])
  const other = (await token(jonas, ['self.read'])).program
  const codes = await codesOf(Array.from({ length: 310 }, () => program.call(ListProjects, {})))
  expect(codes.filter((code) => code === 'too_many')).toHaveLength(10)
  await other.call(ListProjects, {})

  const guesses = Array.from({ length: 110 }, () => new Program(jonas, `alm_p_${v7()}`).call(ListProjects, {}))
  expect(new Set(await codesOf(guesses))).toEqual(new Set(['unauthenticated', 'too_many']))
  await other.call(ListProjects, {})
})

test('what becomes of tokens is in the audit log: who and which, neither names nor secrets', async () => {
  const { token: made, secret } = await token(maria, ['room.read', 'room.post'])
  await maria.call(RevokeToken, { tokenId: made.id })
  const lines = await app.app.deps.db.select().from(auditLog).orderBy(asc(auditLog.seq))
  const about = lines.filter(({ subjectId }) => subjectId === made.id)
  expect(about.map(({ event, actorId }) => [event, actorId])).toEqual([
    ['integrations.tokenCreated', maria.id],
    ['integrations.tokenRevoked', maria.id],
  ])
  expect(about[0]?.details).toEqual({ rights: 'room.read,room.post' })
  expect(JSON.stringify(about)).not.toMatch(new RegExp(`Wetterstation|Schulte|${secret}`))
})
