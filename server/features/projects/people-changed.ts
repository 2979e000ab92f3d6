import type { Transaction } from '../../platform/db.ts'
import type { Deps } from '../../realtime/feature.ts'

/** Somebody came, went, or has another role. */
export interface ProjectPeopleChange {
  projectId: string
  joined?: readonly string[]
  left?: readonly string[]
  /** Still in it, with another role. */
  otherRole?: readonly string[]
  /** Those of them who were externals: open rooms are new to them. */
  noLongerExternal?: readonly string[]
  /** All people of this one went, and with them what was shared with it as a firm. */
  organisationLeft?: string
}

type Listener = (tx: Transaction, change: ProjectPeopleChange) => Promise<void>

const listeners = new WeakMap<Deps, Listener[]>()

/**
 * Lets a later feature take part in the transaction that changes a project's people, so that what depends on them
 * changes with the same commit.
 */
export function onProjectPeopleChanged(deps: Deps, listener: Listener): void {
  listeners.set(deps, [...(listeners.get(deps) ?? []), listener])
}

export async function projectPeopleChanged(deps: Deps, tx: Transaction, change: ProjectPeopleChange): Promise<void> {
  for (const listener of listeners.get(deps) ?? []) await listener(tx, change)
}
