import { and, count, eq, isNull, sql } from 'drizzle-orm'
import type { Queries, Transaction } from '../../platform/db.ts'
import { users } from '../auth/index.ts'
import { organisationPeople, organisations } from '../orgs/index.ts'

export async function lockOrganisation(tx: Transaction, id: string): Promise<void> {
  await tx.execute(sql`select 1 from ${organisations} where ${organisations.id} = ${id} for update`)
}

export async function organisationName(db: Queries, id: string): Promise<string | undefined> {
  const [found] = await db.select({ name: organisations.name }).from(organisations).where(eq(organisations.id, id))
  return found?.name
}

export async function countAdmins(tx: Transaction, organisationId: string): Promise<number> {
  const [row] = await tx
    .select({ admins: count() })
    .from(organisationPeople)
    .innerJoin(users, eq(users.id, organisationPeople.userId))
    .where(
      and(
        eq(organisationPeople.organisationId, organisationId),
        eq(organisationPeople.role, 'admin'),
        isNull(users.deactivatedAt),
      ),
    )
  return row?.admins ?? 0
}

/** Nobody's, as long as no organisation has confirmed domains. */
export async function organisationOfDomain(
  _db: Queries,
  _domain: string,
): Promise<{ id: string; name: string } | undefined> {
  return undefined
}
