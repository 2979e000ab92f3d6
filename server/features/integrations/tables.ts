import { bigint, boolean, date, index, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { Right } from '#wire/permissions'
import type { HookEvent } from '#protocol/integrations'
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

/** An address that posts into the room of its program. */
export const incomingHooks = pgTable('incoming_hooks', {
  programId: uuid('program_id')
    .primaryKey()
    .references(() => programs.userId, { onDelete: 'cascade' }),
  secretHash: text('secret_hash').notNull().unique(),
  lastUsedOn: date('last_used_on', { mode: 'string' }),
})

/** Tells another server what happens in the rooms its program sees. */
export const outgoingHooks = pgTable('outgoing_hooks', {
  programId: uuid('program_id')
    .primaryKey()
    .references(() => programs.userId, { onDelete: 'cascade' }),
  url: text('url').notNull(),
  /** Sealed: it signs, so it must be read again. */
  secret: text('secret').notNull(),
  events: text('events').$type<HookEvent>().array().notNull(),
  withText: boolean('with_text').notNull(),
  /** Failed attempts since the last that went well. */
  failures: integer('failures').notNull().default(0),
  failingSince: moment('failing_since'),
  nextAttemptAt: moment('next_attempt_at'),
  pausedAt: moment('paused_at'),
  pausedBecause: text('paused_because').$type<'failing' | 'gone'>(),
  /** A node sends for it until then; no other does. */
  leasedUntil: moment('leased_until'),
})

/** Up to which version of a room a hook has told; where it stands before the first row, the program's read mark says. */
export const hookCursors = pgTable(
  'hook_cursors',
  {
    programId: uuid('program_id')
      .notNull()
      .references(() => outgoingHooks.programId, { onDelete: 'cascade' }),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    version: bigint('version', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.programId, table.roomId] }), index('hook_cursors_room').on(table.roomId)],
)

/** What became of the last deliveries, without what was in them. */
export const hookDeliveries = pgTable(
  'hook_deliveries',
  {
    id: uuid('id').primaryKey(),
    programId: uuid('program_id')
      .notNull()
      .references(() => outgoingHooks.programId, { onDelete: 'cascade' }),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    event: text('event').$type<HookEvent>().notNull(),
    attempts: integer('attempts').notNull(),
    status: integer('status'),
    failure: text('failure').$type<Failure>(),
    at: moment('at').notNull(),
  },
  (table) => [
    index('hook_deliveries_program').on(table.programId, table.at),
    index('hook_deliveries_room').on(table.roomId),
    index('hook_deliveries_at').on(table.at),
  ],
)

/** Why a delivery had no answer. */
export type Failure = 'timeout' | 'unreachable' | 'insecure' | 'target'
