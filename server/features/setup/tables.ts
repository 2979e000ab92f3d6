import { boolean, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** The one-time link of the first start: at most one, gone when it was used. */
export const setUpTokens = pgTable('set_up_tokens', {
  single: boolean('single').primaryKey().default(true),
  tokenHash: text('token_hash').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})
