import { afterAll, beforeAll, expect, test } from 'vitest'
import { ListRooms, MessageChanged, SendMessage } from '#protocol/rooms'
import { v7 } from 'uuid'
import { startApp, startNode, type TestApp } from '../support/app.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { Town, type Citizen } from '../support/town.ts'

let redis: TestRedis
let here: TestApp
let town: Town
let maria: Citizen
let jonas: Citizen

beforeAll(async () => {
  redis = await startRedis()
  here = await startApp({ config: { redisUrl: redis.url } })
  town = await Town.found(here)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
})
afterAll(async () => {
  await here.close()
  await redis.stop()
})

test('a node that stops serves its clients until they have left for another, takes no new ones, and then is gone', async () => {
  const there = await startNode(here.database, { config: { redisUrl: redis.url }, clock: here.clock })
  const project = await town.project(maria, [[jonas, 'member']])
  const room = await town.room(maria, project)
  const old = await jonas.at(there.url).socket()
  await old.subscribe({ [`room:${room.id}`]: room.version })
  const closing = there.close()

  expect(await old.until((frame) => frame.t === 'goodbye')).toMatchObject({ reason: 'drain', returnWithinMs: 1_000 })
  expect(old.closed).toBeUndefined()
  const ready = await fetch(`${there.url}/api/ready`)
  expect([ready.status, await ready.json()]).toMatchObject([503, { ready: false, draining: true, database: 'ok' }])
  await expect(maria.at(there.url).socket()).rejects.toThrow('503')

  const said = await maria.say(room.id, 'Noch ist er dort')
  expect(await old.event(MessageChanged)).toEqual(said)
  const answered = await old.call(SendMessage, { roomId: room.id, clientId: v7(), body: 'und wird gehört' })

  const next = await jonas.socket()
  const answer = (await next.subscribe({ [`room:${room.id}`]: said.version }))[`room:${room.id}`]
  expect(answer).toMatchObject({ state: 'current', version: answered.version, events: [{ data: answered }] })
  await old.close()
  await closing
  expect(await next.call(ListRooms, {})).toHaveLength(1)
  await next.close()
})

test('whoever does not leave is sent away a moment after the window', async () => {
  const there = await startNode(here.database, { config: { redisUrl: redis.url }, clock: here.clock })
  const stays = await jonas.at(there.url).socket()
  await there.close()
  expect((await stays.untilClosed()).code).toBe(4503)
  expect(stays.heard.filter(({ t }) => t === 'goodbye')).toHaveLength(2)
})
