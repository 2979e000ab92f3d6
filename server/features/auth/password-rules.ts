import type { Queries } from '../../platform/db.ts'
import type { Deps } from '../../realtime/feature.ts'

/** Whether somebody comes in some other way only, e.g. with the account of their town. */
type Rule = (db: Queries, userId: string) => Promise<boolean>

const rules = new WeakMap<Deps, Rule[]>()

/** Lets a later feature say whose password does not count. */
export function refusePasswords(deps: Deps, rule: Rule): void {
  rules.set(deps, [...(rules.get(deps) ?? []), rule])
}

/** Whether a password opens this person's account, as far as other features have a say in it. */
export async function mayUsePassword(deps: Deps, db: Queries, userId: string): Promise<boolean> {
  for (const isRefused of rules.get(deps) ?? []) if (await isRefused(db, userId)) return false
  return true
}
