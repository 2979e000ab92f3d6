import { bigint, boolean, pgTable, uuid } from 'drizzle-orm/pg-core'
import { users } from '../auth/index.ts'

/** What somebody chose to let others see; nothing without a row. Whether they are there or writing is in no table. */
export const presenceChoices = pgTable('presence_choices', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  presence: boolean('presence').notNull().default(false),
  typing: boolean('typing').notNull().default(false),
})

/** One row: how often somebody was silenced. Whoever authorised at a lower number asks again before anything is delivered. */
export const presenceSilences = pgTable('presence_silences', {
  single: boolean('single').primaryKey().default(true),
  count: bigint('count', { mode: 'number' }).notNull(),
})
