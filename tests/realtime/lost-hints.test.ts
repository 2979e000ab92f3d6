import { WebSocket } from 'ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Project } from '#protocol/projects'
import { CreateRoom, ListRooms, MarkRead, type RoomSummary } from '#protocol/rooms'
import { PROTOCOL } from '#wire/limits'
import { Connection } from '../../client/net/connection.ts'
import type { Socket } from '../../client/net/link.ts'
import { ORIGIN, startApp, startNode, type TestApp, type TestNode } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { Town, type Citizen } from '../support/town.ts'

let redis: TestRedis
let here: TestApp
let there: TestNode
let town: Town
let maria: Citizen
let jonas: Citizen
let project: Project

beforeAll(async () => {
  redis = await startRedis()
  const config = { redisUrl: redis.url }
  here = await startApp({ config })
  there = await startNode(here.database, { config, clock: here.clock })
  town = await Town.found(here)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  project = await town.project(maria, [[jonas, 'member']])
})
afterAll(async () => {
  await there.close()
  await here.close()
  await redis.stop()
})

/** Somebody's second device: the product's own line, and the list of rooms it keeps by hints. */
function device(person: Citizen, url: string) {
  let sockets = 0
  let rooms: RoomSummary[] = []
  const connection = new Connection({
    openSocket() {
      sockets += 1
      const headers = { origin: ORIGIN, cookie: person.cookie ?? '' }
      const address = `${url.replace('http', 'ws')}/api/socket?protocol=${PROTOCOL.current}`
      return new WebSocket(address, { headers }) as unknown as Socket
    },
    askWhy: async () => 'unknown',
    isDeviceOffline: () => false,
  })
  const read = async () => {
    rooms = await connection.call(ListRooms, {})
  }
  connection.start(person.id)
  connection.subscribe(`user:${person.id}`, null, { onEvent: () => void read(), onCaughtUp: () => void read() })
  return {
    stop: () => connection.stop(),
    sockets: () => sockets,
    room: (id: string) => rooms.find((room) => room.id === id),
  }
}

test('I4: hints that were lost while Redis was away are made good without reconnecting', async () => {
  const known = await town.room(maria, project)
  const said = await maria.say(known.id, 'Wer hat das gelesen?')
  const phone = device(jonas, there.url)
  await eventually(() => expect(phone.room(known.id)?.unread).toBe(1))

  const port = Number(new URL(redis.url).port)
  await redis.stop()
  const created = await maria.call(CreateRoom, { projectId: project.id, name: 'Neu', visibility: 'open' })
  await jonas.call(MarkRead, { roomId: known.id, seq: said.seq })
  redis = await startRedis(port)
  await eventually(() => {
    expect(phone.room(created.id)).toBeDefined()
    expect(phone.room(known.id)?.unread).toBe(0)
  }, 4_000)
  expect(phone.sockets()).toBe(1)
  phone.stop()
})
