import { useCallback } from 'react'
import { useLocation } from 'wouter'
import { useCalls } from './calls-context.tsx'
import { roomPath } from './paths.ts'

/** Leaves the meeting and goes back to its room. */
export function useLeave(): () => void {
  const calls = useCalls()
  const [, navigate] = useLocation()
  return useCallback(() => {
    const roomId = calls.state.read().current?.roomId
    calls.leave()
    if (roomId !== undefined) navigate(roomPath(roomId))
  }, [calls, navigate])
}
