import { and, count, eq, isNull } from 'drizzle-orm'
import type { Transaction } from '../../platform/db.ts'
import { users } from '../auth/index.ts'
import { organisationPeople } from '../orgs/index.ts'

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
