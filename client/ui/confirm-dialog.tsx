import { useState, type ReactNode } from 'react'
import { useRefusalText } from '../i18n/refusals.ts'
import { useTexts } from '../i18n/texts.ts'
import { Banner } from './banner.tsx'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { texts } from './texts.ts'

export interface ConfirmDialogProps {
  title: string
  isOpen: boolean
  onClose: () => void
  /** The dialog waits for it, closes when it is done, and says what went wrong when it throws. */
  onConfirm: () => Promise<void> | void
  /** The word of what is about to happen, never "OK": `Löschen`. */
  confirm: string
  isDangerous?: boolean
  /** A sentence of its own for what `onConfirm` threw, where the general one would not help. */
  explain?: (failure: unknown) => string | undefined
  children: ReactNode
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({
  title,
  isOpen,
  onClose,
  onConfirm,
  confirm,
  isDangerous = false,
  explain,
  children,
}: ConfirmDialogProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [isPending, setPending] = useState(false)
  const [failure, setFailure] = useState<unknown>()

  function close() {
    setFailure(undefined)
    onClose()
  }

  async function act() {
    setPending(true)
    setFailure(undefined)
    try {
      await onConfirm()
      close()
    } catch (thrown) {
      setFailure(thrown)
    } finally {
      setPending(false)
    }
  }

  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={close}
      size="small"
      role="alertdialog"
      actions={
        <>
          <Button kind={isDangerous ? 'danger' : 'primary'} isPending={isPending} onPress={() => void act()}>
            {confirm}
          </Button>
          <Button onPress={close}>{t.cancel}</Button>
        </>
      }
    >
      {children}
      {failure !== undefined && <Banner kind="error">{explain?.(failure) ?? refusalText(failure)}</Banner>}
    </Dialog>
  )
}
