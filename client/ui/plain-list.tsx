import { Children, type ReactNode } from 'react'
import './plain-list.css'

/** A list without marks, its entries separated by quiet lines. */
export function PlainList({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <ul className="plain-list" role="list" aria-label={label}>
      {Children.map(children, (entry) => (
        <li>{entry}</li>
      ))}
    </ul>
  )
}
