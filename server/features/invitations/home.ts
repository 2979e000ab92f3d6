import type { Queries } from '../../platform/db.ts'
import { organisationOfDomain, organisations } from '../orgs/index.ts'
import { eq } from 'drizzle-orm'
import { domainOf } from './address.ts'
import type { invitations } from './tables.ts'

type InvitationRow = typeof invitations.$inferSelect

/** Where somebody new belongs. */
export type Home =
  /** They become one of its people. */
  | { kind: 'organisation'; id: string; name: string }
  /** Their address is in its domain, and it makes its accounts itself. */
  | { kind: 'organisationDecides'; id: string; name: string }
  /** Nobody here answers for the address: an external without organisation. */
  | { kind: 'none' }

/**
 * The rule (IN4): the organisation that owns the mail domain comes first. It has people come in by themselves, or one of its
 * administrators has admitted this one; an administrator of another organisation takes in only addresses nobody owns. A link
 * that went through the inviter's hands proves no address, so that it opens no organisation by domain.
 */
export async function homeOf(
  db: Queries,
  { email, organisationId, delivery }: Pick<InvitationRow, 'email' | 'organisationId' | 'delivery'>,
): Promise<Home> {
  const owner = await organisationOfDomain(db, domainOf(email))
  if (owner) {
    const { id, name, joinAllowed } = owner
    const isOpen = organisationId === id || (joinAllowed && delivery !== 'byHand')
    return { kind: isOpen ? 'organisation' : 'organisationDecides', id, name }
  }
  if (organisationId === null) return { kind: 'none' }
  const [taking] = await db
    .select({ id: organisations.id, name: organisations.name })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
  return taking ? { kind: 'organisation', ...taking } : { kind: 'none' }
}

/** Whether people of an organisation may sign in with a password; some come in by its own provider only. */
export async function takesPasswords(db: Queries, organisationId: string): Promise<boolean> {
  const [rules] = await db
    .select({ localSignIn: organisations.localSignIn })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
  return rules?.localSignIn !== 'forbidden'
}
