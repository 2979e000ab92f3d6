import { describe, expect, it } from 'vitest'
import type { Message } from '#protocol/rooms'
import type { PendingMessage } from '../../client/features/rooms/outbox-model.ts'
import {
  MOST_SHOWN,
  shownPart,
  streamRows,
  towardsEarlier,
  towardsNewest,
  type StreamRow,
} from '../../client/features/rooms/stream.ts'

function message(seq: number, by: string, minute: number, body: string | null = 'text'): Message {
  const author = { id: by, name: by, organisation: null }
  const postedAt = new Date(2026, 10, 24, 9, minute).toISOString()
  return {
    id: `m-${seq}`,
    roomId: 'room',
    clientId: `c-${seq}`,
    seq,
    version: seq,
    author,
    body,
    postedAt,
    editedAt: null,
  }
}

function pending(clientId: string): PendingMessage {
  return { clientId, roomId: 'room', body: 'text', writtenAt: 1, state: 'waiting' }
}

function rowsOf(messages: Message[], unreadAfter: number | null = null, waiting: PendingMessage[] = []): string[] {
  return streamRows({ messages, pending: waiting, userId: 'me', unreadAfter }).map(wordFor)
}

function wordFor(row: StreamRow): string {
  switch (row.kind) {
    case 'day':
    case 'unread':
      return row.kind
    case 'message':
    case 'pending':
      return row.startsGroup ? `head ${row.key}` : row.key
    default:
      return row satisfies never
  }
}

describe('what a room shows', () => {
  it('groups what one person writes in a row, by day and within some minutes', () => {
    const nextDay = 24 * 60
    const messages = [
      message(1, 'anna', 0),
      message(2, 'anna', 4),
      message(3, 'anna', 15),
      message(4, 'bert', 15),
      message(5, 'bert', nextDay),
    ]
    expect(rowsOf(messages)).toEqual(['day', 'head c-1', 'c-2', 'head c-3', 'head c-4', 'day', 'head c-5'])
  })

  it('draws the line above the first unread message of others that is still there', () => {
    const messages = [
      message(1, 'anna', 0),
      message(2, 'me', 1),
      message(3, 'anna', 2, null),
      message(4, 'anna', 3),
      message(5, 'anna', 4),
    ]
    expect(rowsOf(messages, 1)).toEqual(['day', 'head c-1', 'head c-2', 'head c-3', 'unread', 'head c-4', 'c-5'])
    expect(rowsOf(messages, 5)).not.toContain('unread')
  })

  it('shows what is on its way at the end, and keeps its row when it has arrived', () => {
    const before = rowsOf([message(1, 'anna', 0)], null, [pending('c-2'), pending('c-3')])
    const after = rowsOf([message(1, 'anna', 0), message(2, 'me', 1)], null, [pending('c-3')])
    expect(before).toEqual(['day', 'head c-1', 'head c-2', 'c-3'])
    expect(after).toEqual(before)
  })
})

describe('the part of a long room that is on the page', () => {
  const messages = Array.from({ length: 750 }, (_, index) => message(index + 1, 'anna', 0))
  const ends = (lastSeq: number | null) => {
    const shown = shownPart(messages, lastSeq)
    return [shown[0]?.seq, shown.at(-1)?.seq]
  }

  it('is bounded, wherever one is', () => {
    expect(ends(null)).toEqual([451, 750])
    expect(ends(400)).toEqual([101, 400])
    expect(ends(20)).toEqual([1, MOST_SHOWN])
  })

  it('can be walked from the newest message to the first and back', () => {
    let lastSeq: number | null = null
    for (let step = 0; step < 20; step += 1) lastSeq = towardsEarlier(messages, lastSeq)
    expect(ends(lastSeq)[0]).toBe(1)
    expect(towardsEarlier(messages, lastSeq)).toBe(lastSeq)
    for (let step = 0; step < 20; step += 1) lastSeq = towardsNewest(messages, lastSeq)
    expect(lastSeq).toBeNull()
  })
})
