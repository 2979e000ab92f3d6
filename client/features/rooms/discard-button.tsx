import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { DeleteIcon } from '../../ui/icons.ts'
import { useOwnRooms } from './own-rooms.ts'
import { texts } from './texts.ts'

/** Gives up a message that was not sent, after asking. */
export function DiscardButton({ clientId }: { clientId: string }) {
  const t = useTexts(texts)
  const { rooms } = useOwnRooms()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button size="small" kind="quiet" icon={DeleteIcon} onPress={() => setAsking(true)}>
        {t.discard}
      </Button>
      <ConfirmDialog
        title={t.discardTitle}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => rooms.outbox.discard(clientId)}
        confirm={t.discard}
        isDangerous
      >
        <p>{t.discardText}</p>
      </ConfirmDialog>
    </>
  )
}
