import { index, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import { users } from '../auth/index.ts'
import { organisations } from '../orgs/index.ts'
import { projects } from '../projects/index.ts'
import { rooms } from '../rooms/index.ts'

const moment = (name: string) => timestamp(name, { withTimezone: true })

/** Open invitations only: whatever ends one takes its row away. */
export const invitations = pgTable(
  'invitations',
  {
    id: uuid('id').primaryKey(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    roomId: uuid('room_id').references(() => rooms.id, { onDelete: 'cascade' }),
    role: text('role').$type<'lead' | 'member' | 'viewer' | 'external'>().notNull(),
    /** As `normaliseAddress` writes it. */
    email: text('email').notNull(),
    name: text('name'),
    invitedBy: uuid('invited_by')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** One of its administrators decided that the invited become its people. */
    organisationId: uuid('organisation_id').references(() => organisations.id, { onDelete: 'cascade' }),
    /** Null until the mail is on its way. */
    tokenHash: text('token_hash').unique(),
    delivery: text('delivery').$type<'waiting' | 'sent' | 'failed' | 'byHand'>().notNull(),
    /** Moves when it is sent again. */
    invitedAt: moment('invited_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [
    unique('invitations_once').on(table.projectId, table.roomId, table.email).nullsNotDistinct(),
    index('invitations_email').on(table.email),
    index('invitations_expiry').on(table.expiresAt),
    index('invitations_organisation').on(table.organisationId),
  ],
)

/** Links by which somebody proves an address in a domain whose organisation lets its people make their accounts themselves. */
export const joinLinks = pgTable(
  'join_links',
  {
    id: uuid('id').primaryKey(),
    email: text('email').notNull().unique(),
    language: text('language').$type<'de' | 'en'>().notNull(),
    /** Null until the mail is on its way. */
    tokenHash: text('token_hash').unique(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('join_links_expiry').on(table.expiresAt)],
)
