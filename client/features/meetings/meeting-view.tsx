import { useEffect, useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { usePageTitle } from '../../shell/page-title.ts'
import { Slot } from '../../shell/slot.tsx'
import { useRoomName } from '../rooms/index.ts'
import { useDialogs } from './use-dialogs.ts'
import type { Call } from './call.ts'
import { useObservable } from './calls-context.tsx'
import { Controls } from './controls.tsx'
import { Failure } from './failure.tsx'
import { InputNotices } from './input-notices.tsx'
import { LineNotice } from './line-notice.tsx'
import { MeetingDialogs } from './meeting-dialogs.tsx'
import { MeetingPanel, type Panel } from './meeting-panel.tsx'
import { SharingBar } from './sharing-bar.tsx'
import { useShortcuts } from './shortcuts.ts'
import { Stage } from './stage.tsx'
import { texts } from './texts.ts'
import { useHeadingFocus } from './use-heading-focus.ts'
import './meeting-view.css'

/** For somebody who knows nothing but the meeting: no room to name, to write in and to go back to. */
export interface MeetingVisit {
  title: string
  onLeave: () => void
}

/** The meeting on the whole screen: faces and screens, the controls, and beside them people or messages. */
export function MeetingView({ call, visit }: { call: Call; visit?: MeetingVisit }) {
  const t = useTexts(texts)
  const heading = useHeadingFocus()
  const roomName = useRoomName(call.roomId)
  const title = visit?.title ?? roomName
  const { participants } = useObservable(call.model)
  const [panel, setPanel] = useState<Panel | null>(null)
  const dialogs = useDialogs()
  usePageTitle(t.meeting, title)
  useShortcuts(call.media)

  useEffect(() => {
    // Closing the tab by mistake would hang up.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [])

  return (
    <div className="meeting" data-panel={panel ?? 'none'}>
      <main className="meeting-main" id="main">
        <header className="meeting-head">
          <h1 ref={heading} tabIndex={-1}>
            {title || t.meeting}
          </h1>
          <p className="meeting-count">{t.people(participants.length)}</p>
          <div className="meeting-connection">
            <Slot name="connection" />
          </div>
        </header>
        <div className="meeting-notices">
          {call.session.moderator && <Slot name="meetingNotice" meetingId={call.session.meetingId} />}
          <InputNotices input={call.media.microphone} />
          <InputNotices input={call.media.camera} />
          <SharingBar call={call} onShareAnother={() => dialogs.open('share')} />
          <LineNotice call={call} />
          <Failure input={call.media.microphone} />
          <Failure input={call.media.camera} />
        </div>
        <Stage call={call} />
        <Controls call={call} panel={panel} onPanel={setPanel} onDialog={dialogs.open} {...(visit && { visit })} />
      </main>
      {panel && <MeetingPanel call={call} panel={panel} onClose={() => setPanel(null)} />}
      <MeetingDialogs call={call} opened={dialogs.opened} onOpen={dialogs.open} onClose={dialogs.close} />
    </div>
  )
}
