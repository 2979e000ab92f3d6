import type { Icon } from './icons.ts'
import './status-line.css'

interface StatusLineProps {
  kind: 'good' | 'waiting' | 'bad'
  icon: Icon
  children: string
}

/** A state that is always visible, small and quiet while all is well: the connection. Changes are spoken politely. */
export function StatusLine({ kind, icon: Shape, children }: StatusLineProps) {
  return (
    <p className={`status-line status-line-${kind}`} role="status">
      <Shape className="icon" aria-hidden />
      <span>{children}</span>
    </p>
  )
}
