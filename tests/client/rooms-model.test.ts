import { expect, test } from 'vitest'
import { MessageChanged, RoomChanged, type Message, type RoomSummary } from '#protocol/rooms'
import {
  applyCaughtUp,
  applyEvent,
  applyPage,
  applyReadMark,
  applySnapshot,
  applySummary,
  newRoom,
  openedRoom,
  startLoading,
  startPage,
  type RoomState,
} from '../../client/features/rooms/model.ts'

const ME = 'me'
const OTHER = 'other'

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

function message(seq: number, change: Partial<Message> = {}): Message {
  return {
    id: `message-${seq}`,
    clientId: `client-${seq}`,
    roomId: 'room',
    seq,
    version: seq,
    author: { id: OTHER, name: 'Jens', organisation: null },
    body: `Nr. ${seq}`,
    postedAt: '2026-11-24T09:00:00.000Z',
    editedAt: null,
    reactions: [],
    ...change,
  }
}

const changed = (data: Message) => ({ name: MessageChanged.name, data, v: data.version })
const seqs = (state: RoomState) => state.window?.messages.map(({ seq }) => seq)

test('a message of somebody else is counted once, an own one never', () => {
  let state = newRoom(summary(), ME)
  state = applyEvent(state, changed(message(11)))
  state = applyEvent(state, changed(message(11)))
  state = applyEvent(state, changed(message(12, { author: { id: ME, name: 'Maria', organisation: null } })))
  expect(state).toMatchObject({ unread: 1, version: 12, unreadIsSure: true })
})

test('editing does not count, deleting an unread message counts down, deleting a read one does not', () => {
  let state = newRoom(summary({ readSeq: 8, unread: 2 }), ME)
  state = applyEvent(state, changed(message(9, { version: 11, body: 'anders' })))
  expect(state.unread).toBe(2)
  state = applyEvent(state, changed(message(9, { version: 12, body: null })))
  expect(state.unread).toBe(1)
  state = applyEvent(state, changed(message(7, { version: 13, body: null })))
  expect(state.unread).toBe(1)
})

test('a reaction replaces the message, whatever comes first, and counts nothing', () => {
  const react = (version: number, ...people: string[]) =>
    changed(message(9, { version, reactions: people.length > 0 ? [{ emoji: '👍', people }] : [] }))
  let state = openedRoom(summary({ readSeq: 8, unread: 2 }), { messages: [message(9), message(10)], more: true }, ME)
  state = applyEvent(state, react(12, 'a', 'b'))
  state = applyEvent(state, react(11, 'a'))
  expect(state.window?.messages[0]?.reactions).toEqual([{ emoji: '👍', people: ['a', 'b'] }])
  expect(state).toMatchObject({ unread: 2, version: 12 })
  state = applyEvent(state, react(13))
  expect(state.window?.messages[0]?.reactions).toEqual([])
  // Posted and reacted to while one was away: one unread message, not two.
  const missed = changed(message(14, { version: 15, reactions: [{ emoji: '🎉', people: ['a'] }] }))
  expect(applyCaughtUp(state, { version: 15, events: [missed] })).toMatchObject({ unread: 3, version: 15 })
})

test('what was missed is counted by what was known before, in whatever order its versions are', () => {
  const state = applyCaughtUp(newRoom(summary(), ME), {
    version: 16,
    events: [
      changed(message(12)),
      changed(message(13, { version: 14, body: null })),
      changed(message(11, { version: 15, body: 'bearbeitet' })),
    ],
  })
  expect(state).toMatchObject({ unread: 2, version: 16 })
})

test('at the bound of the server a deletion makes the number a guess until the list is read', () => {
  let state = newRoom(summary({ readSeq: 0, unread: 100, version: 500 }), ME)
  state = applyEvent(state, changed(message(400, { version: 501, body: null })))
  expect(state.unreadIsSure).toBe(false)
  state = applySummary(state, summary({ readSeq: 0, unread: 100, version: 501 }))
  expect(state).toMatchObject({ unread: 100, unreadIsSure: true })
})

test('an older list changes neither numbers nor name, but rights', () => {
  let state = newRoom(summary(), ME)
  state = applyEvent(state, { name: RoomChanged.name, data: { ...summary(), name: 'Neu' }, v: 11 })
  state = applySummary(state, summary({ rights: { post: false, meet: true, manage: false } }))
  expect(state).toMatchObject({ version: 11, rights: { post: false } })
  expect(state.room.name).toBe('Neu')
})

test('what comes between the reading of a snapshot and its arrival is not lost, nor counted twice', () => {
  let state = startLoading(newRoom(summary(), ME))
  state = applyEvent(state, changed(message(11)))
  state = applyEvent(state, changed(message(10, { version: 12, body: 'bearbeitet' })))
  state = applySnapshot(state, summary(), { messages: [message(9), message(10)], more: true })
  expect(seqs(state)).toEqual([9, 10, 11])
  expect(state.window?.messages[1]?.body).toBe('bearbeitet')
  expect(state).toMatchObject({ unread: 1, version: 12 })
})

test('a snapshot that is newer than the events on their way is not changed by them', () => {
  let state = openedRoom(summary({ version: 12, unread: 2 }), { messages: [message(11), message(12)], more: false }, ME)
  const fresh = state
  state = applyEvent(state, changed(message(11)))
  state = applyEvent(state, changed(message(12)))
  expect(state).toEqual(fresh)
})

test('events on a stale state equal a fresh one', () => {
  const page = { messages: [message(8), message(9), message(10)], more: false }
  const stale = openedRoom(summary(), page, ME)
  const events = [changed(message(11)), changed(message(9, { version: 12, body: null })), changed(message(13))]
  const live = events.reduce(applyEvent, stale)
  const missed = applyCaughtUp(stale, { version: 13, events })
  const fresh = openedRoom(
    summary({ version: 13, unread: 2 }),
    {
      messages: [message(8), message(9, { version: 12, body: null }), message(10), message(11), message(13)],
      more: false,
    },
    ME,
  )
  expect(live).toEqual(fresh)
  expect(missed).toEqual(fresh)
})

test('an earlier page does not bring back what was changed while it was on its way', () => {
  let state = startPage(openedRoom(summary(), { messages: [message(10)], more: true }, ME))
  state = applyEvent(state, changed(message(9, { version: 11, body: null })))
  state = applyPage(state, 10, { messages: [message(8), message(9)], more: false })
  expect(seqs(state)).toEqual([8, 9, 10])
  expect(state.window).toMatchObject({ more: false, changedBefore: null })
  expect(state.window?.messages[1]?.body).toBeNull()
  expect(applyPage(state, 10, { messages: [message(1)], more: true })).toBe(state)
})

test('reading moves forward only; elsewhere the number of the server holds until the list is read', () => {
  const opened = openedRoom(summary({ readSeq: 8, unread: 2 }), { messages: [message(9), message(10)], more: true }, ME)
  expect(applyReadMark(opened, 9)).toMatchObject({ readSeq: 9, unread: 1, unreadIsSure: true })
  expect(applyReadMark(opened, 7)).toBe(opened)
  const closed = newRoom(summary({ readSeq: 5, unread: 4 }), ME)
  expect(applyReadMark(closed, 9, 1)).toMatchObject({ readSeq: 9, unread: 1, unreadIsSure: false })
})
