import type { RenewWelcomeLink } from '#protocol/orgs'
import type { OutputOf } from '#wire/command'
import { useTexts } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { WelcomeLink } from './welcome-link.tsx'
import { texts } from './page-texts.ts'

interface LinkDialogProps {
  name: string
  /** The dialog is open while there is one. */
  link: OutputOf<typeof RenewWelcomeLink> | undefined
  onClose: () => void
}

/** A new personal link, to be taken along now. */
export function LinkDialog({ name, link, onClose }: LinkDialogProps) {
  const t = useTexts(texts)
  return (
    <Dialog
      title={t.linkFor(name)}
      isOpen={link !== undefined}
      onClose={onClose}
      actions={
        <Button kind="primary" onPress={onClose}>
          {t.done}
        </Button>
      }
    >
      {link !== undefined && <WelcomeLink name={name} {...link} />}
    </Dialog>
  )
}
