import type { Deps } from '../../realtime/feature.ts'

type Listener = (meetingId: string) => void

const listeners = new WeakMap<Deps, Listener[]>()

/** Lets a later feature end what it has for a meeting. Called on the node that ends it only, after the database knows. */
export function onMeetingEnded(deps: Deps, listener: Listener): void {
  listeners.set(deps, [...(listeners.get(deps) ?? []), listener])
}

export function meetingEnded(deps: Deps, meetingId: string): void {
  for (const listener of listeners.get(deps) ?? []) listener(meetingId)
}
