import type { Deps } from '../../realtime/feature.ts'

/** After the commit: these people do not see the room any more. */
export interface AccessLost {
  roomId: string
  userIds: readonly string[]
}

type Listener = (lost: AccessLost) => void

const listeners = new WeakMap<Deps, Listener[]>()

/** Lets a later feature drop what it holds for people who may not be in a room any more. Called on the node of the change only. */
export function onRoomAccessLost(deps: Deps, listener: Listener): void {
  listeners.set(deps, [...(listeners.get(deps) ?? []), listener])
}

export function accessLost(deps: Deps, lost: AccessLost): void {
  for (const listener of listeners.get(deps) ?? []) listener(lost)
}
