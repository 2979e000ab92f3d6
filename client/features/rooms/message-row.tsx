import { memo, useState, type ReactNode } from 'react'
import type { Message } from '#protocol/rooms'
import { formatDateTime, formatTime } from '../../i18n/format.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { DeleteIcon, EditIcon } from '../../ui/icons.ts'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { MessageText } from './message-text.tsx'
import { texts } from './texts.ts'
import './message-row.css'

interface MessageRowProps {
  message: Message
  /** Not right after another one of the same author: name, organisation and time are shown. */
  startsGroup: boolean
  mayEdit: boolean
  mayDelete: boolean
  /** The row the Tab key reaches: from here it goes on to the actions. */
  isCurrent: boolean
  /** In place of the text: its editor. */
  editor?: ReactNode
  onEdit: (message: Message) => void
  onDelete: (message: Message) => void
}

/** One message. Its actions appear when it is looked at: by pointer, by focus, and always where one touches. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, startsGroup, mayEdit, mayDelete, isCurrent, editor, onEdit, onDelete } = props
  const t = useTexts(texts)
  const [isLookedAt, setLookedAt] = useState(false)
  const items: MenuEntry[] = [
    ...(mayEdit ? [{ id: 'edit', name: t.edit, icon: EditIcon, onSelect: () => onEdit(message) }] : []),
    ...(mayDelete
      ? [{ id: 'delete', name: t.delete, icon: DeleteIcon, isDangerous: true, onSelect: () => onDelete(message) }]
      : []),
  ]
  const hasActions = items.length > 0 && message.body !== null && editor === undefined
  return (
    <div
      className={startsGroup ? 'message-row message-row-first' : 'message-row'}
      onPointerEnter={() => setLookedAt(true)}
    >
      <RowMargin message={message} startsGroup={startsGroup} />
      <div className="message-row-content">
        <RowHead message={message} startsGroup={startsGroup} />
        {editor ?? <RowBody message={message} />}
      </div>
      {hasActions && (isLookedAt || isCurrent || isTouched()) && (
        <div className="message-row-actions">
          <Menu label={t.actions} kind="quiet" size="small" hidesWord items={items} />
        </div>
      )}
    </div>
  )
})

function RowMargin({ message, startsGroup }: Pick<MessageRowProps, 'message' | 'startsGroup'>) {
  return (
    <div className="message-row-margin" aria-hidden="true">
      {startsGroup ? (
        <Avatar id={message.author.id} name={message.author.name} />
      ) : (
        <time dateTime={message.postedAt}>{formatTime(message.postedAt)}</time>
      )}
    </div>
  )
}

function RowHead({ message, startsGroup }: Pick<MessageRowProps, 'message' | 'startsGroup'>) {
  const { author, postedAt } = message
  const head = (
    <>
      <span className="message-row-author">{author.name}</span>{' '}
      {author.organisation !== null && <span className="message-row-organisation">{author.organisation}</span>}{' '}
      <time dateTime={postedAt} title={formatDateTime(postedAt)}>
        {formatTime(postedAt)}
      </time>
    </>
  )
  return startsGroup ? <p className="message-row-head">{head}</p> : <VisuallyHidden>{head}</VisuallyHidden>
}

function RowBody({ message }: { message: Message }) {
  const t = useTexts(texts)
  if (message.body === null) {
    return (
      <p className="message-row-deleted">
        <DeleteIcon className="icon" aria-hidden />
        {t.deleted}
      </p>
    )
  }
  return (
    <>
      <MessageText source={message.body} />
      {message.editedAt !== null && (
        <span className="message-row-edited" title={t.editedAt(formatDateTime(message.editedAt))}>
          {t.edited}
        </span>
      )}
    </>
  )
}

function isTouched(): boolean {
  return matchMedia('(hover: none)').matches
}
