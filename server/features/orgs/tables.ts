import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { users } from '../auth/index.ts'

export type OrganisationKindName = 'municipality' | 'district' | 'agency' | 'company' | 'association'

export type SecondFactorRuleName = 'optional' | 'admins' | 'everybody'

export type PolicyName = 'forbidden' | 'allowed'

export const organisations = pgTable('organisations', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  kind: text('kind').$type<OrganisationKindName>().notNull(),
  /** Whether its people may let others see that they are there, and that they are writing. */
  presence: text('presence').$type<PolicyName>().notNull().default('forbidden'),
  typing: text('typing').$type<PolicyName>().notNull().default('forbidden'),
  readReceipts: text('read_receipts').$type<PolicyName>().notNull().default('forbidden'),
  /** After how many days messages in its projects are deleted; null: they stay. */
  retentionDays: integer('retention_days'),
  /** Whose people need a second factor. */
  secondFactor: text('second_factor').$type<SecondFactorRuleName>().notNull().default('optional'),
  /** Whether its people may sign in here, with a password or a passkey of this installation. */
  localSignIn: text('local_sign_in').$type<PolicyName>().notNull().default('allowed'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})

/** Domain names an organisation says are its own. Any number may say so; of one domain one claim at most is confirmed. */
export const organisationDomains = pgTable(
  'organisation_domains',
  {
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    /** As `parseDomain` gives it. */
    domain: text('domain').notNull(),
    verifiedAt: timestamp('verified_at', { withTimezone: true }),
    joinAllowed: boolean('join_allowed').notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.organisationId, table.domain] }),
    uniqueIndex('organisation_domains_verified')
      .on(table.domain)
      .where(sql`${table.verifiedAt} is not null`),
    check('organisation_domains_join', sql`${table.verifiedAt} is not null or not ${table.joinAllowed}`),
  ],
)

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** A person's photo or an organisation's logo, as we encoded it. Another picture has another id; what was replaced is gone. */
export const pictures = pgTable(
  'pictures',
  {
    /** Unguessable: the last part of its path. */
    id: text('id').primaryKey(),
    userId: uuid('user_id')
      .unique()
      .references(() => users.id, { onDelete: 'cascade' }),
    organisationId: uuid('organisation_id')
      .unique()
      .references(() => organisations.id, { onDelete: 'cascade' }),
    image: bytes('image').notNull(),
  },
  (table) => [check('pictures_of_one', sql`num_nonnulls(${table.userId}, ${table.organisationId}) = 1`)],
)

/** A person belongs to one organisation. */
export const organisationPeople = pgTable(
  'organisation_people',
  {
    userId: uuid('user_id')
      .primaryKey()
      .references(() => users.id, { onDelete: 'cascade' }),
    organisationId: uuid('organisation_id')
      .notNull()
      .references(() => organisations.id),
    role: text('role').$type<'admin' | 'auditor' | 'member'>().notNull(),
  },
  (table) => [index('organisation_people_organisation').on(table.organisationId)],
)
