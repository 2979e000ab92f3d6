import { Checkbox as AriaCheckbox, type CheckboxProps as AriaCheckboxProps } from 'react-aria-components/Checkbox'
import { CheckIcon } from './icons.ts'
import './check.css'

interface CheckboxProps extends Pick<
  AriaCheckboxProps,
  'isSelected' | 'defaultSelected' | 'onChange' | 'isDisabled' | 'isRequired' | 'name' | 'value'
> {
  children: string
  description?: string
}

/** Takes part or not, agreed or not; takes effect when the form is sent. For what acts at once there is `Switch`. */
export function Checkbox({ children, description, ...box }: CheckboxProps) {
  return (
    <AriaCheckbox {...box} className="check">
      <span className="check-mark">
        <CheckIcon className="check-tick" aria-hidden />
      </span>
      <span className="check-words">
        {children}
        {description !== undefined && <span className="check-description">{description}</span>}
      </span>
    </AriaCheckbox>
  )
}
