import { randomInt } from 'node:crypto'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ListOrganisationPeople, ListOrganisations } from '#protocol/orgs'
import { ListProjectPeople, ListProjects, RemoveProjectPerson, SetProjectRole } from '#protocol/projects'
import { AddRoomPerson, ListRoomPeople, ListRooms, OpenRoom, RemoveRoomPerson, ShareRoom } from '#protocol/rooms'
import { LIMITS } from '#wire/limits'
import { users } from '../../server/features/auth/tables.ts'
import { organisationPeople, organisations } from '../../server/features/orgs/tables.ts'
import { projectPeople, projects } from '../../server/features/projects/tables.ts'
import { messages, roomOrganisations, roomPeople, rooms, roomVersions } from '../../server/features/rooms/tables.ts'
import { Random } from '../faults/random.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { TestSocket } from '../support/socket.ts'
import type { Door } from './door.ts'
import { signInDirectly } from './sign-in.ts'
import { generate, isIn, pick, seesRoom, type GeneratedRoom, type Region } from './generated.ts'

const PAIRS = 100_000
/** A failure says it; put it here to see it again. */
const SEED = randomInt(2 ** 31)

let app: TestApp
let region: Region
const random = new Random(SEED)
const doors = new Map<number, Door>()

beforeAll(async () => {
  app = await startApp()
  region = generate(random)
  await write(region)
}, 60_000)
afterAll(() => app.close())

test('what people are told there is is exactly what they may see, all of them and everything', async () => {
  await compareLists()
}, 60_000)

test(`${PAIRS} random people at random rooms: nobody hears of one they do not see`, async () => {
  const perPerson = Math.ceil(PAIRS / active().length)
  expect(perPerson).toBeLessThanOrEqual(LIMITS.topicsPerSubscribe)
  let asked = 0
  const wrong: string[] = []
  for (const person of active()) {
    const some = new Map<string, GeneratedRoom>()
    while (some.size < perPerson) {
      const room = pick(random, region.rooms)
      if (some.has(`room:${room.id}`) && some.size >= region.rooms.length) break
      some.set(`room:${room.id}`, room)
    }
    const door = await doorOf(person)
    const socket = await TestSocket.open(app.url, door.headers)
    const answers = await socket.subscribe(Object.fromEntries([...some.keys()].map((topic) => [topic, null])))
    for (const [topic, room] of some) {
      asked += 1
      const isHeard = answers[topic]?.state !== 'refused'
      if (isHeard !== seesRoom(region, person, room))
        wrong.push(`${person} at ${topic}: ${JSON.stringify(answers[topic])}`)
    }
    await socket.close()
  }
  expect(asked).toBeGreaterThanOrEqual(PAIRS)
  expect(wrong, `seed ${SEED}`).toEqual([])
}, 120_000)

test('random ids at the doors: no byte of what one does not see, and it looks as if it were not there', async () => {
  const refusals = new Set<string>()
  const wrong: string[] = []
  let [given, refused] = [0, 0]
  for (let turn = 0; turn < 1_500; turn++) {
    const room = pick(random, region.rooms)
    // Half of them are near: in the project, or on a list.
    const near = [...region.projects[room.project]!.roles.keys(), ...room.list].filter(
      (person) => region.people[person]!.active,
    )
    const person = turn % 2 === 0 && near.length > 0 ? pick(random, near) : pick(random, active())
    const door = await doorOf(person)
    const command = pick(random, [OpenRoom, ListRoomPeople] as const)
    const { refusal, body } = await door.try(command, { roomId: room.id })
    if (seesRoom(region, person, room) !== (refusal === undefined))
      wrong.push(`${person} at room ${room.id}: ${body.slice(0, 80)}`)
    if (refusal === undefined) {
      given += 1
      continue
    }
    refused += 1
    refusals.add(body)
    if (body.includes(room.id)) wrong.push(`named: ${body}`)
  }
  expect(wrong, `seed ${SEED}`).toEqual([])
  expect([...refusals]).toEqual([expect.stringContaining('not_found')])
  expect(Math.min(given, refused)).toBeGreaterThan(100)
}, 120_000)

test('random organisations and projects: people of another one are nobody’s to read', async () => {
  const wrong: string[] = []
  for (let turn = 0; turn < 500; turn++) {
    const person = pick(random, active())
    const { organisation } = region.people[person]!
    const at = turn % 4 === 0 ? organisation : random.below(region.organisations.length)
    const isAdmin = region.organisations[at]!.admins.has(person)
    const door = await doorOf(person)
    const people = await door.try(ListOrganisationPeople, { organisationId: region.organisations[at]!.id })
    const expected = isAdmin ? undefined : at === organisation ? 'forbidden' : 'not_found'
    if (people.refusal !== expected) wrong.push(`${person} at organisation ${at}: ${people.body.slice(0, 80)}`)
    const project = random.below(region.projects.length)
    const role = region.projects[project]!.roles.get(person)
    const inProject = await door.try(ListProjectPeople, { projectId: region.projects[project]!.id })
    const there = role === undefined ? 'not_found' : role === 'external' ? 'forbidden' : undefined
    if (inProject.refusal !== there) wrong.push(`${person} at project ${project}: ${inProject.body.slice(0, 80)}`)
  }
  expect(wrong, `seed ${SEED}`).toEqual([])
}, 120_000)

test('people come, leave, are removed and become something else: then it is exactly what they may see now', async () => {
  for (let turn = 0; turn < 120; turn++) await change()
  await compareLists()
}, 120_000)

function active(): number[] {
  return region.people.flatMap((person, index) => (person.active ? [index] : []))
}

async function doorOf(person: number): Promise<Door> {
  const known = doors.get(person)
  if (known) return known
  const door = await signInDirectly(app, region.people[person]!.id)
  doors.set(person, door)
  return door
}

/** Every list of everybody against the oracle, in both directions. */
async function compareLists(): Promise<void> {
  const wrong: string[] = []
  for (const person of region.people.keys()) {
    const door = await doorOf(person)
    if (!region.people[person]!.active) {
      if ((await door.try(ListRooms, {})).refusal !== 'unauthenticated') wrong.push(`${person} is not deactivated`)
      continue
    }
    const ids = (things: readonly { id: string }[]) =>
      things
        .map(({ id }) => id)
        .toSorted()
        .join()
    const differ = (what: string, told: readonly { id: string }[], right: readonly { id: string }[]) => {
      if (ids(told) !== ids(right)) wrong.push(`${person}: other ${what}`)
    }
    const of = region.organisations.filter((_, index) => index === region.people[person]!.organisation)
    differ('organisations', await door.call(ListOrganisations, {}), of)
    differ(
      'projects',
      await door.call(ListProjects, {}),
      region.projects.filter((_, index) => isIn(region, person, index)),
    )
    differ(
      'rooms',
      await door.call(ListRooms, {}),
      region.rooms.filter((room) => seesRoom(region, person, room)),
    )
  }
  expect(wrong, `seed ${SEED}`).toEqual([])
}

/** One change by somebody who may, at the product and in what the oracle knows. */
async function change(): Promise<void> {
  const project = random.below(region.projects.length)
  const { id: projectId, roles } = region.projects[project]!
  const leading = [...roles].find(([person, role]) => role === 'lead' && region.people[person]!.active)
  const others = [...roles.keys()].filter((person) => person !== leading?.[0])
  if (!leading || others.length === 0) return
  const [lead, person] = [leading[0], pick(random, others)]
  const door = await doorOf(lead)
  const personId = region.people[person]!.id
  const rooms = region.rooms.filter((room) => room.project === project)
  if (random.next() < 0.3) {
    await door.call(RemoveProjectPerson, { projectId, personId })
    roles.delete(person)
    for (const { list } of rooms) list.delete(person)
    return
  }
  if (random.next() < 0.4) {
    const role = pick(random, ['member', 'viewer', 'external'] as const)
    await door.call(SetProjectRole, { projectId, personId, role })
    roles.set(person, role)
    return
  }
  const room = pick(random, rooms)
  if (!seesRoom(region, lead, room)) return
  const { id: roomId, list, firms } = room
  if (list.has(person)) {
    await door.call(RemoveRoomPerson, { roomId, personId })
    list.delete(person)
  } else if (room.visibility === 'closed' || roles.get(person) === 'external') {
    await door.call(AddRoomPerson, { roomId, personId })
    list.add(person)
  }
  const { organisation } = region.people[person]!
  if (roles.get(person) !== 'external') return
  const on = !firms.has(organisation)
  await door.call(ShareRoom, { roomId, organisationId: region.organisations[organisation]!.id, on })
  if (on) firms.add(organisation)
  else firms.delete(organisation)
}

/** As it is, past every command. */
async function write({ organisations: all, people, projects: made, rooms: places }: Region): Promise<void> {
  const { db, clock } = app.app.deps
  await db
    .insert(organisations)
    .values(all.map(({ id }, index) => ({ id, name: `Ort ${index}`, kind: 'municipality' as const })))
  await db.insert(users).values(
    people.map(({ id, active }, index) => ({
      id,
      name: `Person ${index}`,
      email: `${index}@region.example`,
      passwordHash: 'nobody’s',
      deactivatedAt: active ? null : clock.now(),
    })),
  )
  await db.insert(organisationPeople).values(
    people.map(({ id, organisation }, index) => ({
      userId: id,
      organisationId: all[organisation]!.id,
      role: all[organisation]!.admins.has(index) ? ('admin' as const) : ('member' as const),
    })),
  )
  await db.insert(projects).values(
    made.map(({ id, organisation }, index) => ({
      id,
      name: `Projekt ${index}`,
      organisationId: all[organisation]!.id,
    })),
  )
  await db
    .insert(projectPeople)
    .values(
      made.flatMap(({ id, roles }) =>
        [...roles].map(([person, role]) => ({ projectId: id, userId: people[person]!.id, role })),
      ),
    )
  await db.insert(rooms).values(
    places.map(({ id, project, visibility, archived, createdBy }, index) => ({
      id,
      projectId: made[project]!.id,
      name: `Raum ${index}`,
      visibility,
      createdBy: people[createdBy]!.id,
      archivedAt: archived ? clock.now() : null,
      version: 1,
    })),
  )
  await db.insert(roomVersions).values(places.map(({ id }) => ({ roomId: id, version: 2, membership: 1 })))
  await db
    .insert(roomPeople)
    .values(places.flatMap(({ id, list }) => [...list].map((person) => ({ roomId: id, userId: people[person]!.id }))))
  await db
    .insert(roomOrganisations)
    .values(
      places.flatMap(({ id, firms }) => [...firms].map((firm) => ({ roomId: id, organisationId: all[firm]!.id }))),
    )
  await db.insert(messages).values(
    places.map(({ id, createdBy }) => ({
      id: v7(),
      roomId: id,
      authorId: people[createdBy]!.id,
      clientId: v7(),
      body: `nur in ${id}`,
      seq: 2,
      version: 2,
      postedAt: clock.now(),
    })),
  )
}
