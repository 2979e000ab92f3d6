import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PersonTyping, PresenceChanged, ReadPresence, REPORT_EVERY_MS, TYPING } from '#protocol/presence'
import { MessageChanged, RoomPeopleChanged, type Message } from '#protocol/rooms'
import type { DataOf, EventDefinition } from '#wire/command'
import { Refusal } from '#wire/refusal'
import { Activity } from '../../client/features/presence/activity.ts'
import type { Line } from '../../client/features/presence/line.ts'
import { RoomPresence } from '../../client/features/presence/room-presence.ts'
import { RoomTyping } from '../../client/features/presence/room-typing.ts'
import type { TopicListener } from '../../client/net/topic-feed.ts'

vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined })
vi.stubGlobal('navigator', { languages: ['de-DE'] })
const { texts } = await import('../../client/features/presence/texts.ts')

/** A line whose other end the test holds. */
class TestLine implements Line {
  readonly heard = new Map<string, TopicListener>()
  readonly asked: { resolve: (here: string[]) => void; reject: (refusal: Refusal) => void }[] = []

  readonly isOpen = () => true
  readonly subscribe: Line['subscribe'] = (topic, _cursor, listener) => {
    this.heard.set(topic, listener)
    return () => this.heard.delete(topic)
  }
  readonly call: Line['call'] = async (command) => {
    expect(command.name).toBe(ReadPresence.name)
    const here = await new Promise<string[]>((resolve, reject) => this.asked.push({ resolve, reject }))
    return { here } as never
  }

  tell<E extends EventDefinition>(topic: string, { name }: E, data: DataOf<E>): void {
    this.heard.get(topic)?.onEvent({ name, data })
  }

  caughtUp(topic: string): void {
    void this.heard.get(topic)?.onCaughtUp?.({ state: 'current', version: 0, events: [] })
  }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const [maria, jonas] = [
  { id: 'm', name: 'Maria Schulte' },
  { id: 'j', name: 'Jonas Weber' },
]

describe('who is writing', () => {
  function room() {
    const line = new TestLine()
    const typing = new RoomTyping('r', 'me', line)
    const stop = typing.subscribe(() => undefined)
    const types = (person: typeof maria) => line.tell('typing:r', PersonTyping, { roomId: 'r', person })
    const says = ({ id }: typeof maria, seq = 1, version = seq) =>
      line.tell('room:r', MessageChanged, { author: { id }, seq, version } as Message)
    return { line, typing, stop, types, says, names: () => typing.read().map(({ name }) => name) }
  }

  test('is shown for a while, longer by every sign, and not oneself', () => {
    const { types, names } = room()
    types(maria)
    types({ id: 'me', name: 'Ich' })
    vi.advanceTimersByTime(TYPING.tellEveryMs)
    types(jonas)
    types(maria)
    vi.advanceTimersByTime(TYPING.shownMs - 1)
    expect(names()).toEqual(['Maria Schulte', 'Jonas Weber'])
    vi.advanceTimersByTime(1)
    expect(names()).toEqual([])
  })

  test('ends with the message, also when the sign comes after it', () => {
    const { types, says, names } = room()
    types(maria)
    types(jonas)
    says(maria)
    expect(names()).toEqual(['Jonas Weber'])
    types(maria)
    expect(names()).toEqual(['Jonas Weber'])
    says(jonas, 1, 7)
    expect(names()).toEqual(['Jonas Weber'])
    vi.advanceTimersByTime(2_000)
    types(maria)
    expect(names()).toEqual(['Jonas Weber', 'Maria Schulte'])
  })

  test('is heard only while somebody looks, and forgotten when it is not for this person any more', () => {
    const { line, types, names, stop } = room()
    types(maria)
    line.heard.get('typing:r')?.onRefused?.()
    expect(names()).toEqual([])
    types(maria)
    stop()
    expect(names()).toEqual([])
    expect(line.heard.size).toBe(0)
  })

  test('one, two and several have their own words', () => {
    expect(texts.de.typing(['Maria Schulte'])).toBe('Maria Schulte schreibt …')
    expect(texts.de.typing(['Maria Schulte', 'Jonas Weber'])).toBe('Maria und Jonas schreiben …')
    expect(texts.de.typing(['a', 'b', 'c'])).toBe('Mehrere schreiben …')
    expect(texts.en.typing(['Maria Schulte', 'Jonas Weber'])).toBe('Maria and Jonas are writing …')
  })
})

describe('who is there', () => {
  function room() {
    const line = new TestLine()
    const presence = new RoomPresence('r', line)
    const stop = presence.subscribe(() => undefined)
    const change = (here: string[], gone: string[] = []) =>
      line.tell('presence:r', PresenceChanged, { roomId: 'r', here, gone })
    return { line, presence, stop, change, there: () => [...presence.read()].toSorted() }
  }
  const answered = () => vi.advanceTimersByTimeAsync(0)

  test('is read after subscribing; what was told meanwhile is newer', async () => {
    const { line, change, there } = room()
    line.caughtUp('presence:r')
    change(['j'], ['m'])
    line.asked[0]?.resolve(['m', 'x'])
    await answered()
    expect(there()).toEqual(['j', 'x'])
    change(['m'], ['x'])
    expect(there()).toEqual(['j', 'm'])
  })

  test('is read again after an outage, once a minute, and when other people are in the room', async () => {
    const { line } = room()
    line.caughtUp('presence:r')
    line.asked[0]?.resolve([])
    await answered()
    line.caughtUp('presence:r')
    line.asked[1]?.resolve([])
    await answered()
    line.tell('room:r', RoomPeopleChanged, { roomId: 'r' })
    await vi.advanceTimersByTimeAsync(1_000)
    line.asked[2]?.resolve([])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(line.asked).toHaveLength(4)
  })

  test('is nobody once it is refused, and nothing is heard when nobody looks', async () => {
    const { line, change, stop, there } = room()
    line.caughtUp('presence:r')
    change(['m'])
    line.asked[0]?.reject(new Refusal('forbidden'))
    await answered()
    expect(there()).toEqual([])
    line.caughtUp('presence:r')
    stop()
    line.asked[1]?.resolve(['m'])
    await answered()
    expect(there()).toEqual([])
    expect(line.heard.size).toBe(0)
  })
})

describe('whether one is there oneself', () => {
  test('seen and used, until it is hidden or left alone', () => {
    const reports: boolean[] = []
    let isVisible = true
    const activity = new Activity({
      report: (here) => reports.push(here),
      isVisible: () => isVisible,
      now: Date.now,
    })
    expect(reports).toEqual([true])
    activity.used()
    vi.advanceTimersByTime(REPORT_EVERY_MS)
    expect(reports).toEqual([true, true])
    isVisible = false
    activity.check()
    activity.used()
    vi.advanceTimersByTime(2 * REPORT_EVERY_MS)
    expect(reports).toEqual([true, true, false])
    isVisible = true
    activity.check()
    expect(reports.splice(0)).toEqual([true, true, false, true])
    vi.advanceTimersByTime(10 * 60_000)
    expect(reports.indexOf(false)).toBe(reports.length - 1)
    reports.splice(0)
    activity.used()
    expect(reports).toEqual([true])
    activity.close()
  })
})
