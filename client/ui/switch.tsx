import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from 'react-aria-components/Switch'
import './check.css'
import './switch.css'

interface SwitchProps extends Pick<
  AriaSwitchProps,
  'isSelected' | 'defaultSelected' | 'onChange' | 'isDisabled' | 'name'
> {
  children: string
  description?: string
}

/** Something that goes on or off at once. */
export function Switch({ children, description, ...toggle }: SwitchProps) {
  return (
    <AriaSwitch {...toggle} className="check">
      <span className="switch-track" />
      <span className="check-words">
        {children}
        {description !== undefined && <span className="check-description">{description}</span>}
      </span>
    </AriaSwitch>
  )
}
