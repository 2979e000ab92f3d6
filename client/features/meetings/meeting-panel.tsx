import { Suspense } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { SidePanel } from '../../shell/side-panel.tsx'
import { RoomStream } from '../rooms/index.ts'
import type { Call } from './call.ts'
import { PeopleList } from './people-list.tsx'
import { texts } from './texts.ts'
import './meeting-panel.css'

export type Panel = 'people' | 'messages'

/** Beside the pictures: who is there, or what is written in the room. */
export function MeetingPanel({ call, panel, onClose }: { call: Call; panel: Panel; onClose: () => void }) {
  const t = useTexts(texts).controls
  return (
    <SidePanel title={t[panel]} onClose={onClose}>
      {panel === 'people' ? (
        <PeopleList call={call} />
      ) : (
        <Suspense>
          <RoomStream roomId={call.roomId} />
        </Suspense>
      )}
    </SidePanel>
  )
}
