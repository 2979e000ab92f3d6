import { index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { users } from '../auth/index.ts'
import { meetings } from '../meetings/index.ts'

const moment = (name: string) => timestamp(name, { withTimezone: true })

const ofMeeting = () =>
  uuid('meeting_id')
    .notNull()
    .references(() => meetings.id, { onDelete: 'cascade' })

/** Links into one running meeting. A revoked one is deleted. */
export const guestLinks = pgTable(
  'guest_links',
  {
    id: uuid('id').primaryKey(),
    meetingId: ofMeeting(),
    tokenHash: text('token_hash').notNull().unique(),
    /** Leads in only as long as this person may let guests in. */
    createdBy: uuid('created_by')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('guest_links_meeting').on(table.meetingId), index('guest_links_expiry').on(table.expiresAt)],
)

/** Somebody without an account, for the time of one meeting. */
export const guests = pgTable(
  'guests',
  {
    id: uuid('id').primaryKey(),
    meetingId: ofMeeting(),
    /** By which they came. Null: revoked since. */
    linkId: uuid('link_id').references(() => guestLinks.id, { onDelete: 'set null' }),
    name: text('name').notNull(),
    state: text('state').$type<'waiting' | 'admitted' | 'refused' | 'removed'>().notNull(),
    /** What the browser keeps. */
    secretHash: text('secret_hash').notNull().unique(),
    /** Another one once they are put out: then everything that came by the old one ends. */
    sessionId: uuid('session_id').notNull().unique(),
    /** Waiting since, later in since. */
    since: moment('since').notNull(),
    /** While waiting: when their browser last asked. */
    seenAt: moment('seen_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [
    index('guests_meeting').on(table.meetingId),
    index('guests_link').on(table.linkId),
    index('guests_expiry').on(table.expiresAt),
  ],
)
