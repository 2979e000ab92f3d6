import { useTexts } from '../../i18n/texts.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { MOST_UNREAD } from './model.ts'
import { texts } from './texts.ts'
import './unread-badge.css'

/** How much is unread, quietly: a dot and a small number. Nothing when all is read. */
export function UnreadBadge({ count }: { count: number }) {
  const t = useTexts(texts)
  if (count === 0) return null
  const isMany = count >= MOST_UNREAD
  return (
    <span className="unread-badge">
      <span className="unread-badge-dot" aria-hidden="true" />
      <span aria-hidden="true">{isMany ? `${MOST_UNREAD - 1}+` : count}</span>
      <VisuallyHidden>{isMany ? t.manyUnread : t.unread(count)}</VisuallyHidden>
    </span>
  )
}
