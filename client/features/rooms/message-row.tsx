import { memo, useState, type ReactNode } from 'react'
import type { Message } from '#protocol/rooms'
import { formatDateTime, formatTime } from '../../i18n/format.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { DeleteIcon, ProgramIcon } from '../../ui/icons.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { isTouched, MessageActions, type MessageRights } from './message-actions.tsx'
import { MessageReactions } from './message-reactions.tsx'
import { MessageText } from './message-text.tsx'
import { texts } from './texts.ts'
import { useReactions } from './use-reactions.ts'
import './message-row.css'

interface MessageRowProps extends MessageRights {
  message: Message
  /** Who looks at it. */
  userId: string
  /** Not right after another one of the same author: name, organisation and time are shown. */
  startsGroup: boolean
  /** One's own reaction may be taken back. */
  mayWithdraw: boolean
  /** The row the Tab key reaches: from here it goes on to the actions. */
  isCurrent: boolean
  /** In place of the text: its editor. */
  editor?: ReactNode
  onEdit: (message: Message) => void
  onDelete: (message: Message) => void
}

/** One message. Its actions appear when it is looked at: by pointer, by focus, and always where one touches. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, userId, startsGroup, mayReact, mayWithdraw, isCurrent, editor } = props
  const { shown, react } = useReactions(message, userId)
  const [isLookedAt, setLookedAt] = useState(false)
  const mayDoSomething = mayReact || props.mayEdit || props.mayDelete
  const hasActions = mayDoSomething && message.body !== null && editor === undefined
  return (
    <div
      className={startsGroup ? 'message-row message-row-first' : 'message-row'}
      onPointerEnter={() => setLookedAt(true)}
    >
      <RowMargin message={message} startsGroup={startsGroup} />
      <div className="message-row-content">
        <RowHead message={message} startsGroup={startsGroup} />
        {editor ?? <RowBody message={message} />}
        {shown.length > 0 && (
          <MessageReactions
            reactions={shown}
            userId={userId}
            mayPress={({ isMine }) => mayReact || (isMine && mayWithdraw)}
            isCurrent={isCurrent}
            onReact={react}
          />
        )}
      </div>
      {hasActions && (isLookedAt || isCurrent || isTouched()) && (
        <div className="message-row-actions">
          <MessageActions {...props} reactions={shown} onReact={react} />
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
  const t = useTexts(texts)
  const { author, postedAt } = message
  const head = (
    <>
      <span className="message-row-author">{author.name}</span>{' '}
      {author.program && (
        <span className="message-row-program">
          <ProgramIcon className="icon" aria-hidden />
          {t.program}
        </span>
      )}{' '}
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
