import { date, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { Right } from '#wire/permissions'
import { users } from '../auth/index.ts'
import { projects } from '../projects/index.ts'
import { rooms } from '../rooms/index.ts'

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

/** By what a program acts as somebody: as the person who made it, or as the program of a project. */
export const accessTokens = pgTable(
  'access_tokens',
  {
    id: uuid('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    secretHash: text('secret_hash').notNull().unique(),
    /** Rows of the table of permissions; those that tokens cannot have any more are ignored. */
    rights: text('rights').$type<Right>().array().notNull(),
    expiresAt: moment('expires_at').notNull(),
    /** To the day: that it is in use, not when somebody works. */
    lastUsedOn: date('last_used_on', { mode: 'string' }),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [index('access_tokens_user').on(table.userId)],
)

/** The programs of projects: each is an account that nobody signs in with, listed wherever it can read. */
export const programs = pgTable(
  'programs',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    /** The one room it was made in and for; null: made for the project. */
    roomId: uuid('room_id').references(() => rooms.id, { onDelete: 'cascade' }),
    /** token: calls the interface. incoming: posts what is sent to its address. outgoing: tells another server. */
    kind: text('kind').$type<'token' | 'incoming' | 'outgoing'>().notNull(),
    createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('programs_project').on(table.projectId),
    index('programs_room').on(table.roomId),
    index('programs_creator').on(table.createdBy),
  ],
)
