import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RemoveProjectPerson, SetProjectRole } from '#protocol/projects'
import {
  AddRoomPerson,
  ArchiveRoom,
  DeleteMessage,
  EditMessage,
  ListRoomPeople,
  ListRooms,
  MarkRead,
  MessageChanged,
  OpenRoom,
  ReadHistory,
  ReadMarkMoved,
  RemoveRoomPerson,
  RenameRoom,
  RoomChanged,
  RoomListChanged,
  SendMessage,
} from '#protocol/rooms'
import type { Project } from '#protocol/projects'
import { startApp, type TestApp } from '../support/app.ts'
import { Town, type Citizen } from '../support/town.ts'

const SOMEWHERE = '00000000-0000-7000-8000-000000000000'

let app: TestApp
let town: Town
let maria: Citizen
let jonas: Citizen
let vera: Citizen
let stranger: Citizen
let project: Project

beforeAll(async () => {
  app = await startApp()
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
afterAll(() => app.close())

const missing = { code: 'not_found' }

describe('who reads and writes', () => {
  test('an open room belongs to its project, and to nobody else', async () => {
    const room = await town.room(maria, project)
    await maria.say(room.id, 'Moin zusammen')
    await jonas.say(room.id, 'Guten Morgen aus Soest')
    expect(await vera.reads(room.id)).toEqual(['Moin zusammen', 'Guten Morgen aus Soest'])
    await expect(vera.say(room.id, 'Ich lese nur')).rejects.toMatchObject({ code: 'forbidden' })
    await expect(stranger.say(room.id, 'Hallo?')).rejects.toMatchObject(missing)
    await expect(stranger.reads(room.id)).rejects.toMatchObject(missing)
    expect((await stranger.call(ListRooms, {})).map(({ id }) => id)).not.toContain(room.id)
    expect((await vera.call(ListRooms, {})).find(({ id }) => id === room.id)?.rights).toEqual({
      post: false,
      meet: true,
      manage: false,
    })
  })

  test('a forbidden room and one that does not exist are the same', async () => {
    const room = await town.room(maria, project)
    const answers = await Promise.all(
      [room.id, SOMEWHERE].map((roomId) =>
        Promise.all([
          stranger.post('/api/rooms.open', JSON.stringify({ roomId })),
          stranger.post('/api/rooms.readHistory', JSON.stringify({ roomId, before: 5 })),
          stranger.post('/api/rooms.markRead', JSON.stringify({ roomId, seq: 1 })),
          stranger.post('/api/rooms.listPeople', JSON.stringify({ roomId })),
          stranger.post('/api/rooms.rename', JSON.stringify({ roomId, name: 'X' })),
          stranger.post('/api/rooms.deleteMessage', JSON.stringify({ roomId, messageId: SOMEWHERE })),
        ]).then((responses) =>
          Promise.all(responses.map(async (response) => [response.status, await response.text()])),
        ),
      ),
    )
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]?.every(([status]) => status === 404)).toBe(true)
  })

  test('a closed room is its list; leads who are not on it do not see it', async () => {
    const room = await town.room(jonas, project, 'closed')
    await expect(maria.reads(room.id)).rejects.toMatchObject(missing)
    await jonas.call(AddRoomPerson, { roomId: room.id, personId: vera.id })
    expect((await vera.call(ListRoomPeople, { roomId: room.id })).map(({ name }) => name)).toEqual([
      'Jonas Weber',
      'Vera Kaminski',
    ])
    await expect(vera.call(AddRoomPerson, { roomId: room.id, personId: maria.id })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await expect(jonas.call(AddRoomPerson, { roomId: room.id, personId: stranger.id })).rejects.toMatchObject(missing)
    await vera.call(RemoveRoomPerson, { roomId: room.id, personId: vera.id })
    await expect(vera.reads(room.id)).rejects.toMatchObject(missing)
  })

  test('managing is for leads and whoever made the room', async () => {
    const room = await town.room(jonas, project)
    await expect(vera.call(RenameRoom, { roomId: room.id, name: 'Unfug' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await maria.call(RenameRoom, { roomId: room.id, name: 'Technik 2' })).toMatchObject({ name: 'Technik 2' })
    expect(await jonas.call(ArchiveRoom, { roomId: room.id, archived: true })).toMatchObject({ archived: true })
    await expect(jonas.say(room.id, 'Noch was')).rejects.toMatchObject({ code: 'forbidden' })
    await jonas.call(ArchiveRoom, { roomId: room.id, archived: false })
    await jonas.say(room.id, 'Es geht weiter')
  })
})

describe('messages', () => {
  test('I2: the same client id is one message, for ever and from everywhere', async () => {
    const room = await town.room(maria, project)
    const other = await town.room(maria, project)
    const clientId = v7()
    const concurrent = await Promise.all(Array.from({ length: 8 }, () => maria.say(room.id, 'Einmal', clientId)))
    expect(new Set(concurrent.map((message) => JSON.stringify(message))).size).toBe(1)
    const next = await maria.say(room.id, 'Danach')
    expect(next.version).toBe((concurrent[0]?.version ?? 0) + 1)
    expect(await maria.say(room.id, 'Einmal', clientId)).toEqual(concurrent[0])
    await expect(maria.say(room.id, 'Etwas anderes', clientId)).rejects.toMatchObject({ code: 'conflict' })
    await expect(maria.say(other.id, 'Einmal', clientId)).rejects.toMatchObject({ code: 'conflict' })
    // Ids are the author's own: somebody else's choice of the same one is another message.
    expect((await jonas.say(room.id, 'Auch', clientId)).id).not.toBe(concurrent[0]?.id)
    expect(await maria.reads(room.id)).toEqual(['Einmal', 'Danach', 'Auch'])

    const id = concurrent[0]?.id ?? ''
    await maria.call(EditMessage, { roomId: room.id, messageId: id, body: 'Geändert' })
    expect(await maria.say(room.id, 'Einmal', clientId)).toMatchObject({ id, body: 'Geändert' })
    await maria.call(DeleteMessage, { roomId: room.id, messageId: id })
    expect(await maria.say(room.id, 'Einmal', clientId)).toMatchObject({ id, body: null })
  })

  test('I2: one client id sent to two rooms at once ends in one of them', async () => {
    const rooms = await Promise.all([town.room(maria, project), town.room(maria, project)])
    const clientId = v7()
    const outcomes = await Promise.allSettled(rooms.map((room) => maria.say(room.id, 'Wohin?', clientId)))
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const read = await Promise.all(rooms.map((room) => maria.reads(room.id)))
    expect(read.flat()).toEqual(['Wohin?'])
  })

  test('I3: versions have no holes, whoever writes at once', async () => {
    const room = await town.room(maria, project)
    await Promise.all(
      Array.from({ length: 30 }, (_, index) => (index % 2 ? maria : jonas).say(room.id, `Nachricht ${index}`)),
    )
    const { page } = await vera.call(OpenRoom, { roomId: room.id })
    expect(page.messages.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 30 }, (_, index) => room.version + 1 + index),
    )
  })

  test('authors edit and delete their own; who manages deletes; nobody else', async () => {
    const room = await town.room(maria, project)
    const said = await jonas.say(room.id, 'Die Sensoren kommen Freitag')
    const target = { roomId: room.id, messageId: said.id }
    await expect(maria.call(EditMessage, { ...target, body: 'Nie' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await jonas.call(EditMessage, { ...target, body: 'Die Sensoren kommen Montag' })).toMatchObject({
      seq: said.seq,
      version: said.version + 1,
      body: 'Die Sensoren kommen Montag',
    })
    await expect(vera.call(DeleteMessage, target)).rejects.toMatchObject({ code: 'forbidden' })
    const gone = await maria.call(DeleteMessage, target)
    expect(gone).toMatchObject({ body: null, version: said.version + 2 })
    expect(await jonas.call(DeleteMessage, target)).toEqual(gone)
    await expect(jonas.call(EditMessage, { ...target, body: 'Doch' })).rejects.toMatchObject({ code: 'gone' })
    await expect(
      jonas.call(DeleteMessage, { ...target, roomId: (await town.room(jonas, project)).id }),
    ).rejects.toMatchObject(missing)
  })

  test('empty and far too long texts are refused, the longest allowed one is kept', async () => {
    const room = await town.room(maria, project)
    for (const body of ['', '   \n\t ', 'x'.repeat(20_001)]) {
      await expect(maria.say(room.id, body)).rejects.toMatchObject({ code: 'invalid' })
    }
    const longest = 'ß'.repeat(20_000)
    await maria.say(room.id, longest)
    expect(await jonas.reads(room.id)).toEqual([longest])
  })

  test('a NUL, lone surrogates and the rest of Unicode break nothing', async () => {
    const room = await town.room(maria, project)
    await expect(maria.say(room.id, 'a\u0000b')).rejects.toMatchObject({ code: 'invalid' })
    await expect(maria.say(room.id, 'halb \ud83d')).rejects.toMatchObject({ code: 'invalid' })
    await expect(maria.call(RenameRoom, { roomId: room.id, name: 'a\u0000b' })).rejects.toMatchObject({
      code: 'invalid',
    })
    await maria.say(room.id, '👩🏽‍💻 مرحبا \u202e')
    expect(await jonas.reads(room.id)).toEqual(['👩🏽‍💻 مرحبا \u202e'])
  })

  test('history comes page by page, upward, without gaps or repetitions', async () => {
    const room = await town.room(maria, project)
    for (let index = 0; index < 95; index++) await maria.say(room.id, `${index}`)
    const { page } = await jonas.call(OpenRoom, { roomId: room.id })
    const read = [...page.messages]
    for (let more = page.more; more;) {
      const earlier = await jonas.call(ReadHistory, { roomId: room.id, before: read[0]?.seq ?? 0 })
      read.unshift(...earlier.messages)
      more = earlier.more
    }
    expect(read.map(({ body }) => body)).toEqual(Array.from({ length: 95 }, (_, index) => `${index}`))
  })
})

describe('unread', () => {
  const unreadOf = async (person: Citizen, roomId: string) =>
    (await person.call(ListRooms, {})).find(({ id }) => id === roomId)?.unread

  test("others' live messages count, on all devices alike, never backwards", async () => {
    const room = await town.room(maria, project)
    const first = await maria.say(room.id, 'Eins')
    const second = await maria.say(room.id, 'Zwei')
    await jonas.say(room.id, 'Meine eigene zählt nicht')
    expect(await unreadOf(jonas, room.id)).toBe(2)
    expect(await unreadOf(maria, room.id)).toBe(1)
    await maria.call(DeleteMessage, { roomId: room.id, messageId: second.id })
    expect(await unreadOf(jonas, room.id)).toBe(1)

    const phone = await jonas.socket()
    await phone.subscribe({ [`user:${jonas.id}`]: null })
    await jonas.call(MarkRead, { roomId: room.id, seq: first.seq })
    expect(await phone.event(ReadMarkMoved)).toEqual({ roomId: room.id, readSeq: first.seq, unread: 0 })
    expect(await jonas.call(MarkRead, { roomId: room.id, seq: 0 })).toEqual({ readSeq: first.seq })
    const far = await jonas.call(MarkRead, { roomId: room.id, seq: Number.MAX_SAFE_INTEGER })
    await maria.say(room.id, 'Drei')
    expect(far.readSeq).toBeLessThan(Number.MAX_SAFE_INTEGER)
    expect(await unreadOf(jonas, room.id)).toBe(1)
    await phone.close()
  })

  test('whoever comes new starts with nothing unread', async () => {
    const newcomer = await town.person('Nele Neu', 'Soest')
    const own = await town.project(maria)
    const room = await town.room(maria, own)
    await maria.say(room.id, 'Von früher')
    const { AddProjectPerson } = await import('#protocol/projects')
    await maria.call(AddProjectPerson, { projectId: own.id, email: newcomer.email, role: 'member' })
    expect(await unreadOf(newcomer, room.id)).toBe(0)
    await maria.say(room.id, 'Ab jetzt')
    expect(await unreadOf(newcomer, room.id)).toBe(1)
  })
})

describe('the room live', () => {
  test('everybody in it hears at once; a stranger is refused the topic', async () => {
    const room = await town.room(maria, project)
    const topic = `room:${room.id}`
    const [ears, strange] = [await jonas.socket(), await stranger.socket()]
    expect(await ears.subscribe({ [topic]: room.version })).toEqual({
      [topic]: { state: 'current', version: room.version, events: [] },
    })
    expect(await strange.subscribe({ [topic]: 0, [`user:${jonas.id}`]: null })).toEqual({
      [topic]: { state: 'refused' },
      [`user:${jonas.id}`]: { state: 'refused' },
    })
    const mouth = await maria.socket()
    const said = await mouth.call(SendMessage, { roomId: room.id, clientId: v7(), body: 'Live' })
    expect(await ears.event(MessageChanged)).toEqual(said)
    await maria.call(RenameRoom, { roomId: room.id, name: 'Umbenannt' })
    expect(await ears.event(RoomChanged)).toMatchObject({ name: 'Umbenannt' })
    await strange.settle()
    expect(strange.events(MessageChanged)).toEqual([])
    await Promise.all([ears.close(), strange.close(), mouth.close()])
  })

  test('I4: after an absence come edits, deletions and new messages, each once, as they are now', async () => {
    const room = await town.room(maria, project)
    const topic = `room:${room.id}`
    const [a, b] = [await maria.say(room.id, 'A'), await maria.say(room.id, 'B')]
    const cursor = b.version
    await maria.call(EditMessage, { roomId: room.id, messageId: a.id, body: 'A, anders' })
    await maria.call(EditMessage, { roomId: room.id, messageId: a.id, body: 'A, ganz anders' })
    await maria.call(DeleteMessage, { roomId: room.id, messageId: b.id })
    const c = await maria.say(room.id, 'C')
    const socket = await jonas.socket()
    const answer = (await socket.subscribe({ [topic]: cursor }))[topic]
    expect(answer).toMatchObject({ state: 'current', version: c.version })
    expect(
      answer?.state === 'current' && answer.events.map(({ data }) => (data as { body: string | null }).body),
    ).toEqual(['A, ganz anders', null, 'C'])
    await socket.close()
  })

  test('I4: more than 500 changes behind, or from another history: a fresh window', async () => {
    const room = await town.room(maria, project)
    const topic = `room:${room.id}`
    const said = await maria.say(room.id, '0')
    for (let index = 1; index <= 250; index++) {
      await maria.call(EditMessage, { roomId: room.id, messageId: said.id, body: `${index}` })
      await maria.call(EditMessage, { roomId: room.id, messageId: said.id, body: `${index} noch einmal` })
    }
    const socket = await jonas.socket()
    const head = said.version + 500
    expect(await socket.subscribe({ [topic]: said.version - 1 })).toEqual({
      [topic]: { state: 'reset', version: head },
    })
    expect((await socket.subscribe({ [topic]: said.version }))[topic]).toMatchObject({
      state: 'current',
      version: head,
    })
    expect(await socket.subscribe({ [topic]: head + 1 })).toEqual({ [topic]: { state: 'reset', version: head } })
    await socket.close()
  })

  test('I5: after a removal commits, nothing newer arrives on any path', async () => {
    const guest = await town.person('Greta Gast', 'Soest')
    const own = await town.project(maria, [[guest, 'member']])
    const rooms = await Promise.all([town.room(maria, own), town.room(maria, own)])
    const socket = await guest.socket()
    await socket.subscribe(
      Object.fromEntries([...rooms.map(({ id, version }) => [`room:${id}`, version]), [`user:${guest.id}`, null]]),
    )
    const before = await maria.say(rooms[0]?.id ?? '', 'Noch dabei')
    await socket.event(MessageChanged, ({ id }) => id === before.id)

    const talking = (async () => {
      for (let index = 0; index < 20; index++) await maria.say(rooms[index % 2]?.id ?? '', `im Fluss ${index}`)
    })()
    await maria.call(RemoveProjectPerson, { projectId: own.id, personId: guest.id })
    const secret = await maria.say(rooms[0]?.id ?? '', 'Nur unter uns')
    await talking
    await socket.event(RoomListChanged)
    await socket.settle()
    const revoked = socket.heard.filter((frame) => frame.t === 'revoked').map(({ topic }) => topic)
    expect(revoked.toSorted()).toEqual(rooms.map(({ id }) => `room:${id}`).toSorted())
    expect(socket.events(MessageChanged).map(({ data }) => data.id)).not.toContain(secret.id)
    for (const { id } of rooms) {
      await expect(guest.reads(id)).rejects.toMatchObject(missing)
      await expect(guest.say(id, 'Hallo?')).rejects.toMatchObject(missing)
      expect(await socket.subscribe({ [`room:${id}`]: 0 })).toEqual({ [`room:${id}`]: { state: 'refused' } })
    }
    await socket.close()
  })

  test('a role change shows in the rights at once', async () => {
    const room = await town.room(maria, project)
    await maria.call(SetProjectRole, { projectId: project.id, personId: jonas.id, role: 'viewer' })
    await expect(jonas.say(room.id, 'Darf ich?')).rejects.toMatchObject({ code: 'forbidden' })
    await maria.call(SetProjectRole, { projectId: project.id, personId: jonas.id, role: 'member' })
    await jonas.say(room.id, 'Jetzt wieder')
  })
})
