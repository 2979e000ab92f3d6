import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { GAP_PATIENCE_MS, TopicFeed, type TopicEvent } from '../../client/net/topic-feed.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function feedAt(cursor: number | null) {
  const heard: (number | undefined)[] = []
  const answers: unknown[] = []
  const resubscribe = vi.fn()
  const onSettled = vi.fn()
  const feed = new TopicFeed({ resubscribe, onSettled })
  const onEvent = ({ v }: TopicEvent) => heard.push(v)
  feed.add(
    { onEvent, onCaughtUp: (answer) => void answers.push(answer), onRefused: () => answers.push('refused') },
    cursor,
  )
  feed.caughtUp({ state: 'current', version: cursor ?? 0, events: [] })
  answers.length = 0
  return { feed, heard, answers, resubscribe, onSettled }
}

const event = (v?: number): TopicEvent => ({ name: 'changed', data: null, v })

test('in order, and nothing twice', () => {
  const { feed, heard, resubscribe } = feedAt(10)
  for (const v of [11, 11, 12, 10, 13]) feed.event(event(v))
  expect(heard).toEqual([11, 12, 13])
  vi.advanceTimersByTime(GAP_PATIENCE_MS * 2)
  expect(resubscribe).not.toHaveBeenCalled()
})

test('a gap is held, and filled in order when the missing one comes', () => {
  const { feed, heard, resubscribe } = feedAt(10)
  for (const v of [12, 13]) feed.event(event(v))
  expect(heard).toEqual([])
  expect(feed.behind).toBe(true)
  feed.event(event(11))
  expect(heard).toEqual([11, 12, 13])
  expect(feed.behind).toBe(false)
  vi.advanceTimersByTime(GAP_PATIENCE_MS * 2)
  expect(resubscribe).not.toHaveBeenCalled()
})

test('a gap that stays is asked for, with the version one has', () => {
  const { feed, answers, resubscribe } = feedAt(10)
  feed.event(event(12))
  vi.advanceTimersByTime(GAP_PATIENCE_MS)
  expect(resubscribe).toHaveBeenCalledOnce()
  expect(feed.cursor).toBe(10)
  feed.awaitAnswer()
  const events = [{ v: 12, name: 'changed', data: null }]
  feed.caughtUp({ state: 'current', version: 12, events })
  expect(answers).toEqual([{ state: 'current', version: 12, events }])
  expect(feed.cursor).toBe(12)
  expect(feed.behind).toBe(false)
})

test('the heads of the server tell of a last event that was lost', () => {
  const { feed, resubscribe } = feedAt(10)
  feed.heads(10)
  vi.advanceTimersByTime(GAP_PATIENCE_MS)
  expect(resubscribe).not.toHaveBeenCalled()
  feed.heads(11)
  vi.advanceTimersByTime(GAP_PATIENCE_MS)
  expect(resubscribe).toHaveBeenCalledOnce()
})

test('who has more than another reader of the topic gets nothing twice', () => {
  const { feed, heard } = feedAt(10)
  const late: number[] = []
  feed.add(
    {
      onEvent: () => undefined,
      onCaughtUp: (answer) => void late.push('events' in answer ? answer.events.length : -1),
    },
    8,
  )
  expect(feed.cursor).toBe(8)
  feed.awaitAnswer()
  feed.caughtUp({ state: 'current', version: 11, events: [9, 10, 11].map((v) => ({ v, name: 'changed', data: null })) })
  expect(late).toEqual([3])
  expect(heard).toEqual([])
  expect(feed.cursor).toBe(11)
})

test('hints come at once, also to who needs no order', () => {
  const { feed, heard } = feedAt(null)
  feed.event(event())
  feed.event(event(7))
  expect(heard).toEqual([undefined, 7])
})

test('another life of the installation is a reset', () => {
  const { feed, answers } = feedAt(10)
  feed.forgetCursors()
  feed.awaitAnswer()
  expect(feed.cursor).toBe(0)
  feed.caughtUp({ state: 'current', version: 3, events: [] })
  expect(answers).toEqual([{ state: 'reset', version: 3 }])
  expect(feed.cursor).toBe(3)
})

test('after a reset to lower numbers, as of a restored backup, changes are heard from there', () => {
  const { feed, heard, answers } = feedAt(50)
  feed.heads(51)
  feed.awaitAnswer()
  feed.caughtUp({ state: 'reset', version: 7 })
  expect(answers).toEqual([{ state: 'reset', version: 7 }])
  expect(feed.behind).toBe(false)
  feed.event(event(8))
  expect(heard).toEqual([8])
  expect(feed.cursor).toBe(8)
})

test('after a refusal nothing follows', () => {
  const { feed, heard, answers } = feedAt(10)
  feed.caughtUp({ state: 'refused' })
  feed.event(event(11))
  expect(answers).toEqual(['refused'])
  expect(heard).toEqual([])
})

test('an answer that carries only a part is asked for more at once, and the topic is behind until all is here', () => {
  const { feed, heard, answers, resubscribe } = feedAt(10)
  const missed = (v: number) => ({ v, name: 'changed', data: null })
  feed.caughtUp({ state: 'current', version: 12, head: 15, events: [missed(11), missed(12)] })
  expect([feed.behind, feed.cursor, resubscribe.mock.calls.length]).toEqual([true, 12, 1])
  feed.event(event(16))
  expect(heard).toEqual([])
  feed.awaitAnswer()
  feed.caughtUp({ state: 'current', version: 16, events: [missed(14), missed(16)] })
  expect([feed.behind, feed.cursor, resubscribe.mock.calls.length]).toEqual([false, 16, 1])
  expect(answers.flatMap((answer) => (answer as { events: { v: number }[] }).events.map(({ v }) => v))).toEqual([
    11, 12, 14, 16,
  ])
})

test('a topic counts as behind until its reader has read what it had to', async () => {
  const onSettled = vi.fn()
  const feed = new TopicFeed({ resubscribe: vi.fn(), onSettled })
  let finish = (): void => undefined
  const reading = new Promise<void>((resolve) => (finish = resolve))
  feed.add({ onEvent: () => undefined, onCaughtUp: () => reading }, null)
  feed.caughtUp({ state: 'current', version: 0, events: [] })
  expect(feed.behind).toBe(true)
  finish()
  await vi.advanceTimersByTimeAsync(0)
  expect([feed.behind, onSettled.mock.calls.length]).toEqual([false, 1])
})
