import { expect, test } from 'vitest'
import { browserMemory } from '../../client/state/browser-memory.ts'

/** A storage that takes nothing more once `isFull`. */
function storageOf(kept: Record<string, string>) {
  const methods = {
    isFull: false,
    getItem: (key: string) => kept[key] ?? null,
    setItem(key: string, value: string) {
      if (methods.isFull) throw new DOMException('full', 'QuotaExceededError')
      kept[key] = value
    },
    removeItem: (key: string) => void Reflect.deleteProperty(kept, key),
  }
  const storage = new Proxy(methods, { ownKeys: () => Object.keys(kept), getOwnPropertyDescriptor: () => ENUMERABLE })
  return { methods, storage: storage as Partial<Storage> as Storage }
}

const ENUMERABLE = { enumerable: true, configurable: true }

test('in a full storage everything goes on, and what could not be kept wins over what was', () => {
  const { methods, storage } = storageOf({ 'me.draft': 'alt', other: 'x' })
  const memory = browserMemory(storage)
  methods.isFull = true
  memory.write('me.draft', 'neu')
  memory.write('me.pending', 'wartet')
  expect(memory.read('me.draft')).toBe('neu')
  expect(memory.keys('me.')).toEqual(['me.draft', 'me.pending'])
  methods.isFull = false
  memory.write('me.draft', 'neuer')
  expect(browserMemory(storage).read('me.draft')).toBe('neuer')
  for (const key of memory.keys('me.')) memory.forget(key)
  expect(memory.keys('me.')).toEqual([])
  expect(memory.read('me.pending')).toBeUndefined()
})
