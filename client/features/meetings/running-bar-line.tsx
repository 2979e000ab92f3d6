import { useTexts } from '../../i18n/texts.ts'
import { Slot } from '../../shell/slot.tsx'
import { Button } from '../../ui/button.tsx'
import { CameraIcon, LeaveIcon, MicrophoneIcon, MicrophoneOffIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { ToggleButton } from '../../ui/toggle-button.tsx'
import { useRoomName } from '../rooms/index.ts'
import type { Call } from './call.ts'
import { useCalls, useObservable } from './calls-context.tsx'
import { toggleInput } from './toggle-input.ts'
import { LineNotice } from './line-notice.tsx'
import { meetingPath } from './paths.ts'
import { SharingBar } from './sharing-bar.tsx'
import { texts } from './texts.ts'
import './running-bar.css'

/** The running meeting in a line: its room, who is in it, the microphone, the way back and out. */
export default function RunningBarLine({ call }: { call: Call }) {
  const t = useTexts(texts)
  const calls = useCalls()
  const roomName = useRoomName(call.roomId)
  const { participants } = useObservable(call.model)
  const { state } = useObservable(call.media.microphone)
  const isOn = state === 'on' || state === 'starting'
  return (
    <section className="running-bar always-dark" aria-label={t.yours}>
      <div className="running-bar-line">
        <p className="running-bar-words">
          <strong>{t.running}</strong>
          {roomName !== '' && ` · ${roomName}`}
          <span className="running-bar-detail">
            {' '}
            · {t.people(participants.length)} · {isOn ? t.heard : t.silent}
          </span>
        </p>
        <ToggleButton
          size="small"
          icon={isOn ? MicrophoneIcon : MicrophoneOffIcon}
          isSelected={isOn}
          onChange={() => toggleInput(call.media.microphone)}
        >
          {t.controls.microphone}
        </ToggleButton>
        <LinkButton size="small" kind="primary" icon={CameraIcon} to={meetingPath(call.roomId)}>
          {t.backToMeeting}
        </LinkButton>
        <div className="running-bar-leave">
          <Button size="small" icon={LeaveIcon} onPress={() => calls.leave()}>
            {t.controls.leave}
          </Button>
        </div>
      </div>
      {call.session.moderator && <Slot name="meetingNotice" meetingId={call.session.meetingId} />}
      <SharingBar call={call} />
      <LineNotice call={call} />
    </section>
  )
}
