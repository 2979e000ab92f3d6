import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { ButtonContent } from './button-content.tsx'
import type { Icon } from './icons.ts'
import { Tooltip } from './tooltip.tsx'
import './button.css'

/** `primary` is the one action of a place, `danger` takes something away; `plain` and `quiet` stay in the background. */
export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger'

export interface ButtonLook {
  kind?: ButtonKind | undefined
  icon?: Icon | undefined
  size?: 'normal' | 'small' | undefined
  /** As wide as its place. */
  isWide?: boolean | undefined
  /** For rows of many small actions: only the icon is seen, the word is spoken and shown as a tooltip. */
  hidesWord?: boolean | undefined
  children: string
}

export interface ButtonProps
  extends
    ButtonLook,
    Pick<
      AriaButtonProps,
      | 'onPress'
      | 'isPending'
      | 'isDisabled'
      | 'type'
      | 'autoFocus'
      | 'slot'
      | 'form'
      | 'aria-label'
      | 'aria-describedby'
      | 'aria-expanded'
      | 'aria-controls'
      | 'aria-pressed'
      | 'id'
    > {
  ref?: React.Ref<HTMLButtonElement>
}

/** A button with a word, an icon where it helps. While `isPending` it stays focusable and says that one has to wait. */
export function Button({ kind, icon, size, isWide, hidesWord, children, ...button }: ButtonProps) {
  const element = (
    <AriaButton {...button} className={buttonClass({ kind, size, isWide, hidesWord })}>
      <ButtonContent icon={icon} hidesWord={hidesWord} isPending={button.isPending}>
        {children}
      </ButtonContent>
    </AriaButton>
  )
  return hidesWord ? <Tooltip text={children}>{element}</Tooltip> : element
}

/** The classes of everything that looks like a button. */
export function buttonClass({
  kind = 'plain',
  size,
  isWide,
  hidesWord,
}: Omit<ButtonLook, 'children' | 'icon'>): string {
  return [
    'button',
    `button-${kind}`,
    size === 'small' && 'button-small',
    isWide && 'button-wide',
    hidesWord && 'button-square',
  ]
    .filter(Boolean)
    .join(' ')
}
