import type postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  ArchiveRoom,
  DeleteMessage,
  EditMessage,
  ListRooms,
  MarkRead,
  MessageChanged,
  OpenRoom,
  React,
  ReadHistory,
  type Message,
  type Reaction,
} from '#protocol/rooms'
import { RemoveProjectPerson, type Project } from '#protocol/projects'
import { LIMITS } from '#wire/limits'
import { connect } from '../../server/platform/db.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { Town, type Citizen } from '../support/town.ts'

let app: TestApp
let sql: postgres.Sql
let town: Town
let maria: Citizen
let jonas: Citizen
let vera: Citizen
let stranger: Citizen
let project: Project

beforeAll(async () => {
  app = await startApp()
  sql = connect(app.database, { max: 1 })
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  vera = await town.person('Vera Kaminski', 'Olpe')
  stranger = await town.person('Frank Stein', 'Menden')
  project = await town.project(maria, [
    [jonas, 'member'],
    [vera, 'viewer'],
  ])
})
afterAll(async () => {
  await sql.end()
  await app.close()
})

const react = (person: Citizen, { id, roomId }: Message, emoji: string, on = true) =>
  person.call(React, { roomId, messageId: id, emoji, on })
const reaction = (emoji: string, ...people: Citizen[]): Reaction => ({ emoji, people: people.map(({ id }) => id) })

test('whoever may post reacts, everybody sees who; a repetition changes nothing', async () => {
  const room = await town.room(maria, project)
  const said = await maria.say(room.id, 'Die Sensoren sind da')
  const first = await react(jonas, said, '👍')
  expect(first).toEqual({ ...said, version: said.version + 1, reactions: [reaction('👍', jonas)] })
  expect(await react(jonas, said, '👍')).toEqual(first)
  expect(await react(jonas, said, '❤️', false)).toEqual(first)
  const second = await react(maria, said, '👍')
  expect(second).toMatchObject({ version: said.version + 2, editedAt: null, reactions: [reaction('👍', jonas, maria)] })
  expect((await vera.call(OpenRoom, { roomId: room.id })).page.messages).toEqual([second])

  await expect(react(vera, said, '👍')).rejects.toMatchObject({ code: 'forbidden' })
  await expect(react(stranger, said, '👍')).rejects.toMatchObject({ code: 'not_found' })
  const elsewhere = { ...said, roomId: (await town.room(maria, project)).id }
  await expect(react(maria, elsewhere, '👍')).rejects.toMatchObject({ code: 'not_found' })
  expect((await maria.call(OpenRoom, { roomId: room.id })).room.version).toBe(second.version)
})

test('emoji stay where they were first used, people in the order they came, also when the first one withdraws', async () => {
  const room = await town.room(maria, project)
  const said = await maria.say(room.id, 'Wer kommt am Freitag?')
  await react(jonas, said, '👍')
  await react(jonas, said, '🎉')
  await react(maria, said, '👍')
  expect((await react(jonas, said, '👍', false)).reactions).toEqual([reaction('👍', maria), reaction('🎉', jonas)])
  expect((await react(jonas, said, '👍')).reactions).toEqual([reaction('👍', maria, jonas), reaction('🎉', jonas)])
  await react(maria, said, '👍', false)
  await react(jonas, said, '👍', false)
  expect((await react(maria, said, '👍')).reactions).toEqual([reaction('🎉', jonas), reaction('👍', maria)])
})

test('R3: whoever reacts at once takes a version each, without a hole, and none is lost', async () => {
  const room = await town.room(maria, project)
  const said = await maria.say(room.id, 'Abstimmung')
  const emoji = ['👍', '❤️', '😄', '🎉', '👀', '✅']
  await Promise.all([maria, jonas, maria, jonas].flatMap((person) => emoji.map((each) => react(person, said, each))))
  const { room: now, page } = await vera.call(OpenRoom, { roomId: room.id })
  expect(now.version).toBe(said.version + 12)
  const [message] = page.messages
  expect(message?.version).toBe(now.version)
  expect(message?.reactions.map((each) => each.emoji).toSorted()).toEqual(emoji.toSorted())
  for (const { people } of message?.reactions ?? []) expect(people.toSorted()).toEqual([maria.id, jonas.id].toSorted())
})

test('one emoji in its recommended form, of any kind; nothing else', async () => {
  const room = await town.room(maria, project)
  const said = await maria.say(room.id, 'Emoji')
  for (const emoji of ['✅', '❤️', '👍🏽', '🇩🇪', '1️⃣', '👩🏻‍❤️‍💋‍👨🏻', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '👨‍👩‍👧']) {
    expect((await react(maria, said, emoji)).reactions.map((each) => each.emoji)).toContain(emoji)
  }
  const { version } = (await maria.call(OpenRoom, { roomId: room.id })).room
  for (const emoji of ['', 'a', '1', '❤', '👍👍', '👍 ', '👍\u0000', '\ud83d', '<b>', '😀'.repeat(17), '\u200d']) {
    await expect(react(maria, said, emoji)).rejects.toMatchObject({ code: 'invalid' })
  }
  expect((await maria.call(OpenRoom, { roomId: room.id })).room.version).toBe(version)
})

test('a message carries so many emoji and reactions, and those that are there can still be joined and withdrawn', async () => {
  const room = await town.room(maria, project)
  const said = await maria.say(room.id, 'Voll')
  const emoji = Array.from({ length: LIMITS.emojiPerMessage }, (_, index) => String.fromCodePoint(0x1f600 + index))
  for (const each of emoji) await react(maria, said, each)
  await expect(react(jonas, said, '🎉')).rejects.toMatchObject({ code: 'too_many' })
  await react(jonas, said, emoji[0] ?? '')
  await react(maria, said, emoji[1] ?? '', false)
  expect((await react(jonas, said, '🎉')).reactions).toHaveLength(LIMITS.emojiPerMessage)

  const crowd = LIMITS.reactionsPerMessage - LIMITS.emojiPerMessage - 1
  await sql`
    with crowd as (
      insert into users (id, name, email) select gen_random_uuid(), 'Gast', 'gast' || n || '@menge.example'
      from generate_series(1, ${crowd}) n returning id)
    insert into message_reactions select ${said.id}, id, '🎉', 1, 1 from crowd`
  await expect(react(maria, said, '🎉')).rejects.toMatchObject({ code: 'too_many' })
  await react(jonas, said, '🎉', false)
  await react(maria, said, '🎉')
})

test('R7: deleting a message deletes its reactions; a deleted one takes none', async () => {
  const room = await town.room(maria, project)
  const said = await maria.say(room.id, 'Versehentlich')
  await react(jonas, said, '😄')
  const gone = await maria.call(DeleteMessage, { roomId: room.id, messageId: said.id })
  expect(gone).toMatchObject({ body: null, reactions: [], version: said.version + 2 })
  expect(await sql`select * from message_reactions where message_id = ${said.id}`).toHaveLength(0)
  await expect(react(jonas, said, '👍')).rejects.toMatchObject({ code: 'gone' })
  expect(await react(jonas, said, '😄', false)).toEqual(gone)
})

test('R10: nobody reacts in an archived room; one’s own can be withdrawn there', async () => {
  const room = await town.room(maria, project)
  const said = await maria.say(room.id, 'Zum Schluss')
  await react(jonas, said, '✅')
  await maria.call(ArchiveRoom, { roomId: room.id, archived: true })
  await expect(react(maria, said, '✅')).rejects.toMatchObject({ code: 'forbidden' })
  expect((await react(jonas, said, '✅', false)).reactions).toEqual([])
})

test('reactions come on every way a message is read, and nothing becomes unread by them', async () => {
  const room = await town.room(maria, project)
  const topic = `room:${room.id}`
  const ears = await vera.socket()
  await ears.subscribe({ [topic]: room.version })
  const said = await maria.say(room.id, 'Überall gleich')
  await vera.call(MarkRead, { roomId: room.id, seq: said.seq })
  const told = await react(jonas, said, '👀')

  expect(await ears.event(MessageChanged, ({ version }) => version === told.version)).toEqual(told)
  const page = await vera.call(ReadHistory, { roomId: room.id, before: said.seq + 1 })
  expect(page.messages).toEqual([told])
  expect(await maria.say(room.id, 'Überall gleich', said.clientId)).toEqual(told)
  expect((await vera.call(ListRooms, {})).find(({ id }) => id === room.id)?.unread).toBe(0)
  const back = await vera.socket()
  expect((await back.subscribe({ [topic]: said.version }))[topic]).toMatchObject({
    state: 'current',
    events: [{ v: told.version, name: MessageChanged.name, data: told }],
  })
  const edited = await maria.call(EditMessage, { roomId: room.id, messageId: said.id, body: 'Anders' })
  expect(edited.reactions).toEqual(told.reactions)
  await Promise.all([ears.close(), back.close()])
})

test('I5: after a removal nobody reacts, and nobody hears of a reaction', async () => {
  const guest = await town.person('Greta Gast', 'Soest')
  const own = await town.project(maria, [[guest, 'member']])
  const room = await town.room(maria, own)
  const said = await maria.say(room.id, 'Noch dabei')
  await react(guest, said, '👍')
  const socket = await guest.socket()
  await socket.subscribe({ [`room:${room.id}`]: said.version })
  await maria.call(RemoveProjectPerson, { projectId: own.id, personId: guest.id })
  const later = await react(maria, said, '🎉')
  expect(later.reactions).toEqual([reaction('👍', guest), reaction('🎉', maria)])
  for (const on of [true, false]) {
    await expect(react(guest, said, '👍', on)).rejects.toMatchObject({ code: 'not_found' })
  }
  await socket.settle()
  expect(socket.events(MessageChanged).map(({ data }) => data.version)).not.toContain(later.version)
  await socket.close()
})
