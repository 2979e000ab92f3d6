import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Link, type LinkState } from '../../client/net/link.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A socket whose other end is the test. */
class TestSocket extends EventTarget {
  readonly sent: unknown[] = []
  closed = false

  send(frame: string): void {
    this.sent.push(JSON.parse(frame))
  }

  close(): void {
    this.closed = true
  }

  receives(frame: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }))
  }

  breaks(): void {
    this.dispatchEvent(new Event('close'))
  }
}

const HELLO = { t: 'hello', protocol: 1, epoch: 'e', userId: 'maria' }

function startedLink(random = 0.5) {
  const sockets: TestSocket[] = []
  const states: LinkState['state'][] = []
  const unwelcome = vi.fn()
  const frames: string[] = []
  const ended: number[] = []
  const link = new Link({
    openSocket: () => {
      const socket = new TestSocket()
      sockets.push(socket)
      return socket
    },
    onState: ({ state }) => states.push(state),
    onFrame: ({ t }) => frames.push(t),
    onLineEnded: (line) => ended.push(line),
    onUnwelcome: unwelcome,
    random: () => random,
  })
  link.start()
  const newest = () => {
    const socket = sockets.at(-1)
    if (!socket) throw new Error('no socket was opened')
    return socket
  }
  return { link, sockets, states, unwelcome, newest, frames, ended }
}

test('open after the hello, never before; nothing is sent on a line that is not there', () => {
  const { link, states, newest } = startedLink()
  expect(link.send({ t: 'ping' })).toBe(false)
  newest().receives(HELLO)
  expect(states).toEqual(['opening', 'open'])
  expect(link.send({ t: 'ping' })).toBe(true)
  newest().breaks()
  expect(link.send({ t: 'ping' })).toBe(false)
})

test('a dead socket is noticed within ten seconds', () => {
  const { states, newest, sockets } = startedLink()
  newest().receives(HELLO)
  vi.advanceTimersByTime(5_000)
  expect(newest().sent).toEqual([{ t: 'ping' }])
  newest().receives({ t: 'pong' })
  vi.advanceTimersByTime(9_000)
  expect(sockets[0]?.closed).toBe(true)
  expect(states).toContain('waiting')
})

test('comes back at once, then ever more rarely, and asks why when it is not welcome', () => {
  const { newest, sockets, unwelcome } = startedLink()
  newest().receives(HELLO)
  newest().breaks()
  expect(unwelcome).not.toHaveBeenCalled()
  const delays = [0, 300, 400, 400, 400, 400, 400, 400, 400, 400, 600, 1_200, 2_700, 5_000, 5_000]
  for (const delay of delays) {
    const before = sockets.length
    if (delay > 0) vi.advanceTimersByTime(delay - 1)
    expect(sockets).toHaveLength(before)
    vi.advanceTimersByTime(1)
    expect(sockets).toHaveLength(before + 1)
    newest().breaks()
  }
  expect(unwelcome).toHaveBeenCalledTimes(delays.length)
})

test('obeys the goodbye: back at a random moment within the time the server names', () => {
  const { newest, sockets } = startedLink(0.25)
  newest().receives(HELLO)
  newest().receives({ t: 'goodbye', reason: 'drain', returnWithinMs: 20_000 })
  newest().breaks()
  vi.advanceTimersByTime(4_999)
  expect(sockets).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(sockets).toHaveLength(2)
})

test('asked to look it tries at once, or asks the server', () => {
  const { link, newest, sockets } = startedLink()
  newest().receives(HELLO)
  link.check()
  expect(newest().sent).toEqual([{ t: 'ping' }])
  for (let loss = 0; loss < 4; loss += 1) {
    newest().breaks()
    vi.advanceTimersByTime(3_000)
  }
  newest().breaks()
  const before = sockets.length
  link.check()
  expect(sockets).toHaveLength(before + 1)
})

test('stopped it stays closed', () => {
  const { link, newest, sockets } = startedLink()
  newest().receives(HELLO)
  link.stop()
  newest().breaks()
  vi.advanceTimersByTime(60_000)
  expect(sockets).toHaveLength(1)
  expect(newest().closed).toBe(true)
})

const GOODBYE = { t: 'goodbye', reason: 'drain', returnWithinMs: 4_000 }
const REPLY = { t: 'reply', id: 1, ok: true, output: null }

test('a server that stops is left only when the next line has said hello; nobody sees a break', () => {
  const { link, sockets, states, newest, frames, ended } = startedLink()
  newest().receives(HELLO)
  const [old] = sockets
  old?.receives(GOODBYE)
  vi.advanceTimersByTime(1_999)
  expect(sockets).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(sockets).toHaveLength(2)
  old?.receives({ t: 'event', topic: 'room:1', name: 'still', data: {} })
  expect(frames.at(-1)).toBe('event')
  newest().receives(HELLO)
  expect(link.send({ t: 'ping' })).toBe(true)
  expect(newest().sent).toEqual([{ t: 'ping' }])
  expect(states).not.toContain('waiting')

  old?.receives(REPLY)
  expect(frames.at(-1)).toBe('reply')
  old?.receives({ t: 'event', topic: 'room:1', name: 'twice', data: {} })
  expect(frames.at(-1)).toBe('reply')
  expect([old?.closed, ended]).toEqual([false, []])
  vi.advanceTimersByTime(5_000)
  expect([old?.closed, ended]).toEqual([true, [1]])
})

test('a next line that does not come about is tried again, while the old one serves', () => {
  const { sockets, states, newest, unwelcome } = startedLink()
  newest().receives(HELLO)
  const [old] = sockets
  old?.receives(GOODBYE)
  vi.advanceTimersByTime(2_000)
  newest().breaks()
  vi.advanceTimersByTime(700)
  expect(sockets).toHaveLength(3)
  expect([states.at(-1), unwelcome.mock.calls.length]).toEqual(['open', 0])
  newest().receives(HELLO)
  expect(states.at(-1)).toBe('open')
})

test('an old line that ends before the next one is there: that one is waited for, no other is opened', () => {
  const { sockets, states, newest, ended } = startedLink()
  newest().receives(HELLO)
  const [old] = sockets
  old?.receives(GOODBYE)
  vi.advanceTimersByTime(2_000)
  old?.breaks()
  expect([states.at(-1), ended]).toEqual(['opening', [1]])
  newest().receives(HELLO)
  expect([states.at(-1), sockets.length]).toEqual(['open', 2])
})

test('whoever is stopped opens nothing more', () => {
  const { link, sockets, newest } = startedLink()
  newest().receives(HELLO)
  newest().receives(GOODBYE)
  link.stop()
  vi.advanceTimersByTime(60_000)
  expect(sockets).toHaveLength(1)
})
