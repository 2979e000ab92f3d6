import { ownKey, type Memory } from '../../../state/browser-memory.ts'
import { readWritten } from './model.ts'
import type { SafeStore } from './safe-store.ts'

/** Earlier versions kept messages in the browser's local storage: they are taken from there once, in their order. */
export async function carryOver(memory: Memory, userId: string, store: SafeStore): Promise<void> {
  const prefix = `${ownKey(userId)}pending.`
  const found = memory.keys(prefix).map((key) => ({ key, message: readWritten(parse(memory.read(key) ?? '')) }))
  const inTheirOrder = found.toSorted(
    (a, b) => (a.message?.writtenAt ?? 0) - (b.message?.writtenAt ?? 0) || (a.key < b.key ? -1 : 1),
  )
  for (const { key, message } of inTheirOrder) {
    if (message) {
      const { failure, ...written } = message
      await store.add(written)
      if (failure !== undefined) await store.refuse(written.clientId, failure)
    }
    // Otherwise it is safer where it is.
    if (store.isLasting.read()) memory.forget(key)
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
