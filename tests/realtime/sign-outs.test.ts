import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SignOut } from '#protocol/auth'
import { ListRooms, MessageChanged, OpenRoom, SendMessage } from '#protocol/rooms'
import { SetPersonActive } from '#protocol/orgs'
import { type TestApp, type TestNode } from '../support/app.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { type Town, type Citizen } from '../support/town.ts'
import { startTwoNodes } from '../support/two-nodes.ts'

let redis: TestRedis
let here: TestApp
let there: TestNode
let town: Town
let maria: Citizen

beforeAll(async () => {
  redis = await startRedis()
  ;({ here, there, town } = await startTwoNodes(redis.url))
  maria = await town.person('Maria Schulte', 'Arnsberg')
})
afterAll(async () => {
  await there.close()
  await here.close()
})

/** Nothing tells the nodes of each other: what they know they know from the database. */
async function loseTheBus(): Promise<void> {
  await redis.stop()
}

test('I5: a signed-out session hears nothing newer at the other node, and is answered nothing, also when Redis is away', async () => {
  const jonas = await town.person('Jonas Weber', 'Soest')
  const vera = await town.person('Vera Kaminski', 'Olpe')
  const project = await town.project(maria, [
    [jonas, 'member'],
    [vera, 'member'],
  ])
  const room = await town.room(maria, project)
  const topic = `room:${room.id}`
  const ears = await jonas.at(there.url).socket()
  const others = await vera.at(there.url).socket()
  for (const socket of [ears, others]) await socket.subscribe({ [topic]: null })
  const before = await maria.say(room.id, 'Das hören noch alle')
  expect(await ears.event(MessageChanged)).toMatchObject({ id: before.id })

  await loseTheBus()
  await jonas.call(SignOut, {})
  const asked = ears.sendCall(OpenRoom.name, { roomId: room.id })
  const after = await maria.at(there.url).call(SendMessage, { roomId: room.id, clientId: v7(), body: 'Ohne Jonas' })

  await others.until((frame) => frame.t === 'event' && (frame.data as { id?: string }).id === after.id)
  expect((await ears.untilClosed()).code).toBe(4401)
  expect(ears.events(MessageChanged).map(({ data }) => data.id)).toEqual([before.id])
  expect(ears.heard.filter((frame) => frame.t === 'reply' && frame.id === asked)).toEqual([])
  await others.close()
})

test('I5: whoever is deactivated is answered nothing more by a socket at the other node', async () => {
  const gero = await town.person('Gero Gast', 'Arnsberg')
  const socket = await gero.at(there.url).socket()
  expect(await socket.call(ListRooms, {})).toEqual([])
  await maria.call(SetPersonActive, { personId: gero.id, active: false })
  const asked = socket.sendCall(ListRooms.name, {})
  expect((await socket.untilClosed()).code).toBe(4401)
  expect(socket.heard.filter((frame) => frame.t === 'reply' && frame.id === asked)).toEqual([])
})
