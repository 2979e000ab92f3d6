import { index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { users } from '../auth/index.ts'
import { organisations } from '../orgs/index.ts'

export const projects = pgTable('projects', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  /** The organisation it belongs to. Others take part through their people. */
  organisationId: uuid('organisation_id')
    .notNull()
    .references(() => organisations.id),
  /** Whom that one asked to take it over. */
  offeredTo: uuid('offered_to').references(() => organisations.id, { onDelete: 'set null' }),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

export const projectPeople = pgTable(
  'project_people',
  {
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role').$type<'lead' | 'member' | 'viewer' | 'external'>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.userId] }), index('project_people_user').on(table.userId)],
)
