import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { SetPersonActive } from '#protocol/orgs'
import {
  AddProjectPerson,
  ListProjectPeople,
  ListProjects,
  ProjectChanged,
  RemoveProjectPerson,
  RenameProject,
  SetProjectRole,
  type Project,
} from '#protocol/projects'
import { AddRoomPerson, ListRooms, OpenRoom, type RoomSummary } from '#protocol/rooms'
import { roomPeople, roomVersions } from '../../server/features/rooms/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let maria: Citizen
let jonas: Citizen
let vera: Citizen
let stranger: Citizen
let project: Project

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  vera = await town.person('Vera Lang', 'Olpe')
  stranger = await town.person('Fritz Fremd', 'Arnsberg')
})
beforeEach(async () => {
  project = await town.project(maria, [
    [jonas, 'member'],
    [vera, 'viewer'],
  ])
})
afterAll(() => app.close())

const peopleOf = async (asking: Citizen) => {
  const people = await asking.call(ListProjectPeople, { projectId: project.id })
  return people.map(({ name, organisation, role }) => `${name} (${organisation}): ${role}`)
}

const mine = async (person: Citizen) =>
  (await person.call(ListProjects, {})).find(({ id }) => id === project.id) ?? 'not mine'

test('a project belongs to one organisation and is shared with those of its people', async () => {
  expect(await mine(maria)).toMatchObject({
    myRole: 'lead',
    organisations: [{ name: 'Arnsberg' }, { name: 'Olpe' }, { name: 'Soest' }],
  })
  expect(await mine(vera)).toMatchObject({ myRole: 'viewer' })
  expect(await peopleOf(jonas)).toEqual([
    'Jonas Weber (Soest): member',
    'Maria Schulte (Arnsberg): lead',
    'Vera Lang (Olpe): viewer',
  ])
  // The same town does not open it.
  expect(await mine(stranger)).toBe('not mine')
  await expect(peopleOf(stranger)).rejects.toMatchObject({ code: 'not_found' })
})

test('leads manage; members are told that they may not, strangers that there is nothing', async () => {
  const projectId = project.id
  const attempts = (person: Citizen) => [
    () => person.call(RenameProject, { projectId, name: 'Übernommen' }),
    () => person.call(AddProjectPerson, { projectId, email: stranger.email, role: 'lead' }),
    () => person.call(SetProjectRole, { projectId, personId: person.id, role: 'lead' }),
    () => person.call(RemoveProjectPerson, { projectId, personId: maria.id }),
  ]
  for (const [person, code] of [
    [jonas, 'forbidden'],
    [vera, 'forbidden'],
    [stranger, 'not_found'],
  ] as const) {
    for (const attempt of attempts(person)) await expect(attempt()).rejects.toMatchObject({ code })
  }
  expect(await maria.call(RenameProject, { projectId, name: ' Pegel ' })).toMatchObject({ name: 'Pegel' })
  const added = await maria.call(AddProjectPerson, { projectId, email: stranger.email.toUpperCase(), role: 'viewer' })
  expect(added).toMatchObject({ name: 'Fritz Fremd', organisation: 'Arnsberg', role: 'viewer' })
  const promoted = await maria.call(SetProjectRole, { projectId, personId: stranger.id, role: 'member' })
  expect(promoted).toMatchObject({ role: 'member' })
})

test('adding: nobody with this address, somebody deactivated, and somebody who is in already', async () => {
  const gone = await town.person('Gisela Weg', 'Soest')
  await jonas.call(SetPersonActive, { personId: gone.id, active: false })
  for (const email of ['niemand@soest.example', gone.email]) {
    const added = maria.call(AddProjectPerson, { projectId: project.id, email, role: 'member' })
    await expect(added).rejects.toMatchObject({ code: 'not_found', details: { field: 'email' } })
  }
  const twice = maria.call(AddProjectPerson, { projectId: project.id, email: jonas.email, role: 'lead' })
  await expect(twice).rejects.toMatchObject({ code: 'conflict' })
  expect(await mine(jonas)).toMatchObject({ myRole: 'member' })
})

test('a project keeps a lead, also when two step down at once', async () => {
  const projectId = project.id
  const alone = [
    () => maria.call(SetProjectRole, { projectId, personId: maria.id, role: 'member' }),
    () => maria.call(RemoveProjectPerson, { projectId, personId: maria.id }),
  ]
  for (const attempt of alone) await expect(attempt()).rejects.toMatchObject({ code: 'conflict' })

  await maria.call(SetProjectRole, { projectId, personId: jonas.id, role: 'lead' })
  const [first, second] = await Promise.allSettled([
    maria.call(SetProjectRole, { projectId, personId: maria.id, role: 'viewer' }),
    jonas.call(RemoveProjectPerson, { projectId, personId: jonas.id }),
  ])
  expect([first.status, second.status].toSorted()).toEqual(['fulfilled', 'rejected'])
  const people = await vera.call(ListProjectPeople, { projectId })
  expect(people.filter(({ role }) => role === 'lead')).toHaveLength(1)
})

test('of two leads who remove each other at once one stays and is still the lead', async () => {
  const projectId = project.id
  await maria.call(SetProjectRole, { projectId, personId: jonas.id, role: 'lead' })
  const removals = await Promise.allSettled([
    maria.call(RemoveProjectPerson, { projectId, personId: jonas.id }),
    jonas.call(RemoveProjectPerson, { projectId, personId: maria.id }),
  ])
  expect(removals.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  // Whoever was removed first may not act any more: the second is told that there is no such project.
  const refused = removals.find(({ status }) => status === 'rejected')
  expect(refused).toMatchObject({ reason: { code: 'not_found' } })
})

test('everybody concerned hears of changes, strangers hear nothing', async () => {
  const [hers, his] = [await vera.socket(), await stranger.socket()]
  await hers.subscribe({ [`user:${vera.id}`]: null })
  await his.subscribe({ [`user:${stranger.id}`]: null })
  await maria.call(RenameProject, { projectId: project.id, name: 'Pegel' })
  expect(await hers.event(ProjectChanged)).toEqual({ projectId: project.id })
  await maria.call(RemoveProjectPerson, { projectId: project.id, personId: vera.id })
  await hers.until(() => hers.events(ProjectChanged).length === 2)
  expect(await mine(vera)).toBe('not mine')
  await his.settle()
  expect(his.events(ProjectChanged)).toEqual([])
  await Promise.all([hers.close(), his.close()])
})

test('whoever leaves is out of all rooms of the project in the same commit, and of no other', async () => {
  const { db } = app.app.deps
  const rooms = [await town.room(maria, project), await town.room(maria, project, 'closed')]
  const [open, closed] = rooms as [RoomSummary, RoomSummary]
  await maria.call(AddRoomPerson, { roomId: closed.id, personId: jonas.id })
  const other = await town.room(jonas, await town.project(jonas))
  const counters = async () => {
    const rows = await db.select().from(roomVersions)
    return new Map(rows.map(({ roomId, version, membership }) => [roomId, { version, membership }]))
  }
  expect((await jonas.call(ListRooms, {})).map(({ id }) => id)).toEqual(expect.arrayContaining([open.id, closed.id]))

  const before = await counters()
  await jonas.call(RemoveProjectPerson, { projectId: project.id, personId: jonas.id })
  const after = await counters()
  for (const { id } of rooms) {
    const version = (before.get(id)?.version ?? 0) + 1
    expect(after.get(id)).toEqual({ version, membership: version })
    await expect(jonas.call(OpenRoom, { roomId: id })).rejects.toMatchObject({ code: 'not_found' })
  }
  expect(after.get(other.id)).toEqual(before.get(other.id))
  await jonas.reads(other.id)

  // Back in the project he sees what is open; the closed room's list has forgotten him.
  const listed = and(eq(roomPeople.roomId, closed.id), eq(roomPeople.userId, jonas.id))
  expect(await db.select().from(roomPeople).where(listed)).toEqual([])
  await maria.call(AddProjectPerson, { projectId: project.id, email: jonas.email, role: 'member' })
  await jonas.reads(open.id)
  await expect(jonas.call(OpenRoom, { roomId: closed.id })).rejects.toMatchObject({ code: 'not_found' })
})
