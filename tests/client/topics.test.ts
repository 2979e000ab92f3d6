import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CaughtUp, ClientFrame } from '#wire/frames'
import { GAP_PATIENCE_MS } from '../../client/net/topic-feed.ts'
import { Topics } from '../../client/net/topics.ts'

const ROOM = 'room:a'

/** A line whose server is played by the test. */
class Line {
  readonly sent: ClientFrame[] = []
  isOpen = true
  readonly topics: Topics
  #lastId = 0

  constructor() {
    this.topics = new Topics({
      send: (frame) => {
        if (this.isOpen) this.sent.push(frame)
        return this.isOpen
      },
      nextId: () => (this.#lastId += 1),
      onChange: () => undefined,
    })
  }

  /** What was subscribed since the last look, one entry per frame. */
  subscribed(): Record<string, number | null>[] {
    return this.sent.splice(0).flatMap((frame) => (frame.t === 'subscribe' ? [frame.cursors] : []))
  }

  answer(topics: Record<string, CaughtUp>): void {
    this.topics.receive({ t: 'caughtUp', id: this.#lastId, topics })
  }

  change(v: number, topic = ROOM): void {
    this.topics.receive({ t: 'event', topic, name: 'changed', data: v, v })
  }

  lose(): void {
    this.isOpen = false
    this.topics.lost()
  }

  async reopen(): Promise<void> {
    this.isOpen = true
    this.topics.resume()
    await settled()
  }
}

/** Everything a listener heard: numbers of changes, and the answers by their state. */
function heard() {
  const log: (number | string)[] = []
  const listener = {
    onEvent: ({ v }: { v?: number | undefined }) => void log.push(v ?? 'hint'),
    onCaughtUp: (answer: Exclude<CaughtUp, { state: 'refused' }>) => {
      log.push(answer.state === 'reset' ? 'reset' : `to ${answer.version}`)
      if (answer.state === 'current') log.push(...answer.events.map(({ v }) => v))
    },
    onRefused: () => void log.push('refused'),
  }
  return { log, listener }
}

function current(version: number, ...versions: number[]): CaughtUp {
  return { state: 'current', version, events: versions.map((v) => ({ v, name: 'changed', data: v })) }
}

async function settled(): Promise<void> {
  await Promise.resolve()
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

async function following(cursor: number) {
  const line = new Line()
  const reader = heard()
  const stop = line.topics.subscribe(ROOM, cursor, reader.listener)
  await settled()
  line.answer({ [ROOM]: current(cursor) })
  line.sent.length = 0
  reader.log.length = 0
  return { line, log: reader.log, stop }
}

describe('the topics of a page', () => {
  it('are subscribed in one frame, and again with the cursors they have reached', async () => {
    const line = new Line()
    line.topics.subscribe(ROOM, 4, heard().listener)
    line.topics.subscribe('user:me', null, heard().listener)
    await settled()
    expect(line.subscribed()).toEqual([{ [ROOM]: 4, 'user:me': null }])
    line.answer({ [ROOM]: current(4), 'user:me': current(0) })
    line.change(5)
    line.lose()
    await line.reopen()
    expect(line.subscribed()).toEqual([{ [ROOM]: 5, 'user:me': null }])
  })

  it('hand over changes in order and once, whatever order they come in', async () => {
    const { line, log } = await following(10)
    for (const v of [12, 11, 11, 10, 14, 13]) line.change(v)
    expect(log).toEqual([11, 12, 13, 14])
    vi.advanceTimersByTime(GAP_PATIENCE_MS * 2)
    expect(line.subscribed()).toEqual([])
    expect(line.topics.behind).toBe(false)
  })

  it('tell those who live by hints that hints were lost, and nobody else', async () => {
    const { line, log } = await following(10)
    const hints = heard()
    line.topics.subscribe(ROOM, null, hints.listener)
    line.topics.subscribe('user:me', null, hints.listener)
    await settled()
    line.topics.receive({ t: 'missed', topics: [ROOM, 'user:me', 'meeting:left'] })
    expect(hints.log).toEqual([])
    line.answer({ [ROOM]: current(10), 'user:me': current(0) })
    line.topics.receive({ t: 'missed', topics: [ROOM, 'user:me'] })
    expect(hints.log).toEqual(['to 10', 'to 0', 'to 10', 'to 0'])
    expect(log).toEqual(['to 10'])
    expect(line.topics.behind).toBe(false)
  })

  it('ask for a change that stays away, and are behind until they have it', async () => {
    const { line, log } = await following(10)
    line.change(12)
    expect(line.topics.behind).toBe(true)
    vi.advanceTimersByTime(GAP_PATIENCE_MS - 1)
    expect(line.subscribed()).toEqual([])
    vi.advanceTimersByTime(1)
    await settled()
    expect(line.subscribed()).toEqual([{ [ROOM]: 10 }])
    line.answer({ [ROOM]: current(12, 11, 12) })
    expect(log).toEqual(['to 12', 11, 12])
    expect(line.topics.behind).toBe(false)
    line.change(13)
    expect(log.at(-1)).toBe(13)
  })

  it('find a lost last change by the heads', async () => {
    const { line } = await following(10)
    line.topics.receive({ t: 'heads', versions: { [ROOM]: 11 } })
    vi.advanceTimersByTime(GAP_PATIENCE_MS)
    await settled()
    expect(line.subscribed()).toEqual([{ [ROOM]: 10 }])
  })

  it('serve two readers of one topic, each from where it stands', async () => {
    const { line, log } = await following(10)
    const late = heard()
    line.topics.subscribe(ROOM, 8, late.listener)
    await settled()
    expect(line.subscribed()).toEqual([{ [ROOM]: 8 }])
    line.answer({ [ROOM]: current(10, 9, 10) })
    line.change(11)
    expect(log).toEqual(['to 10', 11])
    expect(late.log).toEqual(['to 10', 9, 10, 11])
  })

  it('wait for the answer to what they asked last: an earlier one leaves a hole for a reader who has less', async () => {
    const { line } = await following(10)
    line.change(12)
    vi.advanceTimersByTime(GAP_PATIENCE_MS)
    await settled()
    const late = heard()
    line.topics.subscribe(ROOM, 8, late.listener)
    await settled()
    const ids = line.sent.flatMap((frame) => (frame.t === 'subscribe' ? [frame.id] : []))
    expect(ids).toHaveLength(2)
    const [early = 0, latest = 0] = ids
    line.topics.receive({ t: 'caughtUp', id: early, topics: { [ROOM]: current(12, 11, 12) } })
    expect(line.topics.behind).toBe(true)
    line.topics.receive({ t: 'caughtUp', id: latest, topics: { [ROOM]: current(12, 9, 10, 11, 12) } })
    expect(late.log).toEqual(['to 12', 9, 10, 11, 12])
    expect(line.topics.behind).toBe(false)
  })

  it('do not take the answer for a listener who left as that for the next one', async () => {
    const line = new Line()
    const leave = line.topics.subscribe(ROOM, 10, heard().listener)
    await settled()
    leave()
    const { log, listener } = heard()
    line.topics.subscribe(ROOM, 8, listener)
    await settled()
    const [early = 0, latest = 0] = line.sent.flatMap((frame) => (frame.t === 'subscribe' ? [frame.id] : []))
    line.topics.receive({ t: 'caughtUp', id: early, topics: { [ROOM]: current(11, 11) } })
    line.topics.receive({ t: 'caughtUp', id: latest, topics: { [ROOM]: current(11, 9, 10, 11) } })
    expect(log).toEqual(['to 11', 9, 10, 11])
  })

  it('are asked for again when the server could not answer', async () => {
    const line = new Line()
    line.topics.subscribe(ROOM, 10, heard().listener)
    await settled()
    const [frame] = line.sent.splice(0)
    const id = frame && 'id' in frame ? frame.id : 0
    line.topics.receive({ t: 'reply', id, ok: false, refusal: { code: 'unavailable', text: '' } })
    expect(line.topics.behind).toBe(true)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(line.subscribed()).toEqual([{ [ROOM]: 10 }])
  })

  it('drop their cursors when the installation lives another life', async () => {
    const { line, log } = await following(10)
    line.lose()
    line.topics.forgetCursors()
    await line.reopen()
    expect(line.subscribed()).toEqual([{ [ROOM]: 0 }])
    line.answer({ [ROOM]: current(3, 1, 2, 3) })
    expect(log).toEqual(['reset'])
    line.change(4)
    expect(log).toEqual(['reset', 4])
  })

  it('end when they are refused, and are not asked for again', async () => {
    const { line, log } = await following(10)
    line.topics.receive({ t: 'revoked', topic: ROOM })
    line.change(11)
    line.lose()
    await line.reopen()
    expect(log).toEqual(['refused'])
    expect(line.subscribed()).toEqual([])
  })

  it('are unsubscribed with their last reader', async () => {
    const { line, stop } = await following(10)
    stop()
    expect(line.sent).toEqual([{ t: 'unsubscribe', topics: [ROOM] }])
    expect(line.topics.behind).toBe(false)
  })
})
