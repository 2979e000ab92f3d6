import { useEffect, useState, type ReactNode } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { texts } from './texts.ts'

export interface ShownOnce {
  title: string
  content: ReactNode
}

interface ShownOnceDialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  /** Asks for what is needed; hands over what is then shown once. */
  children: (show: (shown: ShownOnce) => void) => ReactNode
}

/** A form first, then what comes of it and is shown once. A press beside it does not lose that. */
export function ShownOnceDialog({ title, isOpen, onClose, children }: ShownOnceDialogProps) {
  const t = useTexts(texts)
  const [shown, setShown] = useState<ShownOnce>()

  return (
    <Dialog
      title={shown?.title ?? title}
      isOpen={isOpen}
      onClose={onClose}
      role={shown ? 'alertdialog' : 'dialog'}
      actions={
        shown && (
          <Button kind="primary" onPress={onClose}>
            {t.done}
          </Button>
        )
      }
    >
      {shown ? shown.content : children(setShown)}
      <WhenGone forget={() => setShown(undefined)} />
    </Dialog>
  )
}

/** What was shown stays until the dialog has faded, and is kept no longer. */
function WhenGone({ forget }: { forget: () => void }) {
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- only when it goes, not whenever it is drawn
  useEffect(() => forget, [])
  return null
}
