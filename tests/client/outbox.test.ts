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

function outboxWith(memory: Memory, tab = 'id') {
  const attempts: Attempt[] = []
  let count = 0
  const outbox = new Outbox({
    userId: 'maria',
    memory,
    codeOf: (failure) => (failure instanceof Refusal || failure instanceof ConnectionError ? failure.code : 'internal'),
    now: () => Date.now(),
    newId: () => `${tab}-${(count += 1)}`,
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

const bodies = (attempts: readonly { body: string }[]) => attempts.map(({ body }) => body)

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

test('what was refused stays the person’s to decide after a reload', async () => {
  const memory = memoryOf()
  const first = outboxWith(memory)
  first.outbox.add('a', 'eins')
  await first.attempts[0]?.answer(new Refusal('forbidden'))
  first.outbox.close()
  const second = outboxWith(memory)
  second.outbox.reconnected()
  expect(second.attempts).toEqual([])
  expect(second.outbox.pending.read()).toMatchObject([{ body: 'eins', state: 'failed', failure: 'forbidden' }])
  second.outbox.retry('id-1')
  expect(bodies(second.attempts)).toEqual(['eins'])
  second.outbox.close()
  expect(outboxWith(memory).outbox.pending.read()).toMatchObject([{ body: 'eins', state: 'waiting' }])
})

test('the order holds over a reload though the clock was set back', async () => {
  const memory = memoryOf()
  const first = outboxWith(memory)
  first.outbox.add('a', 'eins')
  vi.setSystemTime(Date.now() - 60_000)
  first.outbox.add('a', 'zwei')
  first.outbox.close()
  expect(bodies(outboxWith(memory).outbox.pending.read())).toEqual(['eins', 'zwei'])
})

test('what another tab left behind is sent by the one that stays, in order; nothing it sent already', async () => {
  const memory = memoryOf()
  const stays = outboxWith(memory, 'stays')
  const leaves = outboxWith(memory, 'leaves')
  for (const body of ['eins', 'zwei', 'drei']) {
    leaves.outbox.add('a', body)
    await vi.advanceTimersByTimeAsync(1)
  }
  await leaves.attempts[0]?.answer()
  await leaves.attempts[1]?.answer(new ConnectionError('offline'))
  leaves.outbox.close()
  stays.outbox.reconnected()
  await stays.attempts[0]?.answer()
  await stays.attempts[1]?.answer()
  expect(stays.attempts.map(({ clientId }) => clientId)).toEqual(['leaves-2', 'leaves-3'])
  stays.outbox.reconnected()
  expect(stays.attempts).toHaveLength(2)
})

test('signing out in another tab takes what waits there with it', async () => {
  const kept = new Map<string, string>()
  const { outbox, attempts } = outboxWith(memoryOf(kept))
  outbox.add('a', 'eins')
  outbox.add('a', 'zwei')
  await attempts[0]?.answer(new ConnectionError('offline'))
  kept.clear()
  outbox.close()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(attempts).toHaveLength(1)
  expect(kept.size).toBe(0)
})

test('acknowledged ones go with a snapshot that has them', async () => {
  const { outbox, attempts } = outboxWith(memoryOf())
  outbox.add('a', 'eins')
  outbox.add('a', 'zwei')
  outbox.add('b', 'drei')
  await attempts[0]?.answer()
  await attempts[1]?.answer()
  outbox.readAfresh('a')
  expect(outbox.pending.read().map(({ body, state }) => [body, state])).toEqual([
    ['zwei', 'waiting'],
    ['drei', 'sent'],
  ])
})

test('half a character is sent as what the server keeps of it: a repetition is no other message', () => {
  const { outbox, attempts } = outboxWith(memoryOf())
  outbox.add('a', 'Prima \ud83d')
  expect(bodies(attempts)).toEqual(['Prima \ufffd'])
})
