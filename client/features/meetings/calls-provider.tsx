import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react'
import { connection } from '../../net/server.ts'
import { useStore } from '../../state/store.ts'
import { CallSound } from './call-sound.tsx'
import { CallsContext } from './calls-context.tsx'
import { Calls } from './calls.ts'
import { signalling } from './signalling.ts'

const OverNotice = lazy(() => import('./over-notice.tsx'))

/** Keeps the meeting above every page: leaving a page does not hang up. */
export function CallsProvider({ children }: { children: ReactNode }) {
  const [calls] = useState(() => new Calls(signalling))
  const isSignedIn = useStore(connection.state).state !== 'idle'
  const { current, over } = useStore(calls.state)

  useEffect(() => {
    if (!isSignedIn) return undefined
    calls.watch()
    return () => calls.stop()
  }, [calls, isSignedIn])

  useEffect(() => {
    // Closing the page leaves: otherwise the others would see somebody who is not there until the server gives up.
    const leave = () => calls.leave()
    window.addEventListener('pagehide', leave)
    return () => window.removeEventListener('pagehide', leave)
  }, [calls])

  return (
    <CallsContext value={calls}>
      {children}
      {current && <CallSound call={current} />}
      <Suspense>{over && <OverNotice over={over} />}</Suspense>
    </CallsContext>
  )
}
