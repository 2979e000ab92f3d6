import { useSyncExternalStore } from 'react'
import './visually-hidden.css'

interface Announcement {
  text: string
  number: number
}

const listeners = new Set<() => void>()
let latest: Announcement = { text: '', number: 0 }

/** Says something to screen readers when they have finished what they are saying. The same text twice is said twice. */
export function announce(text: string): void {
  latest = { text, number: latest.number + 1 }
  for (const listener of listeners) listener()
}

/**
 * The one polite live region of the product, outside of every list. Two elements take turns, so that a text that is the
 * same as the one before is a change. React Aria keeps `data-live-announcer` audible while a dialog is open.
 */
export function Announcer() {
  const { text, number } = useSyncExternalStore(subscribe, () => latest)
  return (
    <div className="visually-hidden" data-live-announcer="true">
      <div aria-live="polite">{number % 2 === 0 ? text : ''}</div>
      <div aria-live="polite">{number % 2 === 1 ? text : ''}</div>
    </div>
  )
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
