import { useTexts } from '../i18n/texts.ts'
import { texts } from './texts.ts'
import { VisuallyHidden } from './visually-hidden.tsx'
import './badge.css'

const MOST = 99

interface BadgeProps {
  /** Unread that concerns this person: mentions, answers, direct messages. Counted up to 99, then `99+`. */
  concernsMe: number
  /** Something else is unread. */
  hasChanges?: boolean
}

/** Two kinds of unread: a strong number for what concerns me, a quiet dot for what has changed. Nothing when all is read. */
export function Badge({ concernsMe, hasChanges = false }: BadgeProps) {
  const t = useTexts(texts)
  if (concernsMe > 0) {
    const isMany = concernsMe > MOST
    return (
      <span className="badge-number">
        <span aria-hidden="true">{isMany ? `${MOST}+` : concernsMe}</span>
        <VisuallyHidden>{isMany ? t.manyConcernMe : t.concernsMe(concernsMe)}</VisuallyHidden>
      </span>
    )
  }
  if (!hasChanges) return null
  return (
    <span className="badge-dot">
      <VisuallyHidden>{t.changed}</VisuallyHidden>
    </span>
  )
}
