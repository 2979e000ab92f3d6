import type { Guest } from '#protocol/guests'
import { useTexts } from '../../i18n/texts.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { hostTexts } from './host-texts.ts'
import { putOut } from './use-guests.ts'

/** Whom somebody is about to refuse or to remove. */
export interface PuttingOut {
  guest: Guest
  isIn: boolean
}

interface PutOutDialogProps {
  meetingId: string
  about: PuttingOut | null
  onClose: () => void
}

export function PutOutDialog({ meetingId, about, onClose }: PutOutDialogProps) {
  const t = useTexts(hostTexts)
  if (!about) return null
  const { guest, isIn } = about
  return (
    <ConfirmDialog
      title={isIn ? t.removeTitle(guest.name) : t.refuseTitle(guest.name)}
      isOpen
      onClose={onClose}
      onConfirm={() => putOut(meetingId, guest.id)}
      confirm={isIn ? t.remove : t.refuse}
      isDangerous
    >
      <p>{isIn ? t.removeText : t.refuseText}</p>
    </ConfirmDialog>
  )
}
