import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { carryOver } from '../../../client/features/rooms/outbox/carry-over.ts'
import { SafeStore } from '../../../client/features/rooms/outbox/safe-store.ts'
import { MemoryStore, type OutboxStore } from '../../../client/features/rooms/outbox/store.ts'
import type { Memory } from '../../../client/state/browser-memory.ts'
import { storeContract, written, type OpenStore } from './store-contract.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function opener(make: () => OutboxStore): OpenStore {
  const stores = new Map<string, OutboxStore>()
  return (userId) => stores.get(userId) ?? stores.set(userId, make()).get(userId) ?? make()
}

/** As a browser whose database fails whenever it is told to, or does not answer. */
class BrokenStore extends MemoryStore {
  isBroken: 'fails' | 'hangs' | false = false
  async #check(): Promise<void> {
    if (this.isBroken === 'fails') throw new DOMException('full', 'QuotaExceededError')
    if (this.isBroken === 'hangs') await new Promise(() => undefined)
  }
  override async add(...input: Parameters<MemoryStore['add']>) {
    await this.#check()
    return super.add(...input)
  }
  override async list() {
    await this.#check()
    return super.list()
  }
  override async refuse(...input: Parameters<MemoryStore['refuse']>) {
    await this.#check()
    return super.refuse(...input)
  }
  override async again(...input: Parameters<MemoryStore['again']>) {
    await this.#check()
    return super.again(...input)
  }
  override async forget(...input: Parameters<MemoryStore['forget']>) {
    await this.#check()
    return super.forget(...input)
  }
}

function broken(how: 'fails' | 'hangs' = 'fails'): BrokenStore {
  const store = new BrokenStore()
  store.isBroken = how
  return store
}

describe.each([
  ['in memory', () => new MemoryStore()],
  ['safe, over one that lasts', () => new SafeStore(new MemoryStore())],
  ['safe, over one that always fails', () => new SafeStore(broken())],
])('a store %s', (_, make) => {
  test.each(Object.entries(storeContract))('%s', async (__, holds) => {
    await expect(holds(opener(make))).resolves.toBeUndefined()
  })
})

const ids = async (store: OutboxStore) => (await store.list()).map(({ clientId }) => clientId)

test('while the browser cannot keep them messages stand in memory, in their place; it says so until they are gone', async () => {
  const lasting = new BrokenStore()
  const store = new SafeStore(lasting)
  await store.add(written('a'))
  expect(store.isLasting.read()).toBe(true)
  lasting.isBroken = 'fails'
  await store.add(written('b'))
  expect(await ids(store)).toEqual(['a', 'b'])
  lasting.isBroken = false
  await store.add(written('c'))
  expect(await ids(store)).toEqual(['a', 'b', 'c'])
  expect(store.isLasting.read()).toBe(false)
  await store.forget(['b'])
  expect(await ids(store)).toEqual(['a', 'c'])
  expect(store.isLasting.read()).toBe(true)
})

test('a browser that does not answer counts as one that cannot, before anything is written', async () => {
  const store = new SafeStore(broken('hangs'))
  const listing = store.list()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await listing).toEqual([])
  expect(store.isLasting.read()).toBe(false)
  const adding = store.add(written('a'))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await adding).toMatchObject({ clientId: 'a' })
})

test('what was refused can be tried once more though the browser fails meanwhile', async () => {
  const lasting = new BrokenStore()
  const store = new SafeStore(lasting)
  for (const name of ['a', 'b']) await store.add(written(name))
  await store.refuse('a', 'forbidden')
  await store.list()
  lasting.isBroken = 'fails'
  await store.again('a')
  expect((await store.list()).map(({ clientId, failure }) => [clientId, failure])).toEqual([
    ['b', undefined],
    ['a', undefined],
  ])
})

describe('messages that an earlier version kept', () => {
  const kept = (clientId: string, writtenAt: number, failure?: string) =>
    JSON.stringify({ ...written(clientId, { writtenAt }), failure })

  function earlier(): Map<string, string> {
    return new Map([
      ['allmende.maria.pending.b', kept('b', 2, 'forbidden')],
      ['allmende.maria.pending.c', kept('c', 3)],
      ['allmende.maria.pending.a', kept('a', 1)],
      ['allmende.maria.pending.x', 'no message'],
      ['allmende.maria.draft.room', 'a draft'],
      ['allmende.jens.pending.y', kept('y', 1)],
    ])
  }

  test('are taken over once, in their order, with what was refused; nothing of anybody else', async () => {
    const local = earlier()
    const store = new SafeStore(new MemoryStore())
    await carryOver(memoryOf(local), 'maria', store)
    expect((await store.list()).map(({ clientId, failure }) => [clientId, failure])).toEqual([
      ['a', undefined],
      ['b', 'forbidden'],
      ['c', undefined],
    ])
    expect([...local.keys()]).toEqual(['allmende.maria.draft.room', 'allmende.jens.pending.y'])
    await store.forget(['a'])
    await carryOver(memoryOf(local), 'maria', store)
    expect(await ids(store)).toEqual(['b', 'c'])
  })

  test('stay where they are while there is nowhere safer, and are sent all the same', async () => {
    const local = earlier()
    const store = new SafeStore(broken())
    await carryOver(memoryOf(local), 'maria', store)
    expect(await ids(store)).toEqual(['a', 'b', 'c'])
    const own = ['a', 'b', 'c'].map((name) => `allmende.maria.pending.${name}`)
    expect([...local.keys()]).toEqual(expect.arrayContaining(own))
  })
})

function memoryOf(kept: Map<string, string>): Memory {
  return {
    read: (key) => kept.get(key),
    write: (key, value) => void kept.set(key, value),
    forget: (key) => void kept.delete(key),
    keys: (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
  }
}
