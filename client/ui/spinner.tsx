import { ProgressBar } from 'react-aria-components/ProgressBar'
import './button.css'
import './spinner.css'

/** Something is on its way and nobody knows how long it takes; says what. */
export function Spinner({ label, isCentred = false }: { label: string; isCentred?: boolean }) {
  return (
    <div className={isCentred ? 'spinner spinner-centred' : 'spinner'} role="status">
      <ProgressBar isIndeterminate aria-label={label} className="button-progress" />
      <span aria-hidden="true">{label}</span>
    </div>
  )
}
