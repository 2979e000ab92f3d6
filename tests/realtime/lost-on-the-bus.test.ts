import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SignOut } from '#protocol/auth'
import { SetPersonActive } from '#protocol/orgs'
import { MessageChanged, SendMessage, type Message, type RoomSummary } from '#protocol/rooms'
import { LIMITS } from '#wire/limits'
import { startApp, startNode, type TestApp, type TestNode } from '../support/app.ts'
import { Town, type Citizen } from '../support/town.ts'

// Two nodes on one database, each with a bus to itself: everything between them is lost.
let here: TestApp
let there: TestNode
let town: Town
let maria: Citizen
let jonas: Citizen
let room: RoomSummary

beforeAll(async () => {
  here = await startApp()
  there = await startNode(here.database, { clock: here.clock })
  town = await Town.found(here)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  room = await town.room(maria, await town.project(maria, [[jonas, 'member']]))
})
afterAll(async () => {
  await there.close()
  await here.close()
})

test('I4: a loss is told to everybody who has it, also when somebody else subscribed since', async () => {
  const topic = `room:${room.id}`
  const ears = await jonas.at(there.url).socket()
  await ears.subscribe({ [topic]: room.version })
  const said = await maria.say(room.id, 'Das letzte Wort')
  const late = await maria.at(there.url).socket()
  await late.subscribe({ [topic]: null })
  await ears.until((frame) => frame.t === 'heads' && frame.versions[topic] === said.version)
  await Promise.all([ears.close(), late.close()])
})

test('whoever signed out or was deactivated at one node loses their sockets at the other', async () => {
  const [gone, fired] = [await town.person('Gero Gast', 'Soest'), await town.person('Frieda Fort', 'Soest')]
  const sockets = [await gone.at(there.url).socket(), await fired.at(there.url).socket()]
  const other = await jonas.at(there.url).socket()
  await gone.call(SignOut, {})
  await jonas.call(SetPersonActive, { personId: fired.id, active: false })
  for (const socket of sockets) expect((await socket.untilClosed()).code).toBe(4401)
  await other.settle()
  await other.close()
})

test('I4: however much was missed in however many rooms, the answer stays small enough to arrive', async () => {
  const project = await town.project(maria, [[jonas, 'member']])
  const rooms = await Promise.all(Array.from({ length: 3 }, () => town.room(maria, project)))
  const body = 'ü'.repeat(LIMITS.messageLength)
  for (const { id: roomId } of rooms) {
    await Promise.all(Array.from({ length: 40 }, () => maria.call(SendMessage, { roomId, clientId: v7(), body })))
  }
  const [first] = rooms
  if (!first) throw new Error('no room')
  const little = await town.room(maria, project)
  const said: Message = await maria.say(little.id, 'Nur eines')

  const socket = await jonas.socket()
  let cursors: Record<string, number> = Object.fromEntries(
    [little, ...rooms].map(({ id, version }) => [`room:${id}`, version]),
  )
  const heard = new Map<string, number[]>()
  const asked: string[][] = []
  while (Object.keys(cursors).length > 0) {
    const answers = await socket.subscribe(cursors)
    expect(Buffer.byteLength(JSON.stringify(answers))).toBeLessThan(LIMITS.bytesPerCatchUp * 1.5)
    asked.push(Object.keys(cursors))
    cursors = {}
    for (const [topic, answer] of Object.entries(answers)) {
      if (answer.state !== 'current') throw new Error(`${topic} is told as ${answer.state}`)
      heard.set(topic, [...(heard.get(topic) ?? []), ...answer.events.map(({ v }) => v)])
      if (answer.head !== undefined) cursors[topic] = answer.version
    }
  }
  // What was asked for first comes first; whoever missed much asks more often, and gets all of it, once and in order.
  expect(asked[1]).not.toContain(`room:${little.id}`)
  expect(asked.length).toBeGreaterThan(20)
  expect(heard.get(`room:${little.id}`)).toEqual([said.version])
  const all = Array.from({ length: 40 }, (_, index) => first.version + 1 + index)
  for (const { id } of rooms) expect(heard.get(`room:${id}`)).toEqual(all)
  const more = await maria.say(first.id, 'Und weiter')
  await socket.event(MessageChanged, ({ id }) => id === more.id)
  await socket.close()
}, 40_000)
