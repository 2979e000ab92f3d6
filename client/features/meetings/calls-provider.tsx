import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react'
import { RoomMeetingChanged } from '#protocol/meetings'
import type { DataOf } from '#wire/command'
import { connection, subscribe } from '../../net/server.ts'
import { useStore } from '../../state/store.ts'
import { Boundary } from '../../shell/boundary.tsx'
import { useRoomIds } from '../rooms/index.ts'
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

  const roomIds = useRoomIds().join(' ')
  useEffect(() => {
    if (roomIds === '') return undefined
    const stops = roomIds.split(' ').map((roomId) => hearRoom(roomId, calls))
    return () => stops.forEach((stop) => stop())
  }, [calls, roomIds])

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
      <Boundary fallback={null}>
        <Suspense>{over && <OverNotice over={over} />}</Suspense>
      </Boundary>
    </CallsContext>
  )
}

/** Tells of the room's meeting; what is missed in an outage is read afresh with the list of meetings. */
function hearRoom(roomId: string, calls: Calls): () => void {
  return subscribe(`room:${roomId}`, null, {
    onEvent: ({ name, data }) => {
      if (name === RoomMeetingChanged.name) calls.onRoomMeeting(data as DataOf<typeof RoomMeetingChanged>)
    },
  })
}
