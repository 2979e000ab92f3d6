import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { WhoAmI } from '#protocol/auth'
import { CreateProgram, ListPrograms, RemoveProgram, RenewProgram, TOKEN_RIGHTS } from '#protocol/integrations'
import { ListOrganisationPeople, ListOrganisations } from '#protocol/orgs'
import { ListProjectPeople, ListProjects, RemoveProjectPerson, SetProjectRole, type Project } from '#protocol/projects'
import {
  CreateRoom,
  ListRoomPeople,
  ListRooms,
  OpenRoom,
  RenameRoom,
  SendMessage,
  type RoomSummary,
} from '#protocol/rooms'
import { v7 } from 'uuid'
import { users } from '../../server/features/auth/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Program } from '../support/program.ts'
import { Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let maria: Citizen
let jonas: Citizen
let stranger: Citizen
let project: Project
let room: RoomSummary
let closed: RoomSummary

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
  closed = await town.room(maria, project, 'closed')
})
afterAll(() => app.close())

const all = () => ({ projectId: project.id, name: 'Pegelmelder', rights: [...TOKEN_RIGHTS], days: 90, roomIds: null })
const post = (roomId: string) => ({ roomId, clientId: v7(), body: 'Pegel 2,10 m' })

test('leads let programs in; a program says that it is one and is listed wherever it can read', async () => {
  const refused = jonas.call(CreateProgram, all())
  await expect(refused).rejects.toMatchObject({ code: 'forbidden' })
  await expect(stranger.call(CreateProgram, all())).rejects.toMatchObject({ code: 'not_found' })
  const { program: made, secret } = await maria.call(CreateProgram, all())
  expect(secret).toMatch(/^alm_t_[\w-]{43}$/)
  const program = new Program(maria, secret)

  const { author } = await program.call(SendMessage, post(room.id))
  expect(author).toEqual({ id: made.id, name: 'Pegelmelder', organisation: null, program: true })
  const socket = await jonas.call(OpenRoom, { roomId: room.id })
  expect(socket.page.messages[0]?.author).toEqual(author)
  expect((await maria.say(room.id, 'Danke')).author).not.toHaveProperty('program')

  // It sees the open room and not the closed one, and stands on the lists of exactly what it sees.
  expect((await program.call(ListRooms, {})).map(({ id }) => id)).toEqual([room.id])
  await expect(program.call(OpenRoom, { roomId: closed.id })).rejects.toMatchObject({ code: 'not_found' })
  expect(await jonas.call(ListRoomPeople, { roomId: room.id })).toContainEqual(
    expect.objectContaining({ id: made.id, program: true }),
  )
  expect((await maria.call(ListRoomPeople, { roomId: closed.id })).map(({ id }) => id)).toEqual([maria.id])
  expect(await jonas.call(ListProjectPeople, { projectId: project.id })).toContainEqual(
    expect.objectContaining({ id: made.id, role: 'member', program: true }),
  )
})

test('a program for named rooms is on their lists and sees nothing else', async () => {
  const { program: made, secret } = await maria.call(CreateProgram, { ...all(), roomIds: [closed.id] })
  const program = new Program(maria, secret)
  expect(made).toMatchObject({ reach: 'rooms', rooms: [{ id: closed.id, name: 'Technik' }] })
  await program.call(SendMessage, post(closed.id))
  expect((await program.call(ListRooms, {})).map(({ id }) => id)).toEqual([closed.id])
  expect((await maria.call(ListRoomPeople, { roomId: closed.id })).map(({ id }) => id)).toContain(made.id)
  for (const roomId of [room.id, (await town.room(maria, await town.project(maria))).id]) {
    await expect(program.call(OpenRoom, { roomId })).rejects.toMatchObject({ code: 'not_found' })
  }
  const people = program.call(ListProjectPeople, { projectId: project.id })
  await expect(people).rejects.toMatchObject({ code: 'forbidden' })

  // Another lead, who is not on the closed room's list, learns of the program and not of the room.
  await maria.call(SetProjectRole, { projectId: project.id, personId: jonas.id, role: 'lead' })
  expect(await jonas.call(ListPrograms, { projectId: project.id })).toMatchObject([{ id: made.id, rooms: [] }])
  const unseen = jonas.call(CreateProgram, { ...all(), roomIds: [closed.id] })
  await expect(unseen).rejects.toMatchObject({ code: 'not_found' })
  const foreign = await town.room(maria, await town.project(maria))
  const across = maria.call(CreateProgram, { ...all(), roomIds: [foreign.id] })
  await expect(across).rejects.toMatchObject({ code: 'not_found' })
  expect(await jonas.call(ListPrograms, { projectId: project.id })).toHaveLength(1)
})

test('a program that only reads has no place to write, and none leads or manages', async () => {
  const reading = await maria.call(CreateProgram, { ...all(), rights: ['room.read'] })
  const listed = await maria.call(ListProjectPeople, { projectId: project.id })
  expect(listed.find(({ id }) => id === reading.program.id)).toMatchObject({ role: 'viewer' })
  const { program: made, secret } = await maria.call(CreateProgram, all())
  const program = new Program(maria, secret)
  const own = await program.call(CreateRoom, { projectId: project.id, name: 'Messwerte', visibility: 'open' })
  for (const refused of [
    () => program.call(RenameRoom, { roomId: own.id, name: 'Anders' }),
    () => program.call(CreateProgram, all()),
    () => program.call(WhoAmI, {}),
  ])
    await expect(refused()).rejects.toMatchObject({ code: 'forbidden' })
  const lead = maria.call(SetProjectRole, { projectId: project.id, personId: made.id, role: 'lead' })
  await expect(lead).rejects.toMatchObject({ code: 'conflict' })
})

test('it ends when it is taken out, by whatever way; what it wrote stays', async () => {
  const first = await maria.call(CreateProgram, all())
  const second = await maria.call(CreateProgram, { ...all(), name: 'Zweiter' })
  const [one, two] = [new Program(maria, first.secret), new Program(maria, second.secret)]
  await one.call(SendMessage, post(room.id))
  await two.call(ListProjects, {})
  for (const [person, code] of [
    [jonas, 'forbidden'],
    [stranger, 'not_found'],
  ] as const) {
    const refused = person.call(RemoveProgram, { programId: first.program.id })
    await expect(refused).rejects.toMatchObject({ code })
    const list = person.call(ListPrograms, { projectId: project.id })
    await expect(list).rejects.toMatchObject({ code })
  }
  await maria.call(RemoveProgram, { programId: first.program.id })
  await maria.call(RemoveProjectPerson, { projectId: project.id, personId: second.program.id })
  for (const program of [one, two]) {
    await expect(program.call(ListProjects, {})).rejects.toMatchObject({ code: 'unauthenticated' })
  }
  expect(await maria.call(ListPrograms, { projectId: project.id })).toEqual([])
  expect(await maria.reads(room.id)).toEqual(['Pegel 2,10 m'])
  const again = maria.call(RenewProgram, { programId: first.program.id, days: 30 })
  await expect(again).rejects.toMatchObject({ code: 'not_found' })
})

test('a renewed secret has the same rights and is the only one', async () => {
  const { program: made, secret } = await maria.call(CreateProgram, { ...all(), rights: ['room.read'] })
  const renewed = await maria.call(RenewProgram, { programId: made.id, days: 365 })
  expect(renewed.program).toMatchObject({ id: made.id, rights: ['room.read'] })
  const program = new Program(maria, renewed.secret)
  await program.call(OpenRoom, { roomId: room.id })
  await expect(program.call(SendMessage, post(room.id))).rejects.toMatchObject({ code: 'forbidden' })
  const old = new Program(maria, secret).call(OpenRoom, { roomId: room.id })
  await expect(old).rejects.toMatchObject({ code: 'unauthenticated' })
})

test('a program is no person: no address, no password, in no organisation, and the database keeps it so', async () => {
  const { program: made } = await maria.call(CreateProgram, all())
  const { db } = app.app.deps
  const [row] = await db.select().from(users).where(eq(users.id, made.id))
  expect(row).toMatchObject({ kind: 'program', email: null, passwordHash: null })
  for (const change of [{ email: 'pegel@arnsberg.example' }, { passwordHash: 'x' }, { installationAdmin: true }]) {
    await expect(db.update(users).set(change).where(eq(users.id, made.id))).rejects.toThrow()
  }
  const [arnsberg] = await maria.call(ListOrganisations, {})
  const { people } = await maria.call(ListOrganisationPeople, { organisationId: arnsberg!.id })
  expect(people.map(({ id }) => id)).not.toContain(made.id)
})
