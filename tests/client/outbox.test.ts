import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Message } from '#protocol/rooms'
import { Refusal } from '#wire/refusal'
import { Outbox } from '../../client/features/rooms/outbox.ts'
import { ConnectionError } from '../../client/net/connection-error.ts'
import type { Memory } from '../../client/state/browser-memory.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function memoryOf(kept = new Map<string, string>()): Memory {
  return {
    read: (key) => kept.get(key),
    write: (key, value) => void kept.set(key, value),
    forget: (key) => void kept.delete(key),
    keys: (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
  }
}

interface Attempt {
  roomId: string
  clientId: string
  body: string
  answer: (error?: Error) => Promise<void>
}

function outboxWith(memory: Memory) {
  const attempts: Attempt[] = []
  let count = 0
  const outbox = new Outbox({
    userId: 'maria',
    memory,
    codeOf: (failure) => (failure instanceof Refusal || failure instanceof ConnectionError ? failure.code : 'internal'),
    now: () => Date.now(),
    newId: () => `id-${(count += 1)}`,
    onSent: () => undefined,
    send: (input) =>
      new Promise((resolve, reject) => {
        const answer = async (error?: Error) => {
          if (error) reject(error)
          else resolve({ ...input, id: input.clientId } as Partial<Message> as Message)
          await vi.advanceTimersByTimeAsync(0)
        }
        attempts.push({ ...input, answer })
      }),
  })
  return { outbox, attempts }
}

const bodies = (attempts: readonly Attempt[]) => attempts.map(({ body }) => body)

test('shown at once, sent one after the other per room', async () => {
  const { outbox, attempts } = outboxWith(memoryOf())
  outbox.add('a', 'eins')
  outbox.add('a', 'zwei')
  outbox.add('b', 'drei')
  expect(outbox.pending.read().map(({ body, state }) => [body, state])).toEqual([
    ['eins', 'waiting'],
    ['zwei', 'waiting'],
    ['drei', 'waiting'],
  ])
  expect(bodies(attempts)).toEqual(['eins', 'drei'])
  await attempts[0]?.answer()
  expect(bodies(attempts)).toEqual(['eins', 'drei', 'zwei'])
  expect(outbox.pending.read()[0]?.state).toBe('sent')
  outbox.arrived(new Set(['id-1']))
  expect(outbox.pending.read().map(({ body }) => body)).toEqual(['zwei', 'drei'])
})

test('without a connection the same message is sent again, before those after it', async () => {
  const { outbox, attempts } = outboxWith(memoryOf())
  outbox.add('a', 'eins')
  outbox.add('a', 'zwei')
  await attempts[0]?.answer(new ConnectionError('offline'))
  expect(bodies(attempts)).toEqual(['eins'])
  outbox.reconnected()
  expect(bodies(attempts)).toEqual(['eins', 'eins'])
  expect(attempts[1]?.clientId).toBe(attempts[0]?.clientId)
  await attempts[1]?.answer()
  expect(bodies(attempts)).toEqual(['eins', 'eins', 'zwei'])
})

test('it waits as long as the server asks', async () => {
  const { outbox, attempts } = outboxWith(memoryOf())
  outbox.add('a', 'eins')
  await attempts[0]?.answer(new Refusal('too_many', 'slow down', { retryAfterMs: 9_000 }))
  await vi.advanceTimersByTimeAsync(8_900)
  expect(attempts).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(attempts).toHaveLength(2)
})

test('a refusal is the person’s to decide, and holds up nobody', async () => {
  const memory = memoryOf()
  const { outbox, attempts } = outboxWith(memory)
  outbox.add('a', 'eins')
  outbox.add('a', 'zwei')
  await attempts[0]?.answer(new Refusal('forbidden'))
  expect(outbox.pending.read()[0]).toMatchObject({ state: 'failed', failure: 'forbidden' })
  expect(bodies(attempts)).toEqual(['eins', 'zwei'])
  await attempts[1]?.answer()
  outbox.retry('id-1')
  expect(bodies(attempts)).toEqual(['eins', 'zwei', 'eins'])
  outbox.discard('id-1')
  expect(outbox.pending.read().map(({ body }) => body)).toEqual(['zwei'])
})

test('what is not acknowledged survives a reload, in order and with its ids', async () => {
  const memory = memoryOf(
    new Map([
      ['allmende.maria.pending.x', 'no message'],
      ['allmende.jens.pending.y', '{}'],
    ]),
  )
  const first = outboxWith(memory)
  first.outbox.add('a', 'eins')
  await vi.advanceTimersByTimeAsync(5)
  first.outbox.add('a', 'zwei')
  await first.attempts[0]?.answer()
  first.outbox.close()
  const second = outboxWith(memory)
  expect(second.outbox.pending.read()).toMatchObject([{ clientId: 'id-2', body: 'zwei', state: 'waiting' }])
  second.outbox.reconnected()
  expect(second.attempts.map(({ clientId }) => clientId)).toEqual(['id-2'])
})
