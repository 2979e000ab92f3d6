import type { Message } from '#protocol/rooms'
import { formatDay } from '../../i18n/format.ts'
import { useTexts } from '../../i18n/texts.ts'
import { MessageEditor } from './message-editor.tsx'
import { MessageRow } from './message-row.tsx'
import type { RoomState } from './model.ts'
import { PendingRow } from './pending-row.tsx'
import type { StreamRow } from './stream.ts'
import { texts } from './texts.ts'

interface StreamRowViewProps {
  row: StreamRow
  state: RoomState
  mayPost: boolean
  isCurrent: boolean
  isEditing: boolean
  onEdit: (message: Message) => void
  onEdited: () => void
  onDelete: (message: Message) => void
}

/** One row of the stream, whatever it is. */
export function StreamRowView({
  row,
  state,
  mayPost,
  isCurrent,
  isEditing,
  onEdit,
  onEdited,
  onDelete,
}: StreamRowViewProps) {
  const t = useTexts(texts)
  switch (row.kind) {
    case 'day':
      return <span>{formatDay(row.day)}</span>
    case 'unread':
      return <span>{t.unreadLineLong}</span>
    case 'pending':
      return <PendingRow pending={row.pending} startsGroup={row.startsGroup} />
    case 'message': {
      const { message, startsGroup } = row
      const isOwn = message.author.id === state.userId
      return (
        <MessageRow
          message={message}
          startsGroup={startsGroup}
          userId={state.userId}
          isCurrent={isCurrent}
          mayReact={mayPost}
          mayWithdraw={!state.room.archived}
          mayEdit={isOwn && mayPost}
          mayDelete={(isOwn || state.rights.manage) && !state.room.archived}
          {...(isEditing ? { editor: <MessageEditor message={message} onDone={onEdited} /> } : {})}
          onEdit={onEdit}
          onDelete={onDelete}
        />
      )
    }
    default:
      return row satisfies never
  }
}
