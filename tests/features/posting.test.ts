import fc from 'fast-check'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SetProjectRole, type Project } from '#protocol/projects'
import {
  AddRoomPerson,
  ArchiveRoom,
  DeleteMessage,
  MessageChanged,
  OpenRoom,
  RemoveRoomPerson,
  SendMessage,
  type Message,
} from '#protocol/rooms'
import { Refusal } from '#wire/refusal'
import { connect } from '../../server/platform/db.ts'
import { type TestApp, type TestNode } from '../support/app.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { type Town, type Citizen } from '../support/town.ts'
import { startTwoNodes } from '../support/two-nodes.ts'

let redis: TestRedis
let here: TestApp
let there: TestNode
let town: Town
let maria: Citizen
let jonas: Citizen
let vera: Citizen
let project: Project

beforeAll(async () => {
  redis = await startRedis()
  ;({ here, there, town } = await startTwoNodes(redis.url))
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  vera = await town.person('Vera Kaminski', 'Olpe')
  project = await town.project(maria, [
    [jonas, 'member'],
    [vera, 'member'],
  ])
})
afterAll(async () => {
  await there.close()
  await here.close()
  await redis.stop()
})

const doors = (person: Citizen) => [person, person.at(there.url)]

async function outcome(sending: Promise<Message>): Promise<Message | string> {
  try {
    return await sending
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

async function written(roomId: string): Promise<{ id: string; seq: number; version: number }[]> {
  const sql = connect(here.database, { max: 1 })
  try {
    return await sql`select id, seq::int, version::int from messages where room_id = ${roomId} order by seq`
  } finally {
    await sql.end()
  }
}

describe('many at once in one room, at both nodes', () => {
  test('R3: versions without a hole, each acknowledged with the place it has, heard in that order', async () => {
    const room = await town.room(maria, project)
    const ears = await vera.at(there.url).socket()
    await ears.subscribe({ [`room:${room.id}`]: room.version })
    const people = [...doors(maria), ...doors(jonas), ...doors(vera)]
    const sends = Array.from({ length: 180 }, (_, index) => {
      const send = { roomId: room.id, clientId: v7(), body: `Nachricht ${index}` }
      return people[index % people.length]!.call(SendMessage, send)
    })
    const answers = await Promise.all(sends)
    const rows = await written(room.id)
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 180 }, (_, index) => room.version + 1 + index))
    const places = (of: readonly { id: string; seq: number }[]) => new Map(of.map(({ id, seq }) => [id, seq]))
    expect(places(answers)).toEqual(places(rows))
    await ears.until(() => ears.events(MessageChanged).length === 180)
    const byVersion = ears.events(MessageChanged).map(({ data }) => data)
    expect(byVersion.toSorted((a, b) => a.version - b.version)).toEqual(answers.toSorted((a, b) => a.seq - b.seq))
    await ears.close()
  })

  test('they share transactions: far fewer commits than messages', async () => {
    const room = await town.room(maria, project)
    await maria.say(room.id, 'damit die Rechte bekannt sind')
    const sql = connect(here.database, { max: 1 })
    const transactions = () =>
      sql`select count(distinct xmin::text)::int as count from messages where room_id = ${room.id}`
    await Promise.all(Array.from({ length: 100 }, (_, index) => maria.say(room.id, `zugleich ${index}`)))
    const [row] = await transactions()
    await sql.end()
    expect(row?.['count']).toBeLessThan(50)
  })

  test('R2: repetitions among them, with the same text or another, at both nodes', async () => {
    const room = await town.room(maria, project)
    const elsewhere = await town.room(maria, project)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ id: fc.nat(4), door: fc.nat(1), text: fc.nat(1), room: fc.nat(9) }), {
          minLength: 4,
          maxLength: 24,
        }),
        async (plan) => {
          const ids = Array.from({ length: 5 }, () => v7())
          const results = await Promise.all(
            plan.map(async ({ id, door, text, room: where }) => {
              const send = {
                roomId: where === 0 ? elsewhere.id : room.id,
                clientId: ids[id] ?? '',
                body: `Text ${text}`,
              }
              return { send, result: await outcome(doors(maria)[door]!.call(SendMessage, send)) }
            }),
          )
          for (const clientId of ids) {
            const same = results.filter(({ send }) => send.clientId === clientId)
            const accepted = same.flatMap(({ result }) => (typeof result === 'string' ? [] : [result]))
            if (same.length === 0) continue
            expect(new Set(accepted.map((message) => JSON.stringify(message))).size).toBe(1)
            const [first] = accepted
            for (const { send, result } of same) {
              const isSame = send.roomId === first?.roomId && send.body === first?.body
              expect(typeof result === 'string' ? result : 'accepted').toBe(isSame ? 'accepted' : 'conflict')
            }
          }
        },
      ),
      { numRuns: 15 },
    )
    const rows = await written(room.id)
    expect(rows.map(({ seq }) => seq)).toEqual(
      Array.from({ length: rows.length }, (_, index) => room.version + 1 + index),
    )
  })
})

describe('rights that change meanwhile', () => {
  test('R12: nobody posts after a removal, in an archived room or as a viewer, however warm the door', async () => {
    const room = await town.room(maria, project, 'closed')
    await maria.call(AddRoomPerson, { roomId: room.id, personId: jonas.id })
    for (const door of doors(jonas))
      await door.call(SendMessage, { roomId: room.id, clientId: v7(), body: 'noch darf ich' })
    const kept = { roomId: room.id, clientId: v7(), body: 'wiederholt' }
    const first = await jonas.call(SendMessage, kept)

    const attempt = () =>
      Promise.all(doors(jonas).map((door) => outcome(door.call(SendMessage, { ...kept, clientId: v7() }))))
    await maria.call(ArchiveRoom, { roomId: room.id, archived: true })
    expect(await attempt()).toEqual(['forbidden', 'forbidden'])
    for (const door of doors(jonas)) expect(await door.call(SendMessage, kept)).toEqual(first)
    await maria.call(ArchiveRoom, { roomId: room.id, archived: false })
    expect((await attempt()).map((result) => typeof result)).toEqual(['object', 'object'])

    await maria.call(SetProjectRole, { projectId: project.id, personId: jonas.id, role: 'viewer' })
    expect(await attempt()).toEqual(['forbidden', 'forbidden'])
    await maria.call(SetProjectRole, { projectId: project.id, personId: jonas.id, role: 'member' })
    expect((await attempt()).map((result) => typeof result)).toEqual(['object', 'object'])

    await maria.call(RemoveRoomPerson, { roomId: room.id, personId: jonas.id })
    expect(await attempt()).toEqual(['not_found', 'not_found'])
    expect(await outcome(jonas.call(SendMessage, kept))).toBe('not_found')
  })

  test('I5: of those who write while somebody is removed, nothing of theirs is placed after it', async () => {
    for (let round = 0; round < 6; round++) {
      const room = await town.room(maria, project, 'closed')
      await maria.call(AddRoomPerson, { roomId: room.id, personId: jonas.id })
      await jonas.say(room.id, 'die Tür ist warm')
      const writing = Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          outcome(doors(jonas)[index % 2]!.call(SendMessage, { roomId: room.id, clientId: v7(), body: `${index}` })),
        ),
      )
      await maria.at(there.url).call(RemoveRoomPerson, { roomId: room.id, personId: jonas.id })
      const removedBy = (await maria.call(OpenRoom, { roomId: room.id })).room.version
      const answers = await writing
      for (const answer of answers) {
        if (typeof answer === 'string') expect(answer).toBe('not_found')
        else expect(answer.seq).toBeLessThan(removedBy + 1)
      }
      expect(await outcome(jonas.say(room.id, 'danach'))).toBe('not_found')
    }
  })

  test('a deleted message stays deleted when its sending is repeated', async () => {
    const room = await town.room(maria, project)
    const send = { roomId: room.id, clientId: v7(), body: 'versehentlich' }
    const { id } = await maria.call(SendMessage, send)
    await maria.call(DeleteMessage, { roomId: room.id, messageId: id })
    expect(await maria.at(there.url).call(SendMessage, send)).toMatchObject({ id, body: null })
    expect(await maria.reads(room.id)).toEqual([null])
  })
})
