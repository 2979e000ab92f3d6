import type { ReactNode } from 'react'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover as AriaPopover } from 'react-aria-components/Popover'
import { Button, type ButtonLook } from './button.tsx'
import './floating.css'

interface PopoverProps extends Omit<ButtonLook, 'children'> {
  /** The word on the button, which also names what opens. */
  label: string
  children: ReactNode
}

/** A button that opens a small panel beside it. */
export function Popover({ label, children, ...look }: PopoverProps) {
  return (
    <DialogTrigger>
      <Button {...look}>{label}</Button>
      <AriaPopover className="floating" offset={4}>
        <Dialog className="floating-panel" aria-label={label}>
          {children}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  )
}
