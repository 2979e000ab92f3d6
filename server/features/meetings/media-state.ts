import type { MediaState } from '#protocol/meetings'
import type { Deps } from '../../realtime/feature.ts'

const states = new WeakMap<Deps, () => MediaState>()

export function knowMediaState(deps: Deps, state: () => MediaState): void {
  states.set(deps, state)
}

/** Whether meetings can be held on this node. */
export function readMediaState(deps: Deps): MediaState {
  return states.get(deps)?.() ?? { state: 'failed' }
}
