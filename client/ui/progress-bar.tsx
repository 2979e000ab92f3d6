import { Label } from 'react-aria-components/Label'
import { ProgressBar as AriaProgressBar } from 'react-aria-components/ProgressBar'
import './progress-bar.css'

interface ProgressBarProps {
  /** What is going on, in words. */
  label: string
  /** 0 to 1; without it the end is not known. */
  value?: number | undefined
}

/** How far something has come. */
export function ProgressBar({ label, value }: ProgressBarProps) {
  const isIndeterminate = value === undefined
  return (
    <AriaProgressBar
      className="progress-bar"
      value={(value ?? 0) * 100}
      isIndeterminate={isIndeterminate}
      style={{ '--progress': `${(value ?? 0) * 100}%` }}
    >
      {({ valueText }) => (
        <>
          <span className="progress-bar-words">
            <Label>{label}</Label>
            {!isIndeterminate && <span className="progress-bar-value">{valueText}</span>}
          </span>
          <span className={isIndeterminate ? 'progress-bar-track progress-bar-endless' : 'progress-bar-track'} />
        </>
      )}
    </AriaProgressBar>
  )
}
