import { useTexts } from '../../i18n/texts.ts'
import { GuestIcon } from '../../ui/icons.ts'
import { texts } from './texts.ts'
import './guest-badge.css'

interface GuestBadgeProps {
  /** Where there is hardly room for the name: the word is spoken only. */
  isSmall?: boolean
}

/** Who came by link, without an account: wherever they are named, icon and word. */
export function GuestBadge({ isSmall = false }: GuestBadgeProps) {
  const t = useTexts(texts)
  return (
    <span className="guest-badge">
      <GuestIcon className="icon" aria-hidden />
      <span className={isSmall ? 'visually-hidden' : undefined}>{t.guest}</span>
    </span>
  )
}
