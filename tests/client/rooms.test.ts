import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  ListRooms,
  MarkRead,
  MessageChanged,
  OpenRoom,
  RoomListChanged,
  SendMessage,
  type Message,
  type RoomSummary,
} from '#protocol/rooms'
import { Refusal } from '#wire/refusal'
import { MemoryStore } from '../../client/features/rooms/outbox/store.ts'
import { NO_OTHER_TABS } from '../../client/features/rooms/outbox/tabs.ts'
import { Rooms } from '../../client/features/rooms/rooms.ts'
import { ConnectionError } from '../../client/net/connection-error.ts'
import type { TopicListener } from '../../client/net/topic-feed.ts'

const ME = 'me'
const TOPIC = 'room:room'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function summary(change: Partial<RoomSummary> = {}): RoomSummary {
  return {
    id: 'room',
    projectId: 'project',
    name: 'Technik',
    visibility: 'open',
    archived: false,
    version: 10,
    readSeq: 10,
    unread: 0,
    rights: { post: true, meet: true, manage: false },
    ...change,
  }
}

function message(seq: number, author = 'other', clientId = `client-${seq}`): Message {
  return {
    id: `message-${seq}`,
    clientId,
    roomId: 'room',
    seq,
    version: seq,
    author: { id: author, name: author, organisation: null },
    body: `Nr. ${seq}`,
    postedAt: '2026-11-24T09:00:00.000Z',
    editedAt: null,
    reactions: [],
  }
}

const event = (data: Message) => ({ name: MessageChanged.name, data, v: data.version })

interface Asked {
  name: string
  answer: (output: unknown) => Promise<void>
  refuse: (error: Error) => Promise<void>
}

/** The rooms of one person; the test is the server. */
function roomsOf() {
  const asked: Asked[] = []
  const topics = new Map<string, { cursor: number | null; listener: TopicListener }>()
  let count = 0
  const rooms = new Rooms({
    userId: ME,
    store: new MemoryStore(),
    tabs: NO_OTHER_TABS,
    codeOf: () => 'internal',
    newId: () => `own-${(count += 1)}`,
    call: ({ name }) =>
      new Promise((resolve, reject) => {
        const then = (act: () => void) => {
          act()
          return settled()
        }
        asked.push({
          name,
          answer: (output) => then(() => resolve(output as never)),
          refuse: (error) => then(() => reject(error)),
        })
      }),
    subscribe: (topic, cursor, listener) => {
      topics.set(topic, { cursor, listener })
      return () => topics.delete(topic)
    },
  })
  const next = (name: string): Asked => {
    const index = asked.findIndex((call) => call.name === name)
    const [call] = index === -1 ? [] : asked.splice(index, 1)
    if (!call) throw new Error(`${name} was not called`)
    return call
  }
  const listener = (topic: string): TopicListener => {
    const known = topics.get(topic)
    if (!known) throw new Error(`${topic} is not heard`)
    return known.listener
  }
  const room = () => rooms.state.read().rooms.get('room')
  return { rooms, asked, topics, next, listener, room }
}

async function written(rooms: Rooms, body: string): Promise<void> {
  await rooms.outbox.add('room', body)
  await settled()
}

async function settled(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0)
}

async function listed(change: Partial<RoomSummary> = {}) {
  const person = roomsOf()
  void person.listener(`user:${ME}`).onCaughtUp?.({ state: 'current', version: 0, events: [] })
  await person.next(ListRooms.name).answer([summary(change)])
  return person
}

const seqs = (state: ReturnType<Awaited<ReturnType<typeof listed>>['room']>) =>
  state?.window?.messages.map(({ seq }) => seq)

test('an opening that failed leaves nothing behind that looks like the room', async () => {
  const { rooms, next, listener, room } = await listed()
  const opening = rooms.open('room')
  const outcome = expect(opening).rejects.toMatchObject({ code: 'offline' })
  listener(TOPIC).onEvent(event(message(11)))
  await next(OpenRoom.name).refuse(new ConnectionError('offline'))
  await outcome
  expect(room()?.window).toBeNull()
  const again = rooms.open('room')
  await next(OpenRoom.name).answer({
    room: summary({ version: 11, unread: 1 }),
    page: { messages: [message(10), message(11)], more: false },
  })
  await again
  expect(seqs(room())).toEqual([10, 11])
})

test('a snapshot older than what came while nobody gathered is read once more', async () => {
  const { rooms, next, listener, room } = await listed()
  const openings = [rooms.open('room'), (listener(TOPIC).onCaughtUp?.({ state: 'reset', version: 10 }), undefined)]
  const failed = expect(openings[0]).rejects.toMatchObject({ code: 'offline' })
  listener(TOPIC).onEvent(event(message(11)))
  const [first, second] = [next(OpenRoom.name), next(OpenRoom.name)]
  await first.refuse(new ConnectionError('offline'))
  await failed
  await second.answer({ room: summary(), page: { messages: [message(10)], more: false } })
  await next(OpenRoom.name).answer({
    room: summary({ version: 11, unread: 1 }),
    page: { messages: [message(10), message(11)], more: false },
  })
  expect(seqs(room())).toEqual([10, 11])
  expect(room()?.window?.isLoading).toBe(false)
})

test('after a reset nothing that was acknowledged is shown as on its way', async () => {
  const { rooms, next, listener, room } = await listed()
  const opening = rooms.open('room')
  await next(OpenRoom.name).answer({ room: summary(), page: { messages: [message(10)], more: false } })
  await opening
  await written(rooms, 'eins')
  await next(SendMessage.name).answer(message(11, ME, 'own-1'))
  expect(rooms.outbox.pending.read()).toMatchObject([{ state: 'sent' }])
  void listener(TOPIC).onCaughtUp?.({ state: 'reset', version: 900 })
  await settled()
  await next(OpenRoom.name).answer({
    room: summary({ version: 900, unread: 100 }),
    page: { messages: [message(900)], more: true },
  })
  expect(seqs(room())).toEqual([900])
  expect(rooms.outbox.pending.read()).toEqual([])
})

test('what a snapshot shows is no longer on its way, though nobody acknowledged it', async () => {
  const { rooms, next } = await listed()
  await written(rooms, 'eins')
  const opening = rooms.open('room')
  await next(OpenRoom.name).answer({
    room: summary({ version: 11 }),
    page: { messages: [message(10), message(11, ME, 'own-1')], more: false },
  })
  await opening
  expect(rooms.outbox.pending.read()).toEqual([])
})

test('nobody takes away a message on its way by using its id', async () => {
  const { rooms, listener } = await listed()
  await written(rooms, 'eins')
  listener(TOPIC).onEvent(event(message(11, 'other', 'own-1')))
  expect(rooms.outbox.pending.read()).toHaveLength(1)
})

test('a number that is a guess is asked for until the list is as new as the room', async () => {
  const { listener, next, asked, room } = await listed({ version: 10, readSeq: 5, unread: 4 })
  const moved = { name: 'rooms.readMarkMoved', data: { roomId: 'room', readSeq: 8, unread: 3 } }
  listener(`user:${ME}`).onEvent(moved)
  expect(room()?.unreadIsSure).toBe(false)
  await vi.advanceTimersByTimeAsync(60)
  const late = next(ListRooms.name)
  listener(TOPIC).onEvent(event(message(11)))
  await late.answer([summary({ version: 10, readSeq: 8, unread: 2 })])
  await vi.advanceTimersByTimeAsync(200)
  await next(ListRooms.name).answer([summary({ version: 11, readSeq: 8, unread: 3 })])
  expect(room()).toMatchObject({ unread: 3, unreadIsSure: true })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).toEqual([])
})

test('a read mark is kept until the server can take it', async () => {
  const { rooms, next, asked } = await listed({ version: 12, readSeq: 10, unread: 2 })
  rooms.markRead('room', 12)
  await vi.advanceTimersByTimeAsync(300)
  await next(MarkRead.name).refuse(new Refusal('unavailable'))
  await vi.advanceTimersByTimeAsync(5_000)
  await next(MarkRead.name).refuse(new Refusal('not_found'))
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked.filter(({ name }) => name === MarkRead.name)).toEqual([])
})

test('after the end nothing is heard, whatever was still on its way', async () => {
  const { rooms, next, listener, topics } = await listed()
  void listener(`user:${ME}`).onCaughtUp?.({ state: 'current', version: 0, events: [] })
  rooms.close()
  await next(ListRooms.name).answer([summary(), summary({ id: 'other' })])
  expect([...topics.keys()]).toEqual([])
  expect(rooms.state.read().rooms.has('other')).toBe(false)
})

test('after an outage rooms nobody looks at are known by the list, and heard from there; an open one catches up', async () => {
  const person = await listed()
  const { rooms, topics, listener, next, room } = person
  const opening = rooms.open('room')
  await next(OpenRoom.name).answer({ room: summary(), page: { messages: [message(10)], more: false } })
  await opening
  rooms.add(summary({ id: 'other', version: 20, readSeq: 20 }))
  for (const topic of [TOPIC, 'room:other']) listener(topic).onLost?.()
  expect([...topics.keys()]).toEqual([`user:${ME}`, TOPIC])

  const read = listener(`user:${ME}`).onCaughtUp?.({ state: 'current', version: 0, events: [] })
  expect(read).toBeInstanceOf(Promise)
  void listener(TOPIC).onCaughtUp?.({ state: 'current', version: 11, events: [event(message(11))] })
  await next(ListRooms.name).answer([
    summary({ version: 11, unread: 1 }),
    summary({ id: 'other', version: 35, readSeq: 22, unread: 9 }),
  ])
  await read
  expect(topics.get('room:other')?.cursor).toBe(35)
  expect(rooms.state.read().rooms.get('other')).toMatchObject({ version: 35, readSeq: 22, unread: 9 })
  expect(room()?.window?.messages.map(({ seq }) => seq)).toEqual([10, 11])
})

test('a room that is opened before the list is here is heard from what was read of it', async () => {
  const person = await listed()
  person.listener(TOPIC).onLost?.()
  const opening = person.rooms.open('room')
  await person
    .next(OpenRoom.name)
    .answer({ room: summary({ version: 12 }), page: { messages: [message(12)], more: false } })
  await opening
  expect(person.topics.get(TOPIC)?.cursor).toBe(12)
  void person.listener(`user:${ME}`).onCaughtUp?.({ state: 'current', version: 0, events: [] })
  await person.next(ListRooms.name).answer([summary({ version: 14, unread: 2 })])
  expect(person.topics.get(TOPIC)?.cursor).toBe(12)
})

test('what was acknowledged in a room waits for nothing when the room is taken away', async () => {
  for (const takeAway of ['refused', 'not listed'] as const) {
    const { rooms, next, listener } = await listed()
    await written(rooms, 'eins')
    await next(SendMessage.name).answer(message(11, ME, 'own-1'))
    expect(rooms.outbox.pending.read()).toMatchObject([{ state: 'sent' }])
    if (takeAway === 'refused') listener(TOPIC).onRefused?.()
    else {
      listener(`user:${ME}`).onEvent({ name: RoomListChanged.name, data: {} })
      await vi.advanceTimersByTimeAsync(100)
      await next(ListRooms.name).answer([])
    }
    expect(rooms.outbox.pending.read()).toEqual([])
  }
})

test('a room that was taken away does not come back with what was read of it before', async () => {
  const { rooms, next, listener, room } = await listed()
  const opening = rooms.open('room')
  listener(TOPIC).onRefused?.()
  await next(OpenRoom.name).answer({ room: summary(), page: { messages: [message(10)], more: false } })
  await opening
  expect(room()).toBeUndefined()
})
