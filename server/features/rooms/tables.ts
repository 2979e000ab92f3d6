import { sql } from 'drizzle-orm'
import { bigint, index, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { users } from '../auth/index.ts'
import { organisations } from '../orgs/index.ts'
import { projects } from '../projects/index.ts'

const version = (name: string) => bigint(name, { mode: 'number' })
const moment = (name: string) => timestamp(name, { withTimezone: true })

export const rooms = pgTable(
  'rooms',
  {
    id: uuid('id').primaryKey(),
    projectId: uuid('project_id')
      .notNull()
      .references(() => projects.id),
    name: text('name').notNull(),
    visibility: text('visibility').$type<'open' | 'closed'>().notNull(),
    /** Manages the room beside the project's leads. */
    createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
    archivedAt: moment('archived_at'),
    /** The room's version of the last change of this row. */
    version: version('version').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [index('rooms_project').on(table.projectId)],
)

/** The room's counter, narrow because every change updates it. Whoever changes a room locks its row here first. */
export const roomVersions = pgTable('room_versions', {
  roomId: uuid('room_id')
    .primaryKey()
    .references(() => rooms.id, { onDelete: 'cascade' }),
  version: version('version').notNull(),
  /** The version of the last change of who may read the room. */
  membership: version('membership').notNull(),
})

/** The list of a closed room; of an open one those externals with whom it was shared. */
export const roomPeople = pgTable(
  'room_people',
  {
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.roomId, table.userId] }), index('room_people_user').on(table.userId)],
)

/** The firms with whom a room was shared: all their externals in the project see it. */
export const roomOrganisations = pgTable(
  'room_organisations',
  {
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.roomId, table.organisationId] }),
    index('room_organisations_organisation').on(table.organisationId),
  ],
)

/** How far somebody has read. Moves forward only. */
export const roomReads = pgTable(
  'room_reads',
  {
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    readSeq: version('read_seq').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.roomId] })],
)

export const messages = pgTable(
  'messages',
  {
    id: uuid('id').primaryKey(),
    roomId: uuid('room_id')
      .notNull()
      .references(() => rooms.id, { onDelete: 'cascade' }),
    authorId: uuid('author_id')
      .notNull()
      .references(() => users.id),
    clientId: uuid('client_id').notNull(),
    seq: version('seq').notNull(),
    version: version('version').notNull(),
    /** Null: deleted. Nothing else of the content is kept anywhere. */
    body: text('body'),
    postedAt: moment('posted_at').notNull(),
    editedAt: moment('edited_at'),
  },
  (table) => [
    uniqueIndex('messages_client_id').on(table.authorId, table.clientId),
    uniqueIndex('messages_seq').on(table.roomId, table.seq),
    index('messages_version').on(table.roomId, table.version),
    index('messages_unread')
      .on(table.roomId, table.seq, table.authorId)
      .where(sql`${table.body} is not null`),
  ],
)

/** Who reacted to which message with what. */
export const messageReactions = pgTable(
  'message_reactions',
  {
    messageId: uuid('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    emoji: text('emoji').notNull(),
    /** The room's version at which somebody reacted first with this emoji: its place among the message's emoji. */
    place: version('place').notNull(),
    /** The room's version of this reaction: the person's place among those with the same emoji. */
    version: version('version').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.messageId, table.userId, table.emoji] }),
    index('message_reactions_user').on(table.userId),
  ],
)
