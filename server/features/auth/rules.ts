import type { Queries } from '../../platform/db.ts'
import type { Deps } from '../../realtime/feature.ts'

/** What holds for the sign-in of one person. */
export interface SignInRules {
  /** Whether they need a second factor. */
  readonly secondFactor: 'optional' | 'required'
  /** Whether they may sign in here, with password or passkey; otherwise only at their organisation's provider. */
  readonly localSignIn: 'allowed' | 'forbidden'
}

export type ReadRules = (db: Queries, userId: string) => Promise<SignInRules>

const known = new WeakMap<Deps, ReadRules>()

/** The later feature that knows the organisations gives the rules of each person; exactly one does. */
export function provideSignInRules(deps: Deps, read: ReadRules): void {
  known.set(deps, read)
}

/** Whether a password opens this person's account. */
export async function mayUsePassword(deps: Deps, db: Queries, userId: string): Promise<boolean> {
  return (await readRules(deps, db, userId)).localSignIn === 'allowed'
}

export async function readRules(deps: Deps, db: Queries, userId: string): Promise<SignInRules> {
  const read = known.get(deps)
  // Without rules everybody would get in with a password.
  if (!read) throw new Error('nobody gives the rules of the sign-in')
  return read(db, userId)
}
