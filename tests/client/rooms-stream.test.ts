import { expect, test } from 'vitest'
import type { Message } from '#protocol/rooms'
import { MOST_SHOWN, shownPart, streamRows, towardsEarlier, towardsNewest } from '../../client/features/rooms/stream.ts'

function message(seq: number, author: string, postedAt: string): Message {
  return {
    id: `message-${seq}`,
    clientId: `client-${seq}`,
    roomId: 'room',
    seq,
    version: seq,
    author: { id: author, name: author, organisation: null },
    body: 'Moin',
    postedAt,
    editedAt: null,
    reactions: [],
  }
}

test('days, groups of one author, the unread line once', () => {
  const messages = [
    message(1, 'jens', '2026-11-23T09:00:00.000Z'),
    message(2, 'jens', '2026-11-23T09:02:00.000Z'),
    message(3, 'jens', '2026-11-23T09:20:00.000Z'),
    message(4, 'maria', '2026-11-24T09:00:00.000Z'),
    message(5, 'jens', '2026-11-24T09:01:00.000Z'),
    message(6, 'jens', '2026-11-24T09:02:00.000Z'),
  ]
  const rows = streamRows({ messages, pending: [], userId: 'maria', unreadAfter: 3 })
  expect(
    rows.map((row) => (row.kind === 'message' ? `${row.message.seq}${row.startsGroup ? '!' : ''}` : row.kind)),
  ).toEqual(['day', '1!', '2', '3!', 'day', '4!', 'unread', '5!', '6'])
})

test('at most so many are on the page; it can be moved to both ends', () => {
  const messages = Array.from({ length: 1_000 }, (_, index) => message(index + 1, 'jens', '2026-11-24T09:00:00.000Z'))
  const ends = (last: number | null) => {
    const shown = shownPart(messages, last)
    expect(shown).toHaveLength(MOST_SHOWN)
    return [shown[0]?.seq, shown.at(-1)?.seq]
  }
  expect(ends(null)).toEqual([701, 1_000])
  let last = towardsEarlier(messages, null)
  expect(ends(last)).toEqual([601, 900])
  for (let step = 0; step < 20; step += 1) last = towardsEarlier(messages, last)
  expect(ends(last)).toEqual([1, 300])
  expect(towardsEarlier(messages, last)).toBe(last)
  for (let step = 0; step < 20; step += 1) last = towardsNewest(messages, last)
  expect(last).toBeNull()
})

test('an own message keeps its row when it arrives; nobody shares a row by sharing its client id', () => {
  const own = message(1, 'maria', '2026-11-24T09:00:00.000Z')
  const copy = { ...message(2, 'jens', '2026-11-24T09:00:00.000Z'), clientId: own.clientId }
  const rows = streamRows({ messages: [own, copy], pending: [], userId: 'maria', unreadAfter: null })
  expect(rows.map(({ key }) => key).slice(1)).toEqual(['client-1', 'message-2'])
})
