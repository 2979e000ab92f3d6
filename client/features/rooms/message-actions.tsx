import type { Message } from '#protocol/rooms'
import { useTexts } from '../../i18n/texts.ts'
import { announce } from '../../ui/announcer.tsx'
import { DeleteIcon, EditIcon, ReactIcon, type Icon } from '../../ui/icons.ts'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { COMMON_REACTIONS, useReactionWord } from './reaction-words.ts'
import type { ShownReaction } from './reactions.ts'
import { texts } from './texts.ts'

export interface MessageRights {
  mayReact: boolean
  mayEdit: boolean
  mayDelete: boolean
}

interface MessageActionsProps extends MessageRights {
  message: Message
  reactions: readonly ShownReaction[]
  onReact: (emoji: string, on: boolean) => void
  onEdit: (message: Message) => void
  onDelete: (message: Message) => void
}

const LOOK = { kind: 'quiet', size: 'small', hidesWord: true } as const

/** What can be done with a message. Where one touches there is room for one button. */
export function MessageActions(props: MessageActionsProps) {
  const t = useTexts(texts)
  const reactions = useReactionEntries(props)
  const changes = useChangeEntries(props)
  if (isTouched() && changes.length > 0) return <Menu {...LOOK} label={t.actions} items={[...reactions, ...changes]} />
  return (
    <>
      {reactions.length > 0 && <Menu {...LOOK} icon={ReactIcon} label={t.react} items={reactions} />}
      {changes.length > 0 && <Menu {...LOOK} label={t.actions} items={changes} />}
    </>
  )
}

function useReactionEntries({ mayReact, reactions, onReact }: MessageActionsProps): MenuEntry[] {
  const t = useTexts(texts)
  const wordOf = useReactionWord()
  if (!mayReact) return []
  const mine = new Set(reactions.filter(({ isMine }) => isMine).map(({ emoji }) => emoji))
  return COMMON_REACTIONS.map(({ emoji }) => {
    const word = wordOf(emoji)
    const isMine = mine.has(emoji)
    const name = isMine ? t.withdraw(word) : word
    const onSelect = () => {
      announce(isMine ? t.withdrawn(word) : t.reacted(word))
      onReact(emoji, !isMine)
    }
    return { id: emoji, name, icon: SIGNS[emoji], onSelect }
  })
}

function useChangeEntries({ message, mayEdit, mayDelete, onEdit, onDelete }: MessageActionsProps): MenuEntry[] {
  const t = useTexts(texts)
  const edit = { id: 'edit', name: t.edit, icon: EditIcon, onSelect: () => onEdit(message) }
  const remove = {
    id: 'delete',
    name: t.delete,
    icon: DeleteIcon,
    isDangerous: true,
    onSelect: () => onDelete(message),
  }
  return [...(mayEdit ? [edit] : []), ...(mayDelete ? [remove] : [])]
}

const SIGNS = Object.fromEntries(COMMON_REACTIONS.map(({ emoji }) => [emoji, signOf(emoji)]))

/** An emoji in the place of an icon. */
function signOf(emoji: string): Icon {
  return ({ className, ...rest }) => (
    <span {...rest} className={`${className ?? ''} message-actions-sign`}>
      {emoji}
    </span>
  )
}

/** Where there is no pointer to hover with, actions are always there. */
export function isTouched(): boolean {
  return matchMedia('(hover: none)').matches
}
