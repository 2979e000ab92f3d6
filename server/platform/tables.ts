import { bigint, boolean, index, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

/** One row: what this installation is. A restored backup gets a new epoch, so that clients drop their cursors. */
export const installation = pgTable('installation', {
  single: boolean('single').primaryKey().default(true),
  epoch: uuid('epoch').notNull(),
  /** How often sign-in sessions were ended, by anybody: nodes see by it what they have not heard. */
  signOuts: bigint('sign_outs', { mode: 'number' }).notNull().default(0),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

/**
 * Administrative and security events, each chained to the one before (`audit-log.ts`). Append-only: the database refuses to
 * change or remove a line. Ids without foreign keys: a line outlives whom it names.
 */
export const auditLog = pgTable(
  'audit_log',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    /** To the millisecond, as it was hashed. */
    at: timestamp('at', { withTimezone: true, precision: 3 }).notNull(),
    event: text('event').notNull(),
    actorId: uuid('actor_id'),
    organisationId: uuid('organisation_id'),
    subjectKind: text('subject_kind'),
    subjectId: text('subject_id'),
    details: jsonb('details').$type<Record<string, string | number | boolean | null>>().notNull(),
    hash: text('hash').notNull(),
  },
  (table) => [
    index('audit_log_organisation').on(table.organisationId, table.seq),
    uniqueIndex('audit_log_hash').on(table.hash),
  ],
)
