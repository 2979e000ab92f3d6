import { useTexts } from '../../i18n/texts.ts'
import { Chip } from '../../ui/chip.tsx'
import { useReactionSentence } from './reaction-words.ts'
import type { ShownReaction } from './reactions.ts'
import { texts } from './texts.ts'
import './message-reactions.css'

interface MessageReactionsProps {
  reactions: readonly ShownReaction[]
  userId: string
  /** Whether this one may be pressed. */
  mayPress: (reaction: ShownReaction) => boolean
  /** Tab goes through them only in the row that it has reached. */
  isCurrent: boolean
  onReact: (emoji: string, on: boolean) => void
}

/** The row of reactions below a message: each with its number, and who it was in words. Pressing joins in or withdraws. */
export function MessageReactions({ reactions, userId, mayPress, isCurrent, onReact }: MessageReactionsProps) {
  const t = useTexts(texts)
  const sentenceOf = useReactionSentence(userId)
  return (
    <div className="message-reactions" role="group" aria-label={t.reactions}>
      {reactions.map((reaction) => (
        <Chip
          key={reaction.emoji}
          sign={reaction.emoji}
          count={reaction.people.length}
          label={sentenceOf(reaction.emoji, reaction.people)}
          isSelected={reaction.isMine}
          isUnderWay={reaction.isUnderWay}
          excludeFromTabOrder={!isCurrent}
          onChange={mayPress(reaction) ? (on) => onReact(reaction.emoji, on) : undefined}
        />
      ))}
    </div>
  )
}
