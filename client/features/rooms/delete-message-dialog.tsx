import { DeleteMessage, type Message } from '#protocol/rooms'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { texts } from './texts.ts'

/** Asks before a message is deleted; closed while there is none. */
export function DeleteMessageDialog({ message, onClose }: { message: Message | undefined; onClose: () => void }) {
  const t = useTexts(texts)

  async function remove() {
    if (message) await call(DeleteMessage, { roomId: message.roomId, messageId: message.id })
  }

  return (
    <ConfirmDialog
      title={t.deleteTitle}
      isOpen={message !== undefined}
      onClose={onClose}
      onConfirm={remove}
      confirm={t.delete}
      isDangerous
    >
      <p>{t.deleteText}</p>
    </ConfirmDialog>
  )
}
