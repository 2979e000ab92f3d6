import { useTexts } from '../../i18n/texts.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { CameraIcon } from '../../ui/icons.ts'
import { useCallsState } from './calls-context.tsx'
import { meetingPath } from './paths.ts'
import { texts } from './texts.ts'
import { WhoIsThere } from './who-is-there.tsx'
import './meeting-in-room.css'

/** In the header of a room: the running meeting with who is in it, or the button that starts one. */
export default function MeetingInRoom({ roomId }: { roomId: string }) {
  const t = useTexts(texts)
  const { running, current } = useCallsState()
  const meeting = running.get(roomId)
  // Whoever is in it has it above every page, with the way back.
  if (current?.roomId === roomId) return null
  if (!meeting || meeting.people.length === 0) {
    return (
      <LinkButton icon={CameraIcon} to={meetingPath(roomId)}>
        {t.start}
      </LinkButton>
    )
  }
  return (
    <section className="meeting-in-room" aria-label={t.running}>
      <p className="meeting-in-room-state">
        <span className="meeting-in-room-dot" aria-hidden="true" />
        <strong>{t.running}</strong> · {t.people(meeting.people.length)}
      </p>
      <div className="meeting-in-room-who">
        <WhoIsThere meeting={meeting} />
      </div>
      <LinkButton kind="primary" icon={CameraIcon} to={meetingPath(roomId)}>
        {t.join}
      </LinkButton>
    </section>
  )
}
