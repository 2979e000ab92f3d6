import {
  ToggleButton as AriaToggleButton,
  type ToggleButtonProps as AriaToggleButtonProps,
} from 'react-aria-components/ToggleButton'
import { buttonClass, type ButtonLook } from './button.tsx'
import { ButtonContent } from './button-content.tsx'
import { Tooltip } from './tooltip.tsx'

export interface ToggleButtonProps
  extends ButtonLook, Pick<AriaToggleButtonProps, 'isSelected' | 'onChange' | 'isDisabled' | 'aria-label' | 'id'> {}

/** Something that is on or off. The word stays the same; the state is `aria-pressed`, ground and edge. */
export function ToggleButton({ kind, icon, size, isWide, hidesWord, children, ...button }: ToggleButtonProps) {
  const look = buttonClass({ kind, size, isWide, hidesWord })
  const element = (
    <AriaToggleButton {...button} className={({ isSelected }) => (isSelected ? `${look} button-selected` : look)}>
      <ButtonContent icon={icon} hidesWord={hidesWord}>
        {children}
      </ButtonContent>
    </AriaToggleButton>
  )
  return hidesWord ? <Tooltip text={children}>{element}</Tooltip> : element
}
