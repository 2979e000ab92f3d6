import { useEffect, useEffectEvent, useState } from 'react'
import type { RoomState } from './model.ts'

/**
 * After which message the unread line stands: what was read when the room was opened, or when the person looked away. It stays
 * while they read on, and goes when they write.
 */
export function useUnreadLine({ readSeq, unread }: RoomState): [after: number | null, clear: () => void] {
  const [after, setAfter] = useState<number | null>(unread > 0 ? readSeq : null)
  const lookAway = useEffectEvent(() => {
    if (document.visibilityState === 'hidden') setAfter(readSeq)
  })
  useEffect(() => {
    const listen = () => lookAway()
    document.addEventListener('visibilitychange', listen)
    return () => document.removeEventListener('visibilitychange', listen)
  }, [])
  return [after, () => setAfter(null)]
}
