import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ListOrganisations, SetPolicies, type Policies } from '#protocol/orgs'
import {
  PersonTyping,
  PresenceChanged,
  ReadPresence,
  ReadSharing,
  ReportPresence,
  SetSharing,
  SharingChanged,
  TellTyping,
} from '#protocol/presence'
import { AddProjectPerson, RemoveProjectPerson, type Project } from '#protocol/projects'
import { AddRoomPerson, RemoveRoomPerson, type RoomSummary } from '#protocol/rooms'
import { startNode, type TestApp, type TestNode } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import type { TestSocket } from '../support/socket.ts'
import { type Town, type Citizen } from '../support/town.ts'
import { startTwoNodes } from '../support/two-nodes.ts'

const ALLOWED: Policies = { presence: 'allowed', typing: 'allowed', readReceipts: 'allowed' }
const FORBIDDEN: Policies = { presence: 'forbidden', typing: 'forbidden', readReceipts: 'forbidden' }
const BOTH = { presence: true, typing: true }

let redis: TestRedis
let here: TestApp
let there: TestNode
let town: Town
/** Administrates Arnsberg, leads the project. */
let maria: Citizen
let ben: Citizen
/** Administrates Soest. */
let jonas: Citizen
let project: Project
let room: RoomSummary
let open: TestSocket[] = []

beforeAll(async () => {
  redis = await startRedis()
  ;({ here, there, town } = await startTwoNodes(redis.url))
  maria = await town.person('Maria Schulte', 'Arnsberg')
  ben = await town.person('Ben Kurz', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  project = await town.project(maria, [
    [ben, 'member'],
    [jonas, 'member'],
  ])
})
afterAll(async () => {
  await there.close()
  await here.close()
  await redis.stop()
})

/** Everybody starts as if nobody had ever decided anything, in a room of their own. */
beforeEach(async () => {
  await Promise.all(open.map((socket) => socket.close()))
  open = []
  // Nobody lingers.
  here.clock.pass(120_000)
  for (const admin of [maria, jonas]) await decide(admin, FORBIDDEN)
  room = await town.room(maria, project)
})

async function organisationOf(person: Citizen): Promise<string> {
  const [own] = await person.call(ListOrganisations, {})
  return own?.id ?? ''
}

async function decide(admin: Citizen, policies: Partial<Policies>): Promise<void> {
  await admin.call(SetPolicies, { organisationId: await organisationOf(admin), policies })
}

/** Everybody of both towns may, and these people do. */
async function everybodyShares(...people: Citizen[]): Promise<void> {
  for (const admin of [maria, jonas]) await decide(admin, ALLOWED)
  for (const person of people) await person.call(SetSharing, BOTH)
}

/** A socket that asks to hear everything about being there and writing in the room. */
async function listen(person: Citizen, { at = here, roomId = room.id }: { at?: TestNode; roomId?: string } = {}) {
  const socket = await person.at(at.url).socket()
  open.push(socket)
  const answers = await socket.subscribe({ [`presence:${roomId}`]: null, [`typing:${roomId}`]: null })
  const states = Object.values(answers).map(({ state }) => state)
  return { socket, states }
}

const typed = (socket: TestSocket) => socket.events(PersonTyping).map(({ data }) => data.person.name)
const came = (socket: TestSocket) => socket.events(PresenceChanged).flatMap(({ data }) => data.here)
const went = (socket: TestSocket) => socket.events(PresenceChanged).flatMap(({ data }) => data.gone)

describe('H1: off, until both the organisation and the person say yes', () => {
  test('by default nobody hears, nobody is heard, nobody can switch it on', async () => {
    const ears = [await listen(jonas), await listen(jonas, { at: there })]
    expect(ears.flatMap(({ states }) => states)).toEqual(['refused', 'refused', 'refused', 'refused'])
    const { socket: mouth } = await listen(maria)
    expect(await mouth.call(ReadSharing, {})).toEqual({ presence: 'forbidden', typing: 'forbidden' })
    await expect(mouth.call(SetSharing, { presence: true })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(mouth.call(SetSharing, { typing: true })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(mouth.call(ReportPresence, { here: true })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(mouth.call(ReadPresence, { roomId: room.id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(mouth.call(TellTyping, { roomId: room.id })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await maria.call(ReadSharing, {})).toEqual({ presence: 'forbidden', typing: 'forbidden' })
    for (const { socket } of ears) await socket.settle()
    for (const { socket } of ears) expect([...typed(socket), ...came(socket)]).toEqual([])
  })

  test('O7: an organisation decides by its own administrators, and by nobody else', async () => {
    const arnsberg = { organisationId: await organisationOf(maria), policies: ALLOWED }
    await expect(ben.call(SetPolicies, arnsberg)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(jonas.call(SetPolicies, arnsberg)).rejects.toMatchObject({ code: 'not_found' })
    await expect(town.admin.call(SetPolicies, arnsberg)).rejects.toMatchObject({ code: 'forbidden' })
    const decided = await maria.call(SetPolicies, { ...arnsberg, policies: { typing: 'allowed' } })
    expect(decided.policies).toEqual({ presence: 'forbidden', typing: 'allowed', readReceipts: 'forbidden' })
    expect(await ben.call(ReadSharing, {})).toEqual({ presence: 'forbidden', typing: 'off' })
    expect(await jonas.call(ReadSharing, {})).toEqual({ presence: 'forbidden', typing: 'forbidden' })
  })

  test('allowed is not chosen, and one is not the other', async () => {
    await everybodyShares()
    expect((await listen(jonas)).states).toEqual(['refused', 'refused'])
    await expect(maria.call(TellTyping, { roomId: room.id })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await jonas.call(SetSharing, { typing: true })).toEqual({ presence: 'off', typing: 'on' })
    expect((await listen(jonas)).states).toEqual(['refused', 'current'])
    const { socket } = await listen(jonas)
    await expect(socket.call(ReportPresence, { here: true })).rejects.toMatchObject({ code: 'forbidden' })
    // What is not spoken of stays.
    expect(await jonas.call(SetSharing, { presence: true })).toEqual({ presence: 'on', typing: 'on' })
  })

  test('other devices of the person, and everybody the organisation decides for, are told', async () => {
    const socket = await ben.at(there.url).socket()
    open.push(socket)
    await socket.subscribe({ [`user:${ben.id}`]: null })
    await decide(maria, { presence: 'allowed' })
    await socket.event(SharingChanged)
    await ben.call(SetSharing, { presence: true })
    await eventually(() => expect(socket.events(SharingChanged)).toHaveLength(2))
  })
})

describe('both on', () => {
  test('writing is heard by those of the room who share it, at every node, and by nobody else', async () => {
    await everybodyShares(maria, jonas)
    const stranger = await town.person('Frida Fremd', 'Soest')
    await stranger.call(SetSharing, BOTH)
    const ears = [await listen(jonas), await listen(jonas, { at: there })]
    const deaf = [await listen(ben), await listen(stranger), await listen(stranger, { at: there })]
    expect(deaf.flatMap(({ states }) => states).every((state) => state === 'refused')).toBe(true)
    await expect(stranger.call(TellTyping, { roomId: room.id })).rejects.toMatchObject({ code: 'not_found' })
    await maria.call(TellTyping, { roomId: room.id })
    for (const { socket } of ears) {
      const { roomId, person } = await socket.event(PersonTyping)
      expect({ roomId, person }).toEqual({ roomId: room.id, person: { id: maria.id, name: 'Maria Schulte' } })
    }
    for (const { socket } of deaf) {
      await socket.settle()
      expect(typed(socket)).toEqual([])
    }
  })

  test('H5: who goes on writing is told once in four seconds', async () => {
    await everybodyShares(maria, jonas)
    const { socket } = await listen(jonas)
    const tries = Array.from({ length: 20 }, () => maria.call(TellTyping, { roomId: room.id }))
    expect(await Promise.all(tries)).toEqual(tries.map(() => null))
    await socket.event(PersonTyping)
    await maria.say(room.id, 'So.')
    await socket.settle()
    expect(typed(socket)).toEqual(['Maria Schulte'])
    // A refusal is not counted: as soon as it is allowed it is told.
    await expect(ben.call(TellTyping, { roomId: room.id })).rejects.toMatchObject({ code: 'forbidden' })
    await ben.call(SetSharing, BOTH)
    await ben.call(TellTyping, { roomId: room.id })
    await socket.event(PersonTyping, ({ person }) => person.id === ben.id)
  })

  test('who is there is told across nodes, and a newcomer is answered from memory', async () => {
    await everybodyShares(maria, jonas)
    const { socket: ears } = await listen(jonas, { at: there })
    const { socket: mouth } = await listen(maria)
    expect(await jonas.at(there.url).call(ReadPresence, { roomId: room.id })).toEqual({ here: [] })
    await mouth.call(ReportPresence, { here: true })
    expect(await ears.event(PresenceChanged)).toEqual({ roomId: room.id, here: [maria.id], gone: [] })
    for (const node of [here, there]) {
      expect(await jonas.at(node.url).call(ReadPresence, { roomId: room.id })).toEqual({ here: [maria.id] })
    }
    // Hidden for a moment is no news; for longer it is, and so is a socket that is closed.
    await mouth.call(ReportPresence, { here: false })
    await mouth.call(ReportPresence, { here: true })
    here.clock.pass(11_000)
    expect(await jonas.call(ReadPresence, { roomId: room.id })).toEqual({ here: [maria.id] })
    await mouth.close()
    here.clock.pass(11_000)
    await ears.until((frame) => frame.t === 'event' && went(ears).includes(maria.id), 8_000)
    expect(await jonas.at(there.url).call(ReadPresence, { roomId: room.id })).toEqual({ here: [] })
    expect(came(ears)).toEqual([maria.id])
  })

  test('a person with two pages at two nodes is there until the last one goes', async () => {
    await everybodyShares(maria, jonas)
    const { socket: ears } = await listen(jonas)
    const [one, other] = [await listen(maria), await listen(maria, { at: there })]
    await one.socket.call(ReportPresence, { here: true })
    await other.socket.call(ReportPresence, { here: true })
    await ears.event(PresenceChanged)
    await one.socket.close()
    here.clock.pass(11_000)
    await eventually(async () => {
      expect(await jonas.at(there.url).call(ReadPresence, { roomId: room.id })).toEqual({ here: [maria.id] })
    })
    expect(went(ears)).toEqual([])
    await other.socket.close()
    here.clock.pass(11_000)
    await ears.until(() => went(ears).includes(maria.id), 8_000)
  })

  test('H5: many who come one after the other are one event for the room, five seconds after the last', async () => {
    const nora = await town.person('Nora Lang', 'Soest')
    await maria.call(AddProjectPerson, { projectId: project.id, email: nora.email, role: 'member' })
    await everybodyShares(maria, ben, nora, jonas)
    const { socket: ears } = await listen(jonas)
    await ears.call(ReportPresence, { here: true })
    await ears.event(PresenceChanged)
    const first = performance.now()
    for (const person of [maria, ben, nora]) await (await listen(person)).socket.call(ReportPresence, { here: true })
    // That somebody stops sharing does not wait.
    await nora.call(SetSharing, { presence: false })
    await ears.until(() => went(ears).includes(nora.id), 2_000)
    await ears.until(() => came(ears).includes(maria.id), 8_000)
    expect(performance.now() - first).toBeGreaterThan(4_500)
    const events = ears.events(PresenceChanged).map(({ data }) => [data.here.toSorted(), data.gone])
    expect(events).toEqual([
      [[jonas.id], []],
      [[], [nora.id]],
      [[maria.id, ben.id].toSorted(), []],
    ])
  })

  test('presence belongs to a socket', async () => {
    await everybodyShares(maria)
    await expect(maria.call(ReportPresence, { here: true })).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('H3, I5: out is out', () => {
  test('whoever is removed from the room hears neither, at no node', async () => {
    await everybodyShares(maria, ben, jonas)
    const closed = await town.room(maria, project, 'closed')
    for (const { id } of [ben, jonas]) await maria.call(AddRoomPerson, { roomId: closed.id, personId: id })
    const ears = [await listen(jonas, { roomId: closed.id }), await listen(jonas, { roomId: closed.id, at: there })]
    const { socket: witness } = await listen(ben, { roomId: closed.id, at: there })
    const { socket: mouth } = await listen(maria, { roomId: closed.id })
    await maria.call(RemoveRoomPerson, { roomId: closed.id, personId: jonas.id })
    await mouth.call(ReportPresence, { here: true })
    await mouth.call(TellTyping, { roomId: closed.id })
    await witness.event(PersonTyping)
    await witness.event(PresenceChanged)
    for (const { socket } of ears) {
      await socket.until(() => socket.heard.filter(({ t }) => t === 'revoked').length === 2)
      await socket.settle()
      expect([...typed(socket), ...came(socket)]).toEqual([])
    }
    const { socket } = await listen(jonas, { roomId: closed.id })
    await expect(socket.call(ReadPresence, { roomId: closed.id })).rejects.toMatchObject({ code: 'not_found' })
    await expect(socket.call(TellTyping, { roomId: closed.id })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('nor who leaves the project', async () => {
    await everybodyShares(maria, jonas)
    const own = await town.project(maria, [[jonas, 'member']])
    const roomId = (await town.room(maria, own)).id
    const { socket, states } = await listen(jonas, { at: there, roomId })
    expect(states).toEqual(['current', 'current'])
    await jonas.call(RemoveProjectPerson, { projectId: own.id, personId: jonas.id })
    await maria.call(TellTyping, { roomId })
    await socket.until(() => socket.heard.filter(({ t }) => t === 'revoked').length === 2)
    await socket.settle()
    expect(typed(socket)).toEqual([])
  })
})

describe('H2: a no is at once, everywhere', () => {
  test('of an organisation: everybody of it is silent and deaf, at every node, and stays so when it allows it again', async () => {
    await everybodyShares(maria, ben, jonas)
    const { socket: witness } = await listen(jonas)
    const { socket: bens } = await listen(ben, { at: there })
    await bens.call(ReportPresence, { here: true })
    await witness.event(PresenceChanged)
    await decide(maria, FORBIDDEN)
    // The answer is there: it holds.
    for (const node of [here, there]) {
      expect(await jonas.at(node.url).call(ReadPresence, { roomId: room.id })).toEqual({ here: [] })
      await expect(ben.at(node.url).call(TellTyping, { roomId: room.id })).rejects.toMatchObject({ code: 'forbidden' })
      await expect(ben.at(node.url).call(SetSharing, { typing: true })).rejects.toMatchObject({ code: 'forbidden' })
    }
    await expect(bens.call(ReportPresence, { here: true })).rejects.toMatchObject({ code: 'forbidden' })
    await witness.until(() => went(witness).includes(ben.id))
    await bens.until(() => bens.heard.filter(({ t }) => t === 'revoked').length === 2)
    await jonas.call(TellTyping, { roomId: room.id })
    await witness.event(PersonTyping)
    await bens.settle()
    expect(typed(bens)).toEqual([])
    await decide(maria, ALLOWED)
    expect(await ben.call(ReadSharing, {})).toEqual({ presence: 'off', typing: 'off' })
    expect((await listen(ben)).states).toEqual(['refused', 'refused'])
  })

  test('of a person: whoever stops sharing does not see others any more, the other sign is untouched', async () => {
    await everybodyShares(maria, jonas)
    const { socket } = await listen(jonas, { at: there })
    await jonas.call(SetSharing, { typing: false })
    await socket.until(({ t, ...frame }) => t === 'revoked' && 'topic' in frame && frame.topic === `typing:${room.id}`)
    await (await listen(maria)).socket.call(ReportPresence, { here: true })
    await socket.event(PresenceChanged)
    await maria.call(TellTyping, { roomId: room.id })
    await socket.settle()
    expect(typed(socket)).toEqual([])
  })

  test('also while the nodes do not hear each other', async () => {
    await everybodyShares(maria, ben, jonas)
    const { socket: witness } = await listen(jonas, { at: there })
    const { socket: bens } = await listen(ben, { at: there })
    await bens.call(ReportPresence, { here: true })
    await witness.event(PresenceChanged)
    const port = Number(new URL(redis.url).port)
    await redis.stop()
    await decide(maria, FORBIDDEN)
    const { socket: late } = await listen(jonas, { at: there })
    await late.call(TellTyping, { roomId: room.id })
    await witness.event(PersonTyping)
    await bens.settle()
    expect(typed(bens)).toEqual([])
    expect(bens.heard.some(({ t }) => t === 'revoked')).toBe(true)
    // What the other node had in mind of them goes by itself.
    await witness.until(() => went(witness).includes(ben.id), 12_000)
    redis = await startRedis(port)
    await eventually(() => here.app.deps.bus.ping(), 10_000)
  })
})

test('H6: a node that is gone takes its people with it; one that comes asks who is there', async () => {
  await everybodyShares(maria, ben, jonas)
  const config = { redisUrl: redis.url }
  const third = await startNode(here.database, { config, clock: here.clock })
  const { socket: ears } = await listen(jonas)
  await (await listen(maria, { at: third })).socket.call(ReportPresence, { here: true })
  await ears.event(PresenceChanged)
  await (await listen(ben, { at: there })).socket.call(ReportPresence, { here: true })
  await ears.until(() => came(ears).includes(ben.id), 8_000)
  await third.close()
  const fourth = await startNode(here.database, { config, clock: here.clock })
  await eventually(async () => {
    expect(await jonas.at(fourth.url).call(ReadPresence, { roomId: room.id })).toEqual({ here: [ben.id] })
  })
  // Their people may be on their way to another node.
  expect((await jonas.call(ReadPresence, { roomId: room.id })).here).toContain(maria.id)
  here.clock.pass(30_000)
  await there.app.deps.bus.ping()
  expect(went(ears)).toEqual([])
  here.clock.pass(11_000)
  await ears.until(() => went(ears).includes(maria.id), 8_000)
  await fourth.close()
})
