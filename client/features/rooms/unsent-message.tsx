import { useTexts } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { CopyText } from '../../ui/copy-text.tsx'
import { RefreshIcon } from '../../ui/icons.ts'
import { DiscardButton } from './discard-button.tsx'
import type { PendingMessage } from './outbox/model.ts'
import { useOwnRooms, useRoom } from './own-rooms.ts'
import { texts } from './texts.ts'
import { useReasonText } from './use-unsent.ts'

/** A message that was refused: where, why, its text to take along. */
export function UnsentMessage({ message }: { message: PendingMessage }) {
  const t = useTexts(texts)
  const reasonText = useReasonText()
  const { rooms } = useOwnRooms()
  const room = useRoom(message.roomId)?.room
  return (
    <div className="unsent-message">
      <p>{room ? `${t.unsentIn(room.name)} ${reasonText(message.failure)}` : t.unsentMissingRoom}</p>
      <CopyText
        value={message.body}
        actions={
          <>
            {room && (
              <Button size="small" icon={RefreshIcon} onPress={() => void rooms.outbox.retry(message.clientId)}>
                {t.sendAgain}
              </Button>
            )}
            <DiscardButton clientId={message.clientId} />
          </>
        }
      />
    </div>
  )
}
