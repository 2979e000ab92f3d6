import { useState } from 'react'
import { RemoveRoomPerson, type RoomPerson } from '#protocol/rooms'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Slot } from '../../shell/slot.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { CloseIcon } from '../../ui/icons.ts'
import { PersonLine } from '../../ui/person-line.tsx'
import { texts } from './texts.ts'

interface RoomPersonLineProps {
  person: RoomPerson
  roomId: string
  isMe: boolean
  mayRemove: boolean
  onRemoved: () => void
}

export function RoomPersonLine({ person, roomId, isMe, mayRemove, onRemoved }: RoomPersonLineProps) {
  const t = useTexts(texts)
  const [isRemoving, setRemoving] = useState(false)
  const { rights } = person
  const notes = [isMe && t.you, person.external && t.external, rights.manage && t.manages, !rights.post && t.readsOnly]
    .filter(Boolean)
    .join(', ')

  async function remove() {
    await call(RemoveRoomPerson, { roomId, personId: person.id })
    onRemoved()
  }

  return (
    <>
      <PersonLine
        id={person.id}
        name={person.name}
        picture={person.picture}
        detail={person.program ? t.program : (person.organisation ?? t.withoutOrganisation)}
        note={notes === '' ? undefined : notes}
        state={<Slot name="roomPerson" roomId={roomId} personId={person.id} />}
      >
        {mayRemove && (
          <Button
            kind="quiet"
            icon={CloseIcon}
            hidesWord
            aria-label={t.removeOf(person.name)}
            onPress={() => setRemoving(true)}
          >
            {t.remove}
          </Button>
        )}
      </PersonLine>
      <ConfirmDialog
        title={t.remove}
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        onConfirm={remove}
        confirm={t.remove}
        isDangerous
      >
        <p>{t.removeText(person.name)}</p>
      </ConfirmDialog>
    </>
  )
}
