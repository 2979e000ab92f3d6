import { useEffect } from 'react'
import { useOwnRooms } from './own-rooms.ts'

/** What passes by while the list finds its place has not been read. */
const GLANCE_MS = 300

/** Marks a room as read up to `seq` while its end is on the screen and somebody can see it. */
export function useReadMark(roomId: string, seq: number | undefined, isAtEnd: boolean): void {
  const { rooms } = useOwnRooms()
  useEffect(() => {
    if (seq === undefined || !isAtEnd) return
    const mark = () => {
      if (document.visibilityState === 'visible') rooms.markRead(roomId, seq)
    }
    const timer = setTimeout(mark, GLANCE_MS)
    document.addEventListener('visibilitychange', mark)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', mark)
    }
  }, [rooms, roomId, seq, isAtEnd])
}
