import { index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { users } from '../auth/index.ts'

export type OrganisationKindName = 'municipality' | 'district' | 'agency' | 'company' | 'association'

export type PolicyName = 'forbidden' | 'allowed'

export const organisations = pgTable('organisations', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  kind: text('kind').$type<OrganisationKindName>().notNull(),
  /** Whether its people may let others see that they are there, and that they are writing. */
  presence: text('presence').$type<PolicyName>().notNull().default('forbidden'),
  typing: text('typing').$type<PolicyName>().notNull().default('forbidden'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

/** A person belongs to one organisation. */
export const organisationPeople = pgTable(
  'organisation_people',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    role: text('role').$type<'admin' | 'auditor' | 'member'>().notNull(),
  },
  (table) => [index('organisation_people_organisation').on(table.organisationId)],
)
