import { memory } from '../../state/memory.ts'
import { Store, useStore } from '../../state/store.ts'

export type EnterKey = 'sends' | 'breaks'

const STORAGE_KEY = 'allmende.enter'

const choice = new Store<EnterKey>(remembered())

/** What the Enter key does in the composer; remembered in this browser. */
export function useEnterKey(): EnterKey {
  return useStore(choice)
}

export function chooseEnterKey(next: EnterKey): void {
  memory.write(STORAGE_KEY, next)
  choice.set(next)
}

/** On a keyboard of glass there is no other way to break a line. */
function remembered(): EnterKey {
  const value = memory.read(STORAGE_KEY)
  if (value === 'sends' || value === 'breaks') return value
  return matchMedia('(pointer: coarse)').matches ? 'breaks' : 'sends'
}
