import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useTexts } from '../i18n/texts.ts'
import { Button } from './button.tsx'
import { CloseIcon } from './icons.ts'
import { texts } from './texts.ts'
import './dialog.css'

export interface DialogProps {
  title: string
  isOpen: boolean
  /** Escape, the close button, and a press beside it. */
  onClose: () => void
  /** Buttons at the foot, the main one first, as in a form. */
  actions?: ReactNode
  size?: 'small' | 'normal' | 'large'
  /** A decision that must be taken: a press beside it does not close it. */
  role?: 'dialog' | 'alertdialog'
  children: ReactNode
}

/** A task that comes before everything else for a moment. Keeps the focus inside and gives it back. */
export function Dialog({ title, isOpen, onClose, actions, size = 'normal', role = 'dialog', children }: DialogProps) {
  const t = useTexts(texts)
  return (
    <ModalOverlay
      className="dialog-scrim"
      isOpen={isOpen}
      isDismissable={role === 'dialog'}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Modal className={`dialog dialog-${size}`}>
        <AriaDialog className="dialog-content" role={role}>
          <header className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <Button kind="quiet" icon={CloseIcon} hidesWord onPress={onClose}>
              {t.close}
            </Button>
          </header>
          <div className="dialog-body">{children}</div>
          {actions !== undefined && <footer className="dialog-actions">{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
