import type { ReactNode } from 'react'
import './card.css'

/** A surface that holds together what belongs together. */
export function Card({ children }: { children: ReactNode }) {
  return <div className="card">{children}</div>
}
