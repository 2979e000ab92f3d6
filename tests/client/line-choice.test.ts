import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LineChoice } from '../../client/net/line-choice.ts'
import type { Socket } from '../../client/net/link.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A line whose other end is the test. */
class TestLine extends EventTarget {
  readonly sent: string[] = []
  closed = false

  send(frame: string): void {
    this.sent.push(frame)
  }

  close(): void {
    this.closed = true
  }

  brings(data: string): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }

  breaks(): void {
    this.closed = true
    this.dispatchEvent(new Event('close'))
  }
}

function visit() {
  const webSockets: TestLine[] = []
  const pollings: TestLine[] = []
  let blockedSince: number | undefined
  const opener = (lines: TestLine[]) => () => {
    const line = new TestLine()
    lines.push(line)
    return line
  }
  const choice = new LineChoice({
    openWebSocket: opener(webSockets),
    openPolling: opener(pollings),
    memory: { read: () => blockedSince, write: (since) => (blockedSince = since) },
  })
  return {
    choice,
    open: () => watched(choice.open()),
    webSocket: () => the(webSockets),
    polling: () => the(pollings),
    opened: () => ({ webSockets: webSockets.length, pollings: pollings.length }),
  }
}

function watched(line: Socket) {
  const heard: unknown[] = []
  let closes = 0
  line.addEventListener('message', ({ data }) => heard.push(data))
  line.addEventListener('close', () => (closes += 1))
  return { line, heard, closes: () => closes }
}

function the(lines: TestLine[]): TestLine {
  const line = lines.at(-1)
  if (!line) throw new Error('no such line was opened')
  return line
}

test('where nothing is blocked there is a WebSocket and nothing else', () => {
  const { open, webSocket, opened } = visit()
  const { line, heard, closes } = open()
  webSocket().brings('hello')
  line.send('question')
  webSocket().brings('answer')
  vi.advanceTimersByTime(60_000)
  expect(heard).toEqual(['hello', 'answer'])
  expect(webSocket().sent).toEqual(['question'])
  webSocket().breaks()
  expect(closes()).toBe(1)
  open()
  expect(opened()).toEqual({ webSockets: 2, pollings: 0 })
})

test('an upgrade that is refused: plain requests at once, and from then on without asking', () => {
  const { open, webSocket, polling, opened } = visit()
  const first = open()
  webSocket().breaks()
  polling().brings('hello')
  first.line.send('question')
  expect(first.heard).toEqual(['hello'])
  expect(polling().sent).toEqual(['question'])
  polling().breaks()
  expect(first.closes()).toBe(1)
  open()
  expect(opened()).toEqual({ webSockets: 1, pollings: 2 })
})

test('a server that is down blocks nothing: the next try begins with a WebSocket again', () => {
  const { open, webSocket, polling, opened } = visit()
  for (let attempt = 1; attempt <= 3; attempt++) {
    const { closes } = open()
    webSocket().breaks()
    expect(closes()).toBe(0)
    polling().breaks()
    expect(closes()).toBe(1)
    expect(opened()).toEqual({ webSockets: attempt, pollings: attempt })
  }
})

test('an upgrade that is granted and then swallowed: plain requests within three seconds', () => {
  const { open, webSocket, polling, opened } = visit()
  const { heard } = open()
  vi.advanceTimersByTime(2_400)
  expect(opened().pollings).toBe(0)
  vi.advanceTimersByTime(200)
  polling().brings('hello')
  expect(heard).toEqual(['hello'])
  expect(webSocket().closed).toBe(true)
  open()
  expect(opened()).toEqual({ webSockets: 1, pollings: 2 })
})

test('what was only slow, or refused by a server that stopped, is found out while plain requests serve', () => {
  const { open, webSocket, polling, opened } = visit()
  const { heard, closes } = open()
  vi.advanceTimersByTime(3_000)
  polling().brings('hello')
  expect(webSocket().closed).toBe(true)
  webSocket().brings('late hello')
  vi.advanceTimersByTime(15_000)
  expect(opened()).toEqual({ webSockets: 2, pollings: 1 })
  webSocket().brings('hello')
  expect(heard).toEqual(['hello'])
  expect(webSocket().sent).toEqual(['{"t":"ping"}'])
  webSocket().brings('pong')
  expect(webSocket().closed).toBe(true)
  expect(heard).toEqual(['hello', '{"t":"goodbye","reason":"drain","returnWithinMs":0}'])
  // This line serves until the next one, a WebSocket, has greeted.
  expect(closes()).toBe(0)
  expect(polling().closed).toBe(false)
  open()
  expect(opened()).toEqual({ webSockets: 3, pollings: 1 })
})

test('where it stays blocked, the tries get rare and disturb nobody', () => {
  const { open, webSocket, polling, opened } = visit()
  const { line, heard, closes } = open()
  webSocket().breaks()
  polling().brings('hello')
  vi.advanceTimersByTime(15_000)
  webSocket().breaks()
  vi.advanceTimersByTime(5 * 60_000)
  webSocket().brings('hello')
  vi.advanceTimersByTime(8_000)
  expect(webSocket().closed).toBe(true)
  expect(heard).toEqual(['hello'])
  expect(closes()).toBe(0)
  expect(opened()).toEqual({ webSockets: 3, pollings: 1 })
  line.close()
  vi.advanceTimersByTime(60 * 60_000)
  expect(opened()).toEqual({ webSockets: 3, pollings: 1 })
})

test('a WebSocket that greets and swallows the rest: the next line is one of plain requests', () => {
  const { open, webSocket, opened } = visit()
  const { line } = open()
  webSocket().brings('hello')
  line.send('question')
  vi.advanceTimersByTime(9_000)
  line.close()
  open()
  expect(opened()).toEqual({ webSockets: 1, pollings: 1 })
})

test('a server that dies just after its greeting blocks nothing', () => {
  const { open, webSocket, opened } = visit()
  const { line } = open()
  webSocket().brings('hello')
  line.send('question')
  vi.advanceTimersByTime(1_000)
  webSocket().breaks()
  open()
  expect(opened()).toEqual({ webSockets: 2, pollings: 0 })
})

test('after five minutes, or on another network, WebSockets are given a short chance again', () => {
  const { choice, open, webSocket, polling, opened } = visit()
  const first = open()
  webSocket().breaks()
  polling().brings('hello')
  first.line.close()
  vi.advanceTimersByTime(4 * 60_000)
  const second = open()
  expect(opened()).toEqual({ webSockets: 1, pollings: 2 })
  second.line.close()
  vi.advanceTimersByTime(60_000)
  const { heard } = open()
  expect(opened()).toEqual({ webSockets: 2, pollings: 2 })
  vi.advanceTimersByTime(900)
  polling().brings('hello again')
  expect(heard).toEqual(['hello again'])
  webSocket().breaks()
  open()
  expect(opened()).toEqual({ webSockets: 2, pollings: 4 })
  choice.networkChanged()
  open()
  webSocket().brings('hello')
  expect(opened()).toEqual({ webSockets: 3, pollings: 4 })
  open()
  expect(opened()).toEqual({ webSockets: 4, pollings: 4 })
})

test('where WebSockets worked before, a busy server is given more time before it is asked twice', () => {
  const { choice, open, webSocket, opened } = visit()
  open()
  webSocket().brings('hello')
  webSocket().breaks()
  open()
  vi.advanceTimersByTime(5_900)
  expect(opened()).toEqual({ webSockets: 2, pollings: 0 })
  vi.advanceTimersByTime(200)
  expect(opened()).toEqual({ webSockets: 2, pollings: 1 })
  choice.networkChanged()
  open()
  vi.advanceTimersByTime(2_600)
  expect(opened()).toEqual({ webSockets: 3, pollings: 2 })
})

test('neither gets through: the line is lost once the second of them failed, whichever that is', () => {
  const { open, webSocket, polling } = visit()
  const { closes } = open()
  vi.advanceTimersByTime(3_000)
  polling().breaks()
  expect(closes()).toBe(0)
  webSocket().breaks()
  expect(closes()).toBe(0)
  polling().breaks()
  expect(closes()).toBe(1)
})

test('left before anything greeted: nothing is opened any more', () => {
  const { open, webSocket, opened } = visit()
  const { line } = open()
  line.close()
  expect(webSocket().closed).toBe(true)
  webSocket().breaks()
  vi.advanceTimersByTime(60_000)
  expect(opened()).toEqual({ webSockets: 1, pollings: 0 })
})
