import fc from 'fast-check'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 } from 'uuid'
import {
  AddRoomPerson,
  DeleteMessage,
  EditMessage,
  OpenRoom,
  React,
  RemoveRoomPerson,
  RenameRoom,
  type RoomSummary,
} from '#protocol/rooms'
import { PROTOCOL } from '#wire/limits'
import { Refusal } from '#wire/refusal'
import { MemoryStore } from '../client/features/rooms/outbox/store.ts'
import { NO_OTHER_TABS } from '../client/features/rooms/outbox/tabs.ts'
import { Rooms } from '../client/features/rooms/rooms.ts'
import { Connection } from '../client/net/connection.ts'
import type { Socket } from '../client/net/link.ts'
import { ORIGIN, startApp, startNode, type TestApp, type TestNode } from './support/app.ts'
import { eventually } from './support/eventually.ts'
import { startRedis, type TestRedis } from './support/redis.ts'
import { Town, type Citizen } from './support/town.ts'

/*
 * I4 with real sockets, Postgres and Redis: the product's client at two nodes, while people write, are removed, come back, and
 * lines are cut. Far more orders, in memory: `tests/realtime/interleavings.test.ts`.
 */

let redis: TestRedis
let here: TestApp
let there: TestNode
let maria: Citizen // leads
let jonas: Citizen
let vera: Citizen
let projectRoom: () => Promise<RoomSummary>

beforeAll(async () => {
  redis = await startRedis()
  const config = { redisUrl: redis.url }
  here = await startApp({ config })
  there = await startNode(here.database, { config, clock: here.clock })
  const town = await Town.found(here)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  vera = await town.person('Vera Kaminski', 'Olpe')
  const project = await town.project(maria, [
    [jonas, 'member'],
    [vera, 'member'],
  ])
  projectRoom = () => town.room(maria, project, 'closed')
})
afterAll(async () => {
  await there.close()
  await here.close()
  await redis.stop()
})

/** Somebody's page: the product's connection and rooms, at one node after the other. */
class Page {
  readonly person: Citizen
  readonly #connection: Connection
  readonly #rooms: Rooms
  #socket: WebSocket | undefined
  #lines: number

  constructor(person: Citizen, firstNode: number) {
    this.person = person
    this.#lines = firstNode
    this.#connection = new Connection({
      openSocket: () => this.#open(),
      askWhy: async () => 'unknown',
      isDeviceOffline: () => false,
      fetch: () => Promise.reject(new TypeError('no page, no requests')),
    })
    this.#rooms = new Rooms({
      userId: person.id,
      store: new MemoryStore(),
      tabs: NO_OTHER_TABS,
      codeOf: (failure) => (failure instanceof Refusal ? failure.code : 'offline'),
      newId: v7,
      call: (command, input) => this.#connection.call(command, input),
      subscribe: (topic, cursor, listener) => this.#connection.subscribe(topic, cursor, listener),
    })
    this.#connection.start(person.id)
  }

  cut(): void {
    this.#socket?.terminate()
  }

  /** What is shown of a room, as the server would tell it; undefined: it is not there, `unsure`: something is on its way. */
  shown(roomId: string): unknown {
    if (this.#connection.state.read().state !== 'connected') return 'unsure'
    const room = this.#rooms.state.read().rooms.get(roomId)
    return room && { name: room.room.name, version: room.version, unread: room.unread, messages: room.window?.messages }
  }

  /** Looks at the room, if it is there and nobody did. */
  async look(roomId: string): Promise<void> {
    if (this.#rooms.state.read().rooms.has(roomId)) await this.#rooms.open(roomId)
  }

  close(): void {
    this.#rooms.close()
    this.#connection.stop()
  }

  #open(): Socket {
    this.#lines += 1
    const node = this.#lines % 2 === 0 ? here : there
    const url = `${node.url.replace('http', 'ws')}/api/socket?protocol=${PROTOCOL.current}`
    this.#socket = new WebSocket(url, { headers: { origin: ORIGIN, cookie: this.person.cookie ?? '' } })
    this.#socket.on('error', () => undefined)
    return this.#socket as unknown as Socket
  }
}

async function fresh(person: Citizen, roomId: string): Promise<unknown> {
  try {
    const { room, page } = await person.call(OpenRoom, { roomId })
    return { name: room.name, version: room.version, unread: room.unread, messages: page.messages }
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') return undefined
    throw error
  }
}

const step = fc.record({
  do: fc.constantFrom(
    'say',
    'say',
    'say',
    'edit',
    'delete',
    'react',
    'rename',
    'remove',
    'rejoin',
    'rejoin',
    'cut',
    'cut',
  ),
  who: fc.nat(2),
  what: fc.nat(),
  /** At which of the nodes. */
  at: fc.nat(1),
  /** The next one does not wait for its end. */
  isHasty: fc.boolean(),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

async function take({ do: action, who, what, at }: Step, roomId: string, pages: readonly Page[]): Promise<void> {
  const citizen = [maria, jonas, vera][who] ?? maria
  const node = at === 0 ? here : there
  const person = citizen.at(node.url)
  const lead = maria.at(node.url)
  // Whoever leads stays.
  const personId = who === 2 ? vera.id : jonas.id
  if (action === 'cut') return pages[what % pages.length]?.cut()
  if (action === 'remove') return void (await lead.call(RemoveRoomPerson, { roomId, personId }))
  if (action === 'rejoin') return void (await lead.call(AddRoomPerson, { roomId, personId }))
  if (action === 'rename') return void (await lead.call(RenameRoom, { roomId, name: `Name ${what}` }))
  if (action === 'say') return void (await citizen.say(roomId, `Satz ${what}`))
  const { page } = await person.call(OpenRoom, { roomId })
  const messageId = page.messages[what % page.messages.length]?.id
  if (messageId === undefined) return
  if (action === 'react') await person.call(React, { roomId, messageId, emoji: '👍', on: what % 3 > 0 })
  if (action === 'edit') await person.call(EditMessage, { roomId, messageId, body: `anders ${what}` })
  if (action === 'delete') await person.call(DeleteMessage, { roomId, messageId })
}

/** What is refused changes nothing and is part of the history. */
function refused(error: unknown): void {
  if (!(error instanceof Refusal)) throw error
}

test('I4: whoever is removed, comes back or is cut off, at whatever node: each page ends with what is so', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
      const { id: roomId } = await projectRoom()
      for (const { id: personId } of [jonas, vera]) await maria.call(AddRoomPerson, { roomId, personId })
      const pages = [maria, jonas, vera, jonas].map((person, index) => new Page(person, index))
      try {
        for (const page of pages) await eventually(() => expect(page.shown(roomId)).toBeInstanceOf(Object))
        for (const page of pages) await page.look(roomId)
        const running: Promise<void>[] = []
        for (const one of steps) {
          const done = take(one, roomId, pages).catch(refused)
          running.push(done)
          if (!one.isHasty) await done
        }
        await Promise.all(running)
        for (const page of pages) {
          const truth = await fresh(page.person, roomId)
          await eventually(async () => {
            await page.look(roomId).catch(() => undefined)
            expect(page.shown(roomId)).toEqual(truth)
          }, 10_000)
        }
      } finally {
        for (const page of pages) page.close()
      }
    }),
    { numRuns: 40, seed: 20_261_126, endOnFailure: true },
  )
}, 120_000)
