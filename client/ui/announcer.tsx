import { useSyncExternalStore } from 'react'
import './visually-hidden.css'

interface Announcement {
  text: string
  number: number
}

/** Long enough to be read out; then it is forgotten, like whatever it told of may have been. */
const FORGOTTEN_AFTER_MS = 7_000

const listeners = new Set<() => void>()
let latest: Announcement = { text: '', number: 0 }
let forgetting: ReturnType<typeof setTimeout> | undefined

/** Says something to screen readers when they have finished what they are saying. The same text twice is said twice. */
export function announce(text: string): void {
  clearTimeout(forgetting)
  forgetting = setTimeout(() => tell({ ...latest, text: '' }), FORGOTTEN_AFTER_MS)
  tell({ text, number: latest.number + 1 })
}

function tell(announcement: Announcement): void {
  latest = announcement
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
