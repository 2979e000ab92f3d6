import { ListRoomPeople, type RoomPerson } from '#protocol/rooms'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { AddRoomPersonForm } from './add-room-person-form.tsx'
import type { RoomState } from './model.ts'
import { RoomSharing } from './room-sharing.tsx'
import { RoomPersonLine } from './room-person-line.tsx'
import { useRoomsState } from './own-rooms.ts'
import { texts } from './texts.ts'
import './room-people.css'

/** Everybody who can read the room. Who manages a closed one keeps its list here. */
export function RoomPeople({ state }: { state: RoomState }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const { room, rights } = state
  const { peopleChanges } = useRoomsState()
  const { reading, again } = useRead(ListRoomPeople, { roomId: room.id }, peopleChanges.get(room.id) ?? 0)
  switch (reading.state) {
    case 'waiting':
      return <Skeleton label={t.peopleWaiting} lines={5} />
    case 'failed':
      return (
        <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
          {refusalText(reading.failure)}
        </Banner>
      )
    case 'ready':
      return (
        <div className="room-people">
          <p className="room-people-hint">{t.peopleHint}</p>
          <PlainList label={t.peopleCount(reading.value.length)}>
            {reading.value.map((person) => (
              <RoomPersonLine
                key={person.id}
                person={person}
                roomId={room.id}
                isMe={person.id === state.userId}
                mayRemove={rights.manage && person.listed && person.id !== state.userId}
                onRemoved={again}
              />
            ))}
          </PlainList>
          {rights.manage && <AddRoomPersonForm room={room} people={idsOf(reading.value)} onAdded={again} />}
          {rights.manage && <RoomSharing roomId={room.id} changes={peopleChanges.get(room.id) ?? 0} />}
        </div>
      )
    default:
      return reading satisfies never
  }
}

function idsOf(people: readonly RoomPerson[]): ReadonlySet<string> {
  return new Set(people.map(({ id }) => id))
}
