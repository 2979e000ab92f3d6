import type { Icon } from '../../ui/icons.ts'
import { Button } from '../../ui/button.tsx'
import { ToggleButton } from '../../ui/toggle-button.tsx'
import './control-button.css'

interface ControlButtonProps {
  icon: Icon
  children: string
  /** The state as a word; screen readers have it from `aria-pressed`. */
  state?: string
  isSelected?: boolean
  onChange?: () => void
  onPress?: () => void
  kind?: 'plain' | 'danger'
  /** Off in a way one should notice: nobody hears or sees this person. */
  isWarning?: boolean
}

/** A large button of the meeting: icon above word. */
export function ControlButton({
  icon,
  children,
  state,
  isSelected,
  onChange,
  onPress,
  kind = 'plain',
  isWarning = false,
}: ControlButtonProps) {
  const classes = ['control-button', state && 'control-button-with-state', isWarning && 'control-button-warning']
  return (
    <div className={classes.filter(Boolean).join(' ')}>
      {onChange ? (
        <ToggleButton icon={icon} isSelected={isSelected ?? false} onChange={onChange}>
          {children}
        </ToggleButton>
      ) : (
        <Button kind={kind} icon={icon} {...(onPress && { onPress })}>
          {children}
        </Button>
      )}
      {state !== undefined && (
        <span className="control-button-state" aria-hidden="true">
          {state}
        </span>
      )}
    </div>
  )
}
