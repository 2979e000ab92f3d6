import { useTexts } from '../../i18n/texts.ts'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { RoomLink } from './room-link.tsx'
import { texts } from './texts.ts'
import { useProjectRooms } from './use-project-rooms.ts'
import './project-rooms.css'

/** On the card of a project: its rooms that are in use. */
export function ProjectRooms({ projectId }: { projectId: string }) {
  const t = useTexts(texts)
  const { isKnown, rooms } = useProjectRooms(projectId)
  const current = rooms.filter(({ room }) => !room.archived)
  if (!isKnown) return <Skeleton label={t.listWaiting} lines={2} />
  if (current.length === 0) return <p className="project-rooms-empty">{t.noRooms}</p>
  return (
    <PlainList label={t.rooms}>
      {current.map((state) => (
        <RoomLink key={state.room.id} state={state} />
      ))}
    </PlainList>
  )
}
