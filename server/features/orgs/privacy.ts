import { eq } from 'drizzle-orm'
import type { Privacy } from '../../platform/privacy.ts'
import { organisationPeople, organisations } from './tables.ts'

export const privacy: Privacy = {
  tables: {
    organisation_people: {
      columns: { user_id: 'who', organisation_id: 'the body they belong to', role: 'whether they administrate it' },
      kept: 'As long as the account exists; goes with it.',
    },
  },
  async exportFor(db, userId) {
    const rows = await db
      .select({ organisation: organisations.name, role: organisationPeople.role })
      .from(organisationPeople)
      .innerJoin(organisations, eq(organisations.id, organisationPeople.organisationId))
      .where(eq(organisationPeople.userId, userId))
    return { organisation_people: rows }
  },
}
