import type { Participant } from '#protocol/meetings'
import { useTexts } from '../../i18n/texts.ts'
import { Avatar } from '../../ui/avatar.tsx'
import {
  CameraIcon,
  CameraOffIcon,
  MicrophoneIcon,
  MicrophoneOffIcon,
  ScreenShareIcon,
  SpeakingIcon,
  type Icon,
} from '../../ui/icons.ts'
import { Slot } from '../../shell/slot.tsx'
import type { Call } from './call.ts'
import { useObservable } from './calls-context.tsx'
import { GuestBadge } from './guest-badge.tsx'
import { isOn } from './model.ts'
import { texts } from './texts.ts'
import './people-list.css'

/** Everybody in the meeting, with what is on. */
export function PeopleList({ call }: { call: Call }) {
  const { participants, ownPeerId } = useObservable(call.model)
  const speaking = useObservable(call.speaking)
  return (
    <>
      {call.session.moderator && <Slot name="meetingPeople" meetingId={call.session.meetingId} />}
      <ul className="people-list" role="list">
        {participants.map((participant) => (
          <PersonInList
            key={participant.peerId}
            participant={participant}
            isOwn={participant.peerId === ownPeerId}
            speaks={speaking.has(participant.peerId)}
          />
        ))}
      </ul>
    </>
  )
}

interface PersonInListProps {
  participant: Participant
  isOwn: boolean
  speaks: boolean
}

function PersonInList({ participant, isOwn, speaks }: PersonInListProps) {
  const t = useTexts(texts)
  const { person } = participant
  const hasMicrophone = isOn(participant, 'microphone')
  const hasCamera = isOn(participant, 'camera')
  return (
    <li className="people-list-person">
      <Avatar id={person.id} name={person.name} />
      <div className="people-list-words">
        <p className="people-list-name">{isOwn ? t.nameYou(person.name) : person.name}</p>
        {participant.guest && <GuestBadge />}
        {person.organisation !== null && <p className="people-list-organisation">{person.organisation}</p>}
        <p className="people-list-states">
          {speaks ? (
            <State icon={SpeakingIcon}>{t.tile.speaks}</State>
          ) : (
            <State icon={hasMicrophone ? MicrophoneIcon : MicrophoneOffIcon}>
              {hasMicrophone ? t.person.microphoneOn : t.person.microphoneOff}
            </State>
          )}
          <State icon={hasCamera ? CameraIcon : CameraOffIcon}>
            {hasCamera ? t.person.cameraOn : t.person.cameraOff}
          </State>
          {isOn(participant, 'screen') && <State icon={ScreenShareIcon}>{t.person.shares}</State>}
        </p>
      </div>
    </li>
  )
}

function State({ icon: Shape, children }: { icon: Icon; children: string }) {
  return (
    <span className="people-list-state">
      <Shape className="icon" aria-hidden />
      {children}
    </span>
  )
}
