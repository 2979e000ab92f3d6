import fc from 'fast-check'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SignOut } from '#protocol/auth'
import { AddRoomPerson, MessageChanged, OpenRoom, RemoveRoomPerson, SendMessage, type Message } from '#protocol/rooms'
import type { Project } from '#protocol/projects'
import { type TestApp, type TestNode } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
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

describe('two nodes, one room', () => {
  test('what is said at one is heard at the other', async () => {
    const room = await town.room(maria, project)
    const ears = await jonas.at(there.url).socket()
    await ears.subscribe({ [`room:${room.id}`]: room.version })
    const said = await maria.say(room.id, 'Von hier nach dort')
    expect(await ears.event(MessageChanged)).toEqual(said)
    await ears.close()
  })

  test('I2: one client id at both nodes at once is one message with one answer', async () => {
    const room = await town.room(maria, project)
    const nodes = [maria, maria.at(there.url)]
    for (let round = 0; round < 10; round++) {
      const send = { roomId: room.id, clientId: v7(), body: `Runde ${round}` }
      const answers = await Promise.all([...nodes, ...nodes].map((node) => node.call(SendMessage, send)))
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    }
    const { page } = await maria.call(OpenRoom, { roomId: room.id })
    expect(page.messages).toHaveLength(10)
  })

  test('signing out at one ends the sockets at the other', async () => {
    const guest = await town.person('Greta Gast', 'Soest')
    const socket = await guest.at(there.url).socket()
    await guest.call(SignOut, {})
    expect((await socket.untilClosed()).code).toBe(4401)
  })

  test('I5: whatever the order, nothing newer than the removal arrives', async () => {
    const guest = await town.person('Gero Gast', 'Soest')
    const own = await town.project(maria, [[guest, 'member']])
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 2, maxLength: 8 }),
        fc.boolean(),
        async (hops, removedHere) => {
          const room = await town.room(maria, own, 'closed')
          await maria.call(AddRoomPerson, { roomId: room.id, personId: guest.id })
          const sockets = [await guest.socket(), await guest.at(there.url).socket()]
          for (const socket of sockets) await socket.subscribe({ [`room:${room.id}`]: null })
          const talking = Promise.all(hops.map((atThere) => say(maria, room.id, atThere)))
          const remover = removedHere ? maria : maria.at(there.url)
          await remover.call(RemoveRoomPerson, { roomId: room.id, personId: guest.id })
          const removedAt = (await maria.call(OpenRoom, { roomId: room.id })).room.version
          const late = await Promise.all(hops.map((atThere) => say(maria, room.id, atThere)))
          await talking
          for (const socket of sockets) {
            await socket.until((frame) => frame.t === 'revoked')
            await socket.settle()
            const heard = socket.events(MessageChanged).map(({ data }) => data)
            expect(heard.filter(({ version }) => version > removedAt)).toEqual([])
            expect(heard.map(({ id }) => id)).not.toContain(late[0]?.id)
            await socket.close()
          }
        },
      ),
      { numRuns: 8 },
    )
  })
})

test('I4: Redis goes, messages still commit, and clients at the other node learn of them by themselves', async () => {
  const room = await town.room(maria, project)
  const ears = await jonas.at(there.url).socket()
  await ears.subscribe({ [`room:${room.id}`]: room.version })
  const port = Number(new URL(redis.url).port)
  await redis.stop()
  const said = await maria.say(room.id, 'Ohne Redis')
  await ears.until((frame) => frame.t === 'heads' && frame.versions[`room:${room.id}`] === said.version, 8_000)
  const answer = (await ears.subscribe({ [`room:${room.id}`]: room.version }))[`room:${room.id}`]
  expect(answer).toMatchObject({ state: 'current', version: said.version })
  redis = await startRedis(port)
  await eventually(async () => {
    const again = await maria.say(room.id, 'Redis ist wieder da')
    await ears.until((frame) => frame.t === 'event' && (frame.data as Message).id === again.id, 500)
  }, 15_000)
  await ears.close()
})

async function say(person: Citizen, roomId: string, atThere: boolean): Promise<Message> {
  const door = atThere ? person.at(there.url) : person
  return door.call(SendMessage, { roomId, clientId: v7(), body: 'weiter' })
}
