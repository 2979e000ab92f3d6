import { useState } from 'react'
import { useLocation } from 'wouter'
import { CreateRoom, type Room } from '#protocol/rooms'
import { LIMITS } from '#wire/limits'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useOwnRooms } from './own-rooms.ts'
import { roomPath } from './paths.ts'
import { texts } from './texts.ts'

interface CreateRoomDialogProps {
  projectId: string
  isOpen: boolean
  onClose: () => void
}

export function CreateRoomDialog({ projectId, isOpen, onClose }: CreateRoomDialogProps) {
  const t = useTexts(texts)
  const { rooms } = useOwnRooms()
  const [, navigate] = useLocation()
  const [visibility, setVisibility] = useState<Room['visibility']>('open')

  async function create(fields: FormData) {
    const room = await call(CreateRoom, { projectId, name: fieldText(fields, 'name'), visibility })
    rooms.add(room)
    onClose()
    navigate(roomPath(room.id))
  }

  return (
    <Dialog title={t.create} isOpen={isOpen} onClose={onClose}>
      <Form onSubmit={create}>
        <TextField
          label={t.name}
          name="name"
          description={t.nameExample}
          isRequired
          autoFocus
          maxLength={LIMITS.nameLength}
          autoComplete="off"
        />
        <RadioGroup
          label={t.visibility}
          value={visibility}
          onChange={setVisibility}
          options={[
            { id: 'open', name: t.open, description: t.openHint },
            { id: 'closed', name: t.closed, description: t.closedHint },
          ]}
        />
        <div className="form-actions">
          <SubmitButton>{t.createNow}</SubmitButton>
          <Button onPress={onClose}>{t.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  )
}
