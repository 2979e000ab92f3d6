import { useEffect, useState, type ReactNode } from 'react'
import { connection } from '../../net/server.ts'
import { useStore } from '../../state/store.ts'
import { CallSound } from './call-sound.tsx'
import { CallsContext } from './calls-context.tsx'
import { Calls } from './calls.ts'
import { signalling } from './signalling.ts'

/** Keeps the meeting above every page: leaving a page does not hang up. */
export function CallsProvider({ children }: { children: ReactNode }) {
  const [calls] = useState(() => new Calls(signalling))
  const isSignedIn = useStore(connection.state).state !== 'idle'
  const { current } = useStore(calls.state)

  useEffect(() => {
    if (!isSignedIn) return undefined
    calls.watch()
    return () => calls.stop()
  }, [calls, isSignedIn])

  return (
    <CallsContext value={calls}>
      {children}
      {current && <CallSound call={current} />}
    </CallsContext>
  )
}
