import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ListMeetings } from '#protocol/meetings'
import { ListOrganisations } from '#protocol/orgs'
import {
  AddProjectPerson,
  ListProjectPeople,
  ListProjects,
  RemoveProjectPerson,
  SetProjectRole,
  type Project,
} from '#protocol/projects'
import {
  AddRoomPerson,
  ArchiveRoom,
  CreateRoom,
  ListRoomPeople,
  ListRooms,
  MessageChanged,
  OpenRoom,
  ReadRoomSharing,
  RemoveRoomPerson,
  ShareRoom,
  type RoomSummary,
} from '#protocol/rooms'
import { startApp, type TestApp } from '../support/app.ts'
import { Town, type Citizen } from '../support/town.ts'

/*
 * Externals have an account and are in a project, and see of it nothing but the rooms that were shared with them or their firm.
 */

let app: TestApp
let town: Town
let maria: Citizen
let ben: Citizen
/** Two of one engineering firm, one of another. */
let paul: Citizen
let petra: Citizen
let rita: Citizen
let project: Project
let room: RoomSummary
let firm: string

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  ben = await town.person('Ben Kurz', 'Soest')
  paul = await town.person('Paul Plan', 'Planwerk')
  petra = await town.person('Petra Plan', 'Planwerk')
  rita = await town.person('Rita Rohr', 'Rohrbau')
  firm = (await paul.call(ListOrganisations, {}))[0]?.id ?? ''
})
afterAll(() => app.close())

beforeEach(async () => {
  project = await town.project(maria, [
    [ben, 'member'],
    [paul, 'external'],
    [petra, 'external'],
    [rita, 'external'],
  ])
  room = await town.room(maria, project)
})

const names = async (person: Citizen) =>
  (await person.call(ListRooms, {})).filter(({ projectId }) => projectId === project.id).map(({ name }) => name)

test('an external sees the project’s name and nothing else of it: no room, nobody, no other organisation', async () => {
  const seen = (await paul.call(ListProjects, {})).find(({ id }) => id === project.id)
  expect(seen).toMatchObject({ name: project.name, myRole: 'external' })
  expect(seen?.organisations.map(({ name }) => name)).toEqual(['Arnsberg', 'Planwerk'])
  expect(await names(paul)).toEqual([])
  await expect(paul.call(OpenRoom, { roomId: room.id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(paul.say(room.id, 'Hallo?')).rejects.toMatchObject({ code: 'not_found' })
  const people = paul.call(ListProjectPeople, { projectId: project.id })
  await expect(people).rejects.toMatchObject({ code: 'forbidden' })
  const made = paul.call(CreateRoom, { projectId: project.id, name: 'Eigener Raum', visibility: 'open' })
  await expect(made).rejects.toMatchObject({ code: 'forbidden' })
  const added = paul.call(AddProjectPerson, { projectId: project.id, email: ben.email, role: 'external' })
  await expect(added).rejects.toMatchObject({ code: 'forbidden' })
  expect(await paul.call(ListMeetings, {})).toEqual([])
})

test('shared with one person: they read and write there, their colleague and other firms do not', async () => {
  await maria.say(room.id, 'Vor der Freigabe')
  await expect(ben.call(AddRoomPerson, { roomId: room.id, personId: paul.id })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await maria.call(AddRoomPerson, { roomId: room.id, personId: paul.id })
  expect((await paul.call(ListRooms, {})).find(({ id }) => id === room.id)).toMatchObject({ unread: 0 })
  await paul.say(room.id, 'Die Pläne kommen morgen')
  expect(await ben.reads(room.id)).toEqual(['Vor der Freigabe', 'Die Pläne kommen morgen'])
  for (const other of [petra, rita]) {
    await expect(other.call(OpenRoom, { roomId: room.id })).rejects.toMatchObject({ code: 'not_found' })
  }
  const listed = await ben.call(ListRoomPeople, { roomId: room.id })
  expect(listed.find(({ id }) => id === paul.id)).toMatchObject({
    external: true,
    listed: true,
    rights: { post: true, meet: true, manage: false },
  })
  expect(listed.find(({ id }) => id === ben.id)).toMatchObject({ external: false, listed: false })
  const manages = paul.call(AddRoomPerson, { roomId: room.id, personId: petra.id })
  await expect(manages).rejects.toMatchObject({ code: 'forbidden' })

  const ears = await paul.socket()
  await ears.subscribe({ [`room:${room.id}`]: null })
  await maria.call(RemoveRoomPerson, { roomId: room.id, personId: paul.id })
  const after = await maria.say(room.id, 'Ohne Paul')
  await ears.until((frame) => frame.t === 'revoked')
  await ears.settle()
  expect(ears.events(MessageChanged).map(({ data }) => data.id)).not.toContain(after.id)
  expect(await names(paul)).toEqual([])
  await ears.close()
})

test('shared with a firm: all of its externals, also who comes later, and nobody of another firm', async () => {
  expect(await maria.call(ReadRoomSharing, { roomId: room.id })).toMatchObject([
    { name: 'Planwerk', shared: false },
    { name: 'Rohrbau', shared: false },
  ])
  for (const stranger of [ben, paul]) {
    const shared = stranger.call(ShareRoom, { roomId: room.id, organisationId: firm, on: true })
    await expect(shared).rejects.toMatchObject({ code: stranger === ben ? 'forbidden' : 'not_found' })
  }
  await maria.call(RemoveProjectPerson, { projectId: project.id, personId: petra.id })
  await maria.call(ShareRoom, { roomId: room.id, organisationId: firm, on: true })
  await maria.say(room.id, 'Vor Petra')
  await maria.call(AddProjectPerson, { projectId: project.id, email: petra.email, role: 'external' })
  expect(await names(paul)).toEqual([room.name])
  expect((await petra.call(ListRooms, {})).find(({ id }) => id === room.id)).toMatchObject({ unread: 0 })
  expect(await names(rita)).toEqual([])
  expect(await petra.say(room.id, 'Guten Tag')).toMatchObject({ body: 'Guten Tag' })

  const ears = await petra.socket()
  await ears.subscribe({ [`room:${room.id}`]: null })
  // Paul is on the list too: he stays when the firm does not.
  await maria.call(AddRoomPerson, { roomId: room.id, personId: paul.id })
  await maria.call(ShareRoom, { roomId: room.id, organisationId: firm, on: false })
  await ears.until((frame) => frame.t === 'revoked')
  expect(await names(petra)).toEqual([])
  expect(await names(paul)).toEqual([room.name])
  await ears.close()
})

test('a firm that does not take part cannot be chosen, and is not told from one that does not exist', async () => {
  const [soest] = await ben.call(ListOrganisations, {})
  const answers = await Promise.all(
    [soest?.id ?? '', project.id].map((organisationId) =>
      maria.call(ShareRoom, { roomId: room.id, organisationId, on: true }).catch((error: unknown) => error),
    ),
  )
  expect(answers[0]).toMatchObject({ code: 'not_found' })
  expect(answers[1]).toEqual(answers[0])
})

test('a member who becomes external loses the open rooms at once, and finds them again when that is taken back', async () => {
  const ears = await ben.socket()
  await ears.subscribe({ [`room:${room.id}`]: null })
  await maria.call(SetProjectRole, { projectId: project.id, personId: ben.id, role: 'external' })
  const hidden = await maria.say(room.id, 'Ohne Ben')
  await ears.until((frame) => frame.t === 'revoked')
  await ears.settle()
  expect(ears.events(MessageChanged).map(({ data }) => data.id)).not.toContain(hidden.id)
  expect(await names(ben)).toEqual([])
  await maria.call(SetProjectRole, { projectId: project.id, personId: ben.id, role: 'member' })
  expect(await names(ben)).toEqual([room.name])
  await ears.close()
})

test('an archived room stays readable for externals, and nobody writes there', async () => {
  await maria.call(ShareRoom, { roomId: room.id, organisationId: firm, on: true })
  await maria.call(ArchiveRoom, { roomId: room.id, archived: true })
  expect(await paul.reads(room.id)).toEqual([])
  await expect(paul.say(room.id, 'Noch etwas')).rejects.toMatchObject({ code: 'forbidden' })
})
