import { RenameRoom, type Room } from '#protocol/rooms'
import { LIMITS } from '#wire/limits'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { texts } from './texts.ts'

export function RenameRoomDialog({ room, isOpen, onClose }: { room: Room; isOpen: boolean; onClose: () => void }) {
  const t = useTexts(texts)

  async function rename(fields: FormData) {
    await call(RenameRoom, { roomId: room.id, name: fieldText(fields, 'name') })
    onClose()
  }

  return (
    <Dialog title={t.rename} isOpen={isOpen} onClose={onClose} size="small">
      <Form onSubmit={rename}>
        <TextField
          label={t.name}
          name="name"
          defaultValue={room.name}
          isRequired
          autoFocus
          maxLength={LIMITS.nameLength}
          autoComplete="off"
        />
        <div className="form-actions">
          <SubmitButton>{t.save}</SubmitButton>
          <Button onPress={onClose}>{t.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  )
}
