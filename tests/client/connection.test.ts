import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ListRooms, SendMessage } from '#protocol/rooms'
import type { ClientFrame } from '#wire/frames'
import { Connection } from '../../client/net/connection.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A socket whose other end is the test. */
class TestSocket extends EventTarget {
  readonly sent: ClientFrame[] = []
  closed = false

  send(frame: string): void {
    this.sent.push(JSON.parse(frame))
  }

  close(): void {
    this.closed = true
  }

  async says(frame: unknown): Promise<void> {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }))
    await vi.advanceTimersByTimeAsync(0)
  }

  async hello(userId: string, epoch = 'first'): Promise<void> {
    await this.says({ t: 'hello', protocol: 1, epoch, userId })
  }

  breaks(): void {
    this.dispatchEvent(new Event('close'))
  }
}

const MESSAGE = { roomId: 'room', clientId: 'id', body: 'Vertraulich' }

function connectionOf(userId: string) {
  const sockets: TestSocket[] = []
  const connection = new Connection({
    openSocket: () => {
      const socket = new TestSocket()
      sockets.push(socket)
      return socket
    },
    askWhy: () => Promise.resolve('unknown'),
    isDeviceOffline: () => false,
  })
  connection.start(userId)
  const newest = () => {
    const socket = sockets.at(-1)
    if (!socket) throw new Error('no socket was opened')
    return socket
  }
  return { connection, sockets, newest }
}

/** The HTTP door, answering everything with `body`. */
function httpDoor(body: string, status = 200) {
  const door = vi.fn<typeof fetch>(() => Promise.resolve(new Response(body, { status })))
  vi.stubGlobal('fetch', door)
  return door
}

test('a line that is somebody else’s by now carries nothing of this page', async () => {
  const { connection, newest, sockets } = connectionOf('maria')
  const somebodyElse = vi.fn()
  connection.listen({ onSomebodyElse: somebodyElse })
  connection.subscribe('room:a', 3, { onEvent: () => undefined })
  await newest().hello('maria')
  newest().breaks()
  await vi.advanceTimersByTimeAsync(500)
  const states: string[] = []
  connection.state.subscribe(() => {
    const { state } = connection.state.read()
    states.push(state)
    // As the outbox does: what waited goes as soon as the line is open.
    if (state === 'behind' || state === 'connected') void connection.call(SendMessage, MESSAGE)
  })
  await newest().hello('jens')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(somebodyElse).toHaveBeenCalledOnce()
  expect(newest().sent).toEqual([])
  expect(newest().closed).toBe(true)
  expect(states).not.toContain('behind')
  expect(sockets).toHaveLength(2)
})

test('over HTTP the server is told for whom a page speaks', async () => {
  const { connection } = connectionOf('maria')
  const door = httpDoor('[]')
  await connection.call(ListRooms, {})
  expect(new Headers(door.mock.calls[0]?.[1]?.headers).get('x-allmende-person')).toBe('maria')
})

test.each(['', '{"id": "0192', '<html>Willkommen im Gäste-WLAN</html>'])(
  'an answer that cannot be read acknowledges nothing: %j',
  async (body) => {
    const { connection } = connectionOf('maria')
    httpDoor(body)
    await expect(connection.call(SendMessage, MESSAGE)).rejects.toMatchObject({ name: 'ConnectionError' })
  },
)

test('what a proxy says instead of the server is no refusal for good', async () => {
  const { connection } = connectionOf('maria')
  httpDoor('<html>Bad gateway</html>', 502)
  await expect(connection.call(SendMessage, MESSAGE)).rejects.toMatchObject({ code: 'unavailable' })
})

test('calls on a line that breaks have an unknown outcome; subscriptions come back with what they reached', async () => {
  const { connection, newest } = connectionOf('maria')
  connection.subscribe('room:a', 3, { onEvent: () => undefined })
  await newest().hello('maria')
  const call = connection.call(SendMessage, MESSAGE)
  const outcome = expect(call).rejects.toMatchObject({ code: 'offline' })
  expect(newest().sent.map(({ t }) => t)).toEqual(['subscribe', 'call'])
  newest().breaks()
  await outcome
  await vi.advanceTimersByTimeAsync(500)
  expect(connection.state.read().state).toBe('reconnecting')
  await newest().hello('maria')
  expect(connection.state.read().state).toBe('behind')
  const [subscribe] = newest().sent
  expect(subscribe).toMatchObject({ t: 'subscribe', cursors: { 'room:a': 3 } })
  const id = subscribe && 'id' in subscribe ? subscribe.id : 0
  await newest().says({ t: 'caughtUp', id, topics: { 'room:a': { state: 'current', version: 3, events: [] } } })
  expect(connection.state.read().state).toBe('connected')
})

test('what was asked about one session says nothing of the next one', async () => {
  let answer: (why: 'signedOut') => void = () => undefined
  const socket = new TestSocket()
  const connection = new Connection({
    openSocket: () => socket,
    askWhy: () => new Promise((resolve) => (answer = resolve)),
    isDeviceOffline: () => false,
  })
  const onSignedOut = vi.fn<() => void>()
  connection.listen({ onSignedOut })
  connection.start('maria')
  socket.breaks()
  connection.stop()
  connection.start('maria')
  answer('signedOut')
  await vi.advanceTimersByTimeAsync(0)
  expect(onSignedOut).not.toHaveBeenCalled()
})
