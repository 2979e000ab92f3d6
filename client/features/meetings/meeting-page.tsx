import { useState } from 'react'
import type { PageProps } from '../../shell/feature.ts'
import { useCallsState } from './calls-context.tsx'
import { EndedView } from './ended-view.tsx'
import { MeetingView } from './meeting-view.tsx'
import { PreJoin } from './pre-join.tsx'
import './meeting-page.css'

/** The meeting of a room: before joining, in it, or after it. */
export default function MeetingPage({ params }: PageProps) {
  const roomId = params['roomId'] ?? ''
  const { current, over } = useCallsState()
  const [dismissed, setDismissed] = useState<typeof over>(null)
  if (current?.roomId === roomId) return <MeetingView call={current} />
  if (over && over.roomId === roomId && over !== dismissed) {
    return <EndedView roomId={roomId} reason={over.reason} onJoinAgain={() => setDismissed(over)} />
  }
  return <PreJoin roomId={roomId} />
}
