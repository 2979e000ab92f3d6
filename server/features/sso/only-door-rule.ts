import { eq } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import type { Queries, Transaction } from '../../platform/db.ts'
import { organisations } from '../orgs/index.ts'

/** Whether an organisation's people may sign in with a password of their own. */
export async function isPasswordAllowed(db: Queries, organisationId: string): Promise<boolean> {
  const [found] = await db
    .select({ local: organisations.localSignIn })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
  return found?.local !== 'forbidden'
}

/** Nobody takes away the only door: first the other one is opened. */
export async function keepOnlyDoor(tx: Transaction, organisationId: string): Promise<void> {
  if (!(await isPasswordAllowed(tx, organisationId))) throw new Refusal('conflict', 'the provider is the only door')
}
