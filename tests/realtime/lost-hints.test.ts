import { WebSocket } from 'ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Project } from '#protocol/projects'
import { CreateRoom, ListRooms, MarkRead, type RoomSummary } from '#protocol/rooms'
import { PROTOCOL } from '#wire/limits'
import { Connection } from '../../client/net/connection.ts'
import type { Socket } from '../../client/net/link.ts'
import { ORIGIN, type TestApp, type TestNode } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { startRedis, withRedis, type TestRedis } from '../support/redis.ts'
import { type Town, type Citizen } from '../support/town.ts'
import { startTwoNodes } from '../support/two-nodes.ts'

let redis: TestRedis
let here: TestApp
let there: TestNode
let town: Town
let maria: Citizen
let jonas: Citizen
let project: Project

beforeAll(async () => {
  redis = await startRedis()
  ;({ here, there, town } = await startTwoNodes(redis.url))
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
  const follow = (roomId: string, cursor: number): number[] => {
    const versions: number[] = []
    connection.subscribe(`room:${roomId}`, cursor, {
      onEvent: ({ v }) => versions.push(v ?? 0),
      onCaughtUp: (answer) =>
        answer.state === 'current' ? void versions.push(...answer.events.map(({ v }) => v)) : undefined,
    })
    return versions
  }
  return {
    /** The versions of a room as they come. */
    follow,
    state: connection.state,
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

  const { port } = redis
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

test('I4: a node that Redis cut because it read too slowly has every message in the end', async () => {
  const room = await town.room(maria, project)
  const phone = device(jonas, there.url)
  const versions = phone.follow(room.id, room.version)
  await eventually(() => expect(phone.state.read().state).toBe('connected'))
  await withRedis(redis.port, (operator) => operator.config('SET', 'client-output-buffer-limit', 'pubsub 32kb 0 0'))
  let cuts = 0
  there.app.deps.bus.onRestored(() => (cuts += 1))

  const said = await Promise.all(
    Array.from({ length: 30 }, async (_, count) => {
      if (count % 10 === 5) await burst(redis.port)
      return maria.say(room.id, `${count} ${'ü'.repeat(3_000)}`)
    }),
  )
  const expected = said.map(({ version }) => version).toSorted((one, other) => one - other)
  await eventually(() => expect(versions).toEqual(expected), 5_000)
  expect(cuts).toBeGreaterThan(0)
  expect(phone.sockets()).toBe(1)
  phone.stop()
})

/** More at once, to every node, than any reader can take in the same moment. */
async function burst(port: number): Promise<void> {
  const script = `for i = 1, 500 do redis.call('spublish', KEYS[1], ARGV[1]) end`
  const parcel = JSON.stringify({ kind: 'broadcast', from: '', channel: 'nothing', payload: 'x'.repeat(10_000) })
  await withRedis(port, (operator) => operator.eval(script, 1, 'nodes:{all}', parcel))
}
