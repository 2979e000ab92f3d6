import { useLocation } from 'wouter'
import { useTexts } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import type { Call } from './call.ts'
import { useCalls } from './calls-context.tsx'
import { DeviceChoice } from './device-choice.tsx'
import { roomPath } from './paths.ts'
import { ShareDialog } from './share-dialog.tsx'
import { ShortcutList } from './shortcut-list.tsx'
import { texts } from './texts.ts'
import type { MeetingDialog } from './use-dialogs.ts'
import { useLeave } from './use-leave.ts'

interface MeetingDialogsProps {
  call: Call
  opened: MeetingDialog | null
  onOpen: (dialog: MeetingDialog) => void
  onClose: () => void
}

/** What asks or explains something for a moment, above the meeting. */
export function MeetingDialogs({ call, opened, onOpen, onClose }: MeetingDialogsProps) {
  const t = useTexts(texts)
  const calls = useCalls()
  const leave = useLeave()
  const [, navigate] = useLocation()

  async function endForAll() {
    await calls.endForAll()
    navigate(roomPath(call.roomId))
  }

  return (
    <>
      <ShareDialog call={call} isOpen={opened === 'share'} onClose={onClose} />
      <Dialog title={t.controls.devices} isOpen={opened === 'devices'} onClose={onClose}>
        <DeviceChoice media={call.media} />
      </Dialog>
      <Dialog title={t.shortcuts.title} isOpen={opened === 'shortcuts'} onClose={onClose} size="small">
        <ShortcutList />
      </Dialog>
      <LeaveDialog
        isOpen={opened === 'leave'}
        onClose={onClose}
        onLeave={leave}
        onEndForAll={() => onOpen('endForAll')}
      />
      <ConfirmDialog
        title={t.leave.forAllTitle}
        isOpen={opened === 'endForAll'}
        onClose={onClose}
        onConfirm={endForAll}
        confirm={t.leave.forAll}
        isDangerous
      >
        <p>{t.leave.forAllQuestion}</p>
      </ConfirmDialog>
    </>
  )
}

interface LeaveDialogProps {
  isOpen: boolean
  onClose: () => void
  onLeave: () => void
  onEndForAll: () => void
}

/** For whoever may end the meeting: only oneself, or for all. */
function LeaveDialog({ isOpen, onClose, onLeave, onEndForAll }: LeaveDialogProps) {
  const t = useTexts(texts).leave
  const actions = (
    <>
      <Button kind="primary" autoFocus onPress={onLeave}>
        {t.onlyMe}
      </Button>
      <Button onPress={onEndForAll}>{t.forAll}</Button>
    </>
  )
  return (
    <Dialog title={t.title} isOpen={isOpen} onClose={onClose} size="small" actions={actions}>
      <p>{t.question}</p>
    </Dialog>
  )
}
