import type { Holding } from '#protocol/orgs'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Deps } from '../../realtime/feature.ts'

/** Somebody's account is locked. */
export interface Deactivation {
  userId: string
  organisationId: string
}

/** Things that must always have somebody who answers for them, as the feature that has them knows them. */
export interface Holdings {
  kind: Holding['kind']
  /** Those for which this person alone answers among those who are active. Whoever asks in a transaction holds what keeps the answer true. */
  soleOf(db: Queries, userId: string): Promise<{ id: string; name: string }[]>
  /** Whom of these colleagues one could name without letting them see anything new. */
  alreadyIn(db: Queries, id: string, organisationId: string): Promise<{ id: string; name: string }[]>
  /** Locks what `soleOf` depends on. */
  lock(tx: Transaction, userId: string): Promise<void>
  /** `to` answers for it from now on. Who may be named has been asked before. */
  handOver(tx: Transaction, id: string, to: string): Promise<void>
}

type Listener = (tx: Transaction, change: Deactivation) => Promise<void>

const listeners = new WeakMap<Deps, Listener[]>()
const holdings = new WeakMap<Deps, Holdings[]>()

/** Lets a later feature end what it gave somebody (links, tokens, meetings) in the transaction that locks their account. */
export function onPersonDeactivated(deps: Deps, listener: Listener): void {
  listeners.set(deps, [...(listeners.get(deps) ?? []), listener])
}

export async function personDeactivated(deps: Deps, tx: Transaction, change: Deactivation): Promise<void> {
  for (const listener of listeners.get(deps) ?? []) await listener(tx, change)
}

/** Lets a later feature say what must be handed over before somebody's account is locked. */
export function keepHoldings(deps: Deps, kept: Holdings): void {
  holdings.set(deps, [...(holdings.get(deps) ?? []), kept])
}

export function allHoldings(deps: Deps): readonly Holdings[] {
  return holdings.get(deps) ?? []
}
