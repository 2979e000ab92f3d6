import { bigint, boolean, pgTable, timestamp, uuid } from 'drizzle-orm/pg-core'

/** One row: what this installation is. A restored backup gets a new epoch, so that clients drop their cursors. */
export const installation = pgTable('installation', {
  single: boolean('single').primaryKey().default(true),
  epoch: uuid('epoch').notNull(),
  /** How often sign-in sessions were ended, by anybody: nodes see by it what they have not heard. */
  signOuts: bigint('sign_outs', { mode: 'number' }).notNull().default(0),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})
