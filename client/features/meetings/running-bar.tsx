import { lazy } from 'react'
import { useCallsState } from './calls-context.tsx'

const RunningBarLine = lazy(() => import('./running-bar-line.tsx'))

/** Above everything while one walks through the app: the meeting goes on. */
export function RunningBar() {
  const { current } = useCallsState()
  return current && <RunningBarLine call={current} />
}
