import { sql } from 'drizzle-orm'
import { boolean, check, index, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

const withoutMarks = (text: string) =>
  `translate(replace(replace(replace(replace(lower(regexp_replace(normalize(${text}, NFKD), '[\\u0300-\\u036f]', '', 'g')), 'ß', 'ss'), 'ẞ', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'øØłŁđĐı', 'oollddi')`
const SPELLED_OUT = [
  ['ä', 'ae'],
  ['Ä', 'ae'],
  ['ö', 'oe'],
  ['Ö', 'oe'],
  ['ü', 'ue'],
  ['Ü', 'ue'],
] as const
const spelledOut = SPELLED_OUT.reduce(
  (text, [letter, two]) => `replace(${text}, '${letter}', '${two}')`,
  'normalize(name, NFC)',
)

export const users = pgTable(
  'users',
  {
    id: uuid('id').primaryKey(),
    /** A program is no person: it writes and reads in a project, and neither signs in nor has an address. */
    kind: text('kind').$type<'person' | 'program'>().notNull().default('person'),
    /** Null for programs only. */
    email: text('email'),
    name: text('name').notNull(),
    /** PHC string; null until the welcome link was used. */
    passwordHash: text('password_hash'),
    /** Since when they come in with the account of their town. */
    ssoSince: moment('sso_since'),
    language: text('language').$type<'de' | 'en'>(),
    theme: text('theme').$type<'system' | 'light' | 'dark' | 'contrast'>().notNull().default('system'),
    installationAdmin: boolean('installation_admin').notNull().default(false),
    /** Reads the audit log of the whole installation, and changes nothing. */
    installationAuditor: boolean('installation_auditor').notNull().default(false),
    deactivatedAt: moment('deactivated_at'),
    createdAt: moment('created_at').notNull().defaultNow(),
    /** The name as lists of people are sorted by it, made by the database as `foldText` of the platform does it. */
    sortName: text('sort_name').generatedAlwaysAs(sql.raw(withoutMarks('name'))),
    /** What a search goes through: the name in both spellings of `foldText`, and the address. */
    searchText: text('search_text').generatedAlwaysAs(
      sql.raw(`${withoutMarks('name')} || ' ' || ${withoutMarks(spelledOut)} || ' ' || coalesce(lower(email), '')`),
    ),
  },
  (table) => [
    index('users_sort_name').on(table.sortName, table.id),
    uniqueIndex('users_email').on(sql`lower(${table.email})`),
    check(
      'users_kind',
      sql`case ${table.kind}
        when 'person' then ${table.email} is not null
        when 'program' then ${table.email} is null and ${table.passwordHash} is null
          and not ${table.installationAdmin} and not ${table.installationAuditor}
        else false end`,
    ),
  ],
)

/** The address, where only people are selected. */
export const personEmail = sql<string>`${users.email}`

export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    secretHash: text('secret_hash').notNull().unique(),
    expiresAt: moment('expires_at').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [index('sessions_user').on(table.userId), index('sessions_expiry').on(table.expiresAt)],
)

/** Links by which a person sets their password: at the first welcome, or anew. One per person, used once. */
export const welcomeLinks = pgTable('welcome_links', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  tokenHash: text('token_hash').notNull().unique(),
  expiresAt: moment('expires_at').notNull(),
})

/** Links by which a person who forgot their password sets another. One per person, used once, for the password of that moment. */
export const passwordResets = pgTable('password_resets', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  tokenHash: text('token_hash').notNull().unique(),
  /** Hash of the password hash: with another password the link is over. */
  passwordMark: text('password_mark').notNull(),
  expiresAt: moment('expires_at').notNull(),
})
