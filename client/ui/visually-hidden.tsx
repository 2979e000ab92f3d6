import type { ReactNode } from 'react'
import './visually-hidden.css'

/** Text that is spoken and found, but not seen. */
export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className="visually-hidden">{children}</span>
}
