import { createContext, use, useSyncExternalStore } from 'react'
import type { Store } from '../../state/store.ts'
import type { Calls, CallsState } from './calls.ts'

export const CallsContext = createContext<Calls | null>(null)

export function useCalls(): Calls {
  const calls = use(CallsContext)
  if (!calls) throw new Error('Meetings are used outside of their provider')
  return calls
}

export function useCallsState(): CallsState {
  return useObservable(useCalls().state)
}

/** The value of an observable; the component renders again when it changes. */
export function useObservable<Value>(observable: Pick<Store<Value>, 'read' | 'subscribe'>): Value {
  return useSyncExternalStore(observable.subscribe, observable.read)
}
