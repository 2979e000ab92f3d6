import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Message } from '#protocol/rooms'
import { Refusal } from '#wire/refusal'
import { Outbox } from '../../../client/features/rooms/outbox/outbox.ts'
import { MemoryStore, type OutboxStore } from '../../../client/features/rooms/outbox/store.ts'
import { ConnectionError } from '../../../client/net/connection-error.ts'
import { Browser } from './browser.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

interface Attempt {
  roomId: string
  clientId: string
  body: string
  answer: (error?: Error) => Promise<void>
}

const settled = () => vi.advanceTimersByTimeAsync(0)

function outboxWith(store: OutboxStore, browser = new Browser(), name = 'id') {
  const attempts: Attempt[] = []
  const acknowledged: string[] = []
  let count = 0
  const tab = browser.openTab()
  const outbox = new Outbox({
    store,
    tabs: tab,
    codeOf: (failure) => (failure instanceof Refusal || failure instanceof ConnectionError ? failure.code : 'internal'),
    now: () => Date.now(),
    newId: () => `${name}-${(count += 1)}`,
    onSent: ({ clientId }) => void acknowledged.push(clientId),
    send: (input) =>
      new Promise((resolve, reject) => {
        const answer = async (error?: Error) => {
          if (error) reject(error)
          else resolve({ ...input, id: input.clientId, version: 1 } as Partial<Message> as Message)
          await settled()
        }
        attempts.push({ ...input, answer })
      }),
  })
  const write = async (roomId: string, ...bodies: string[]) => {
    for (const body of bodies) await outbox.add(roomId, body)
    await settled()
  }
  return { outbox, attempts, acknowledged, write, tab }
}

const bodies = (attempts: readonly { body: string }[]) => attempts.map(({ body }) => body)
const shown = ({ outbox }: { outbox: Outbox }) => outbox.pending.read().map(({ body, state }) => [body, state])

/** Keeps nothing before it is told to. */
class SlowStore extends MemoryStore {
  readonly kept = Promise.withResolvers<void>()
  override async add(message: Parameters<MemoryStore['add']>[0]) {
    await this.kept.promise
    return super.add(message)
  }
}

test('shown at once, sent one after the other per room', async () => {
  const person = outboxWith(new MemoryStore())
  const { outbox, attempts } = person
  void outbox.add('a', 'eins')
  void outbox.add('a', 'zwei')
  void outbox.add('b', 'drei')
  const waiting = [
    ['eins', 'waiting'],
    ['zwei', 'waiting'],
    ['drei', 'waiting'],
  ]
  expect(shown(person)).toEqual(waiting)
  await settled()
  expect(shown(person)).toEqual(waiting)
  expect(bodies(attempts)).toEqual(['eins', 'drei'])
  await attempts[0]?.answer()
  expect(bodies(attempts)).toEqual(['eins', 'drei', 'zwei'])
  expect(outbox.pending.read()[0]?.state).toBe('sent')
  outbox.arrived(new Set(['id-1']))
  expect(bodies(outbox.pending.read())).toEqual(['zwei', 'drei'])
})

test('nothing is sent before it is kept, though it is shown', async () => {
  const store = new SlowStore()
  const person = outboxWith(store)
  let isKept = false
  void person.outbox.add('a', 'eins').then(() => (isKept = true))
  await settled()
  expect(shown(person)).toEqual([['eins', 'waiting']])
  expect([isKept, person.attempts.length]).toEqual([false, 0])
  store.kept.resolve()
  await settled()
  expect([isKept, person.attempts.length]).toEqual([true, 1])
})

test('without a connection the same message is sent again, before those after it', async () => {
  const { outbox, attempts, write } = outboxWith(new MemoryStore())
  await write('a', 'eins', 'zwei')
  await attempts[0]?.answer(new ConnectionError('offline'))
  expect(bodies(attempts)).toEqual(['eins'])
  await outbox.reconnected()
  await settled()
  expect(bodies(attempts)).toEqual(['eins', 'eins'])
  expect(attempts[1]?.clientId).toBe(attempts[0]?.clientId)
  await attempts[1]?.answer()
  expect(bodies(attempts)).toEqual(['eins', 'eins', 'zwei'])
})

test('it waits as long as the server asks', async () => {
  const { attempts, write } = outboxWith(new MemoryStore())
  await write('a', 'eins')
  await attempts[0]?.answer(new Refusal('too_many', 'slow down', { retryAfterMs: 9_000 }))
  await vi.advanceTimersByTimeAsync(8_900)
  expect(attempts).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(200)
  expect(attempts).toHaveLength(2)
})

test('a refusal is the person’s to decide, and holds up nobody', async () => {
  const person = outboxWith(new MemoryStore())
  const { outbox, attempts, write } = person
  await write('a', 'eins', 'zwei')
  await attempts[0]?.answer(new Refusal('forbidden'))
  expect(outbox.pending.read()[0]).toMatchObject({ state: 'failed', failure: 'forbidden' })
  expect(bodies(attempts)).toEqual(['eins', 'zwei'])
  await attempts[1]?.answer()
  await outbox.retry('id-1')
  await settled()
  expect(bodies(attempts)).toEqual(['eins', 'zwei', 'eins'])
  await attempts[2]?.answer(new Refusal('forbidden'))
  await outbox.discard('id-1')
  expect(shown(person)).toEqual([['zwei', 'sent']])
})

test('what is not acknowledged survives a reload, in order and with its ids, though the clock was set back', async () => {
  const store = new MemoryStore()
  const first = outboxWith(store)
  await first.write('a', 'eins', 'zwei')
  vi.setSystemTime(Date.now() - 60_000)
  await first.write('a', 'drei')
  await first.attempts[0]?.answer()
  first.outbox.close()
  const second = outboxWith(store)
  await second.outbox.lookAndSend()
  expect(shown(second)).toEqual([
    ['zwei', 'waiting'],
    ['drei', 'waiting'],
  ])
  await settled()
  expect(second.attempts.map(({ clientId }) => clientId)).toEqual(['id-2'])
})

test('what was refused stays the person’s to decide after a reload', async () => {
  const store = new MemoryStore()
  const first = outboxWith(store)
  await first.write('a', 'eins')
  await first.attempts[0]?.answer(new Refusal('forbidden'))
  first.outbox.close()
  const second = outboxWith(store)
  await second.outbox.reconnected()
  await settled()
  expect(second.attempts).toEqual([])
  expect(second.outbox.pending.read()).toMatchObject([{ body: 'eins', state: 'failed', failure: 'forbidden' }])
  await second.outbox.retry('id-1')
  await settled()
  expect(bodies(second.attempts)).toEqual(['eins'])
  second.outbox.close()
  const third = outboxWith(store)
  await third.outbox.lookAndSend()
  expect(shown(third)).toEqual([['eins', 'waiting']])
})

test('one tab at a time sends a room’s messages, whoever wrote them, in order; both show them', async () => {
  const [store, browser] = [new MemoryStore(), new Browser()]
  const one = outboxWith(store, browser, 'one')
  const other = outboxWith(store, browser, 'other')
  await one.write('a', 'eins')
  await other.write('a', 'zwei')
  await one.write('a', 'drei')
  for (const tab of [one, other]) expect(bodies(tab.outbox.pending.read())).toEqual(['eins', 'zwei', 'drei'])
  for (const index of [0, 1, 2]) await one.attempts[index]?.answer()
  expect(bodies(one.attempts)).toEqual(['eins', 'zwei', 'drei'])
  expect(other.attempts).toEqual([])
  expect(other.acknowledged).toEqual(['one-1', 'other-1', 'one-2'])
  expect(shown(other).map(([, state]) => state)).toEqual(['sent', 'sent', 'sent'])
})

test('when the tab that sends dies, another one goes on at once', async () => {
  const [store, browser] = [new MemoryStore(), new Browser()]
  const dies = outboxWith(store, browser, 'dies')
  const stays = outboxWith(store, browser, 'stays')
  await dies.write('a', 'eins', 'zwei')
  await dies.attempts[0]?.answer()
  expect(stays.attempts).toEqual([])
  dies.tab.die()
  await settled()
  await stays.attempts[0]?.answer()
  expect(bodies(stays.attempts)).toEqual(['zwei'])
})

test('what is tried once more in one tab is no longer refused in the other', async () => {
  const [store, browser] = [new MemoryStore(), new Browser()]
  const one = outboxWith(store, browser, 'one')
  const other = outboxWith(store, browser, 'other')
  await one.write('a', 'eins')
  await one.attempts[0]?.answer(new Refusal('forbidden'))
  expect(shown(other)).toEqual([['eins', 'failed']])
  await other.outbox.retry('one-1')
  await settled()
  for (const tab of [one, other]) expect(shown(tab)).toEqual([['eins', 'waiting']])
})

test('signing out in another tab takes what waits there with it', async () => {
  const store = new MemoryStore()
  const { outbox, attempts, write } = outboxWith(store)
  await write('a', 'eins', 'zwei')
  await attempts[0]?.answer(new ConnectionError('offline'))
  await store.forget(['id-1', 'id-2'])
  outbox.close()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(attempts).toHaveLength(1)
  expect(await store.list()).toEqual([])
})

test('a page that closes holds up nobody with an answer that never comes', async () => {
  const [store, browser] = [new MemoryStore(), new Browser()]
  const closes = outboxWith(store, browser)
  await closes.write('a', 'eins')
  closes.outbox.close()
  const next = outboxWith(store, browser)
  await next.outbox.lookAndSend()
  await settled()
  expect(bodies(next.attempts)).toEqual(['eins'])
})

test('what was acknowledged or refused is not sent once more by a page whose store cannot write that down', async () => {
  class Stubborn extends MemoryStore {
    override forget = () => Promise.resolve()
    override refuse = () => Promise.resolve()
  }
  const person = outboxWith(new Stubborn())
  await person.write('a', 'eins', 'zwei')
  await person.attempts[0]?.answer()
  await person.attempts[1]?.answer(new Refusal('forbidden'))
  await person.outbox.reconnected()
  await settled()
  expect(bodies(person.attempts)).toEqual(['eins', 'zwei'])
  expect(shown(person)).toEqual([
    ['eins', 'sent'],
    ['zwei', 'failed'],
  ])
})

test('acknowledged ones go with a snapshot that has them', async () => {
  const person = outboxWith(new MemoryStore())
  await person.write('a', 'eins', 'zwei')
  await person.write('b', 'drei')
  await person.attempts[0]?.answer()
  await person.attempts[1]?.answer()
  person.outbox.readAfresh('a')
  expect(shown(person)).toEqual([
    ['zwei', 'waiting'],
    ['drei', 'sent'],
  ])
})

test('half a character is sent as what the server keeps of it: a repetition is no other message', async () => {
  const { attempts, write } = outboxWith(new MemoryStore())
  await write('a', 'Prima \ud83d')
  expect(bodies(attempts)).toEqual(['Prima \ufffd'])
})
