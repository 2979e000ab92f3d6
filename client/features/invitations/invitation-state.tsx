import type { Invitation } from '#protocol/invitations'
import { useTexts } from '../../i18n/texts.ts'
import { CheckIcon, ClockIcon, LinkIcon, WaitingIcon, WarningIcon, type Icon } from '../../ui/icons.ts'
import { texts } from './texts.ts'
import './invitations.css'

const ICONS: Readonly<Record<Invitation['delivery'], Icon>> = {
  waiting: ClockIcon,
  sent: CheckIcon,
  failed: WarningIcon,
  byHand: LinkIcon,
}

export function InvitationState({ invitation: { delivery, stands } }: { invitation: Invitation }) {
  const t = useTexts(texts)
  const Shape = stands ? ICONS[delivery] : WaitingIcon
  return (
    <span className="invitation-state" data-state={stands ? delivery : 'resting'}>
      <Shape className="icon" aria-hidden />
      {stands ? t.delivery[delivery] : t.resting}
    </span>
  )
}
