import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Message, SendMessage } from '#protocol/rooms'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { Outbox } from '../../client/features/rooms/outbox.ts'
import { ConnectionError } from '../../client/net/connection-error.ts'
import type { Memory } from '../../client/state/browser-memory.ts'

// The choice of the language, which the sentences of failures need, asks the browser.
vi.stubGlobal('localStorage', { getItem: () => 'de' })
afterAll(() => {
  vi.unstubAllGlobals()
})
const outboxModule = await import('../../client/features/rooms/outbox.ts')

type Input = InputOf<typeof SendMessage>

function memoryOf(entries = new Map<string, string>()): Memory & { entries: Map<string, string> } {
  return {
    entries,
    read: (key) => entries.get(key),
    write: (key, value) => void entries.set(key, value),
    forget: (key) => void entries.delete(key),
    keys: (prefix) => [...entries.keys()].filter((key) => key.startsWith(prefix)),
  }
}

/** An outbox whose server answers when the test says so. */
function outboxOf(memory = memoryOf(), userId = 'me') {
  const attempts: { input: Input; resolve: (message: Message) => void; reject: (error: Error) => void }[] = []
  const acknowledged: string[] = []
  let last = memory.entries.size
  const outbox = new outboxModule.Outbox({
    userId,
    memory,
    send: (input) => new Promise((resolve, reject) => attempts.push({ input, resolve, reject })),
    onSent: ({ clientId }) => acknowledged.push(clientId),
    newId: () => `id-${(last += 1)}`,
    now: () => last,
  })
  return { outbox, memory, attempts, acknowledged }
}

function messageOf({ roomId, clientId, body }: Input): Message {
  const author = { id: 'me', name: 'Maria', organisation: 'Olpe' }
  const postedAt = '2026-11-24T09:00:00.000Z'
  return { id: `m-${clientId}`, roomId, clientId, seq: 1, version: 1, author, body, postedAt, editedAt: null }
}

type Attempts = ReturnType<typeof outboxOf>['attempts']

async function acknowledge(attempts: Attempts, index: number): Promise<void> {
  const attempt = attempts[index]
  if (!attempt) throw new Error(`no attempt ${index}`)
  attempt.resolve(messageOf(attempt.input))
  await vi.advanceTimersByTimeAsync(0)
}

async function fail(attempts: Attempts, index: number, error: Error): Promise<void> {
  attempts[index]?.reject(error)
  await vi.advanceTimersByTimeAsync(0)
}

const bodies = (attempts: Attempts) => attempts.map(({ input }) => input.body)
const shown = ({ outbox }: { outbox: Outbox }) => outbox.pending.read().map(({ body, state }) => `${body} ${state}`)

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('messages on their way', () => {
  it('are shown at once and go one after the other in a room, side by side in different ones', async () => {
    const box = outboxOf()
    box.outbox.add('a', 'eins')
    box.outbox.add('a', 'zwei')
    box.outbox.add('b', 'drei')
    expect(shown(box)).toEqual(['eins waiting', 'zwei waiting', 'drei waiting'])
    expect(bodies(box.attempts)).toEqual(['eins', 'drei'])
    await acknowledge(box.attempts, 0)
    expect(bodies(box.attempts)).toEqual(['eins', 'drei', 'zwei'])
    expect(shown(box)).toEqual(['eins sent', 'zwei waiting', 'drei waiting'])
  })

  it('are sent again with the same id after an outage, before anything that was written later', async () => {
    const { outbox, attempts } = outboxOf()
    outbox.add('a', 'eins')
    outbox.add('a', 'zwei')
    await fail(attempts, 0, new ConnectionError('offline'))
    expect(bodies(attempts)).toEqual(['eins'])
    outbox.reconnected()
    expect(bodies(attempts)).toEqual(['eins', 'eins'])
    expect(attempts[1]?.input.clientId).toBe(attempts[0]?.input.clientId)
    await acknowledge(attempts, 1)
    expect(bodies(attempts)).toEqual(['eins', 'eins', 'zwei'])
  })

  it('wait as long as the server asks', async () => {
    const { outbox, attempts } = outboxOf()
    outbox.add('a', 'eins')
    await fail(attempts, 0, new Refusal('too_many', 'slow down', { retryAfterMs: 5_000 }))
    await vi.advanceTimersByTimeAsync(4_999)
    expect(attempts).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(attempts).toHaveLength(2)
  })

  it('stop for the person when they are refused, and let the next one pass', async () => {
    const box = outboxOf()
    box.outbox.add('a', 'verboten')
    box.outbox.add('a', 'zwei')
    await fail(box.attempts, 0, new Refusal('forbidden'))
    expect(shown(box)).toEqual(['verboten failed', 'zwei waiting'])
    expect(box.outbox.pending.read()[0]).toMatchObject({ failure: 'forbidden' })
    expect(bodies(box.attempts)).toEqual(['verboten', 'zwei'])
    await acknowledge(box.attempts, 1)
    box.outbox.retry('id-1')
    expect(bodies(box.attempts)).toEqual(['verboten', 'zwei', 'verboten'])
    expect(shown(box)).toEqual(['zwei sent', 'verboten waiting'])
    await fail(box.attempts, 2, new Refusal('forbidden'))
    box.outbox.discard('id-1')
    expect(shown(box)).toEqual(['zwei sent'])
    expect(box.memory.entries.size).toBe(0)
  })

  it('survive a reload in their order, with their ids, for nobody but their author', async () => {
    const before = outboxOf()
    before.outbox.add('a', 'eins')
    before.outbox.add('a', 'zwei')
    before.outbox.close()
    const stranger = outboxOf(before.memory, 'somebody else')
    expect(shown(stranger)).toEqual([])
    const after = outboxOf(before.memory)
    expect(shown(after)).toEqual(['eins waiting', 'zwei waiting'])
    after.outbox.flush()
    expect(after.attempts.map(({ input }) => input.clientId)).toEqual(['id-1'])
    await acknowledge(after.attempts, 0)
    await acknowledge(after.attempts, 1)
    expect(after.acknowledged).toEqual(['id-1', 'id-2'])
    expect(after.memory.entries.size).toBe(0)
  })

  it('go when their event is here, also before the answer', async () => {
    const box = outboxOf()
    box.outbox.add('a', 'eins')
    box.outbox.arrived(new Set(['id-1', 'unknown']))
    expect(shown(box)).toEqual([])
    await acknowledge(box.attempts, 0)
    expect(shown(box)).toEqual([])
    expect(box.memory.entries.size).toBe(0)
  })

  it('ignore what is remembered in another shape', () => {
    const memory = memoryOf(
      new Map([
        ['allmende.me.pending.x', '{"body":1}'],
        ['allmende.me.pending.y', '{'],
      ]),
    )
    expect(shown(outboxOf(memory))).toEqual([])
  })
})
