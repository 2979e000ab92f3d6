import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { AddIcon, RoomIcon } from '../../ui/icons.ts'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { CreateRoomDialog } from './create-room-dialog.tsx'
import { RoomLink } from './room-link.tsx'
import { texts } from './texts.ts'
import { useProjectRooms } from './use-project-rooms.ts'

/** On the page of a project: all its rooms, and the way to a new one. */
export default function ProjectRoomsSection({ projectId, mayManage }: { projectId: string; mayManage: boolean }) {
  const t = useTexts(texts)
  const { isKnown, rooms } = useProjectRooms(projectId)
  const [isCreating, setCreating] = useState(false)
  const create = () => setCreating(true)
  return (
    <section aria-labelledby="project-rooms">
      <header className="section-head">
        <h2 id="project-rooms">{t.rooms}</h2>
        {mayManage && rooms.length > 0 && (
          <Button icon={AddIcon} onPress={create}>
            {t.create}
          </Button>
        )}
      </header>
      {!isKnown && <Skeleton label={t.listWaiting} lines={3} />}
      {isKnown && rooms.length === 0 && (
        <EmptyState
          icon={RoomIcon}
          title={mayManage ? t.noRooms : t.noRoomsReader}
          action={
            mayManage && (
              <Button kind="primary" icon={AddIcon} onPress={create}>
                {t.createFirst}
              </Button>
            )
          }
        >
          {mayManage ? t.noRoomsText : undefined}
        </EmptyState>
      )}
      {rooms.length > 0 && (
        <PlainList label={t.rooms}>
          {rooms.map((state) => (
            <RoomLink key={state.room.id} state={state} />
          ))}
        </PlainList>
      )}
      <CreateRoomDialog projectId={projectId} isOpen={isCreating} onClose={() => setCreating(false)} />
    </section>
  )
}
