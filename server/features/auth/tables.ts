import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'

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

const ofPerson = () =>
  uuid('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' })

/** By what somebody proved who they are; `link`: the personal link by which a password is set. */
export type Proof = 'password' | 'passkey' | 'link' | 'provider'

export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey(),
    userId: ofPerson(),
    secretHash: text('secret_hash').notNull().unique(),
    expiresAt: moment('expires_at').notNull(),
    /** At the latest, however much it is used: an organisation has begun to ask for more than this session was opened with. */
    endsAt: moment('ends_at'),
    openedBy: text('opened_by').$type<Proof>().notNull().default('password'),
    /** When the person last proved who they are. */
    provedAt: moment('proved_at').notNull().defaultNow(),
    /** To the hour. */
    usedAt: moment('used_at').notNull().defaultNow(),
    /** What the browser and the system called themselves at the sign-in, as coarse as `Firefox` and `Windows`. */
    browser: text('browser'),
    system: text('system'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [index('sessions_user').on(table.userId), index('sessions_expiry').on(table.expiresAt)],
)

/** Who has proved the first half: opens nothing but the second. One secret, a few minutes, a few tries. */
export const signInSteps = pgTable(
  'sign_in_steps',
  {
    secretHash: text('secret_hash').primaryKey(),
    userId: ofPerson(),
    /** secondFactor: has one and has to show it. setUp: has to get one first. */
    step: text('step').$type<'secondFactor' | 'setUp'>().notNull(),
    openedBy: text('opened_by').$type<Proof>().notNull(),
    tries: integer('tries').notNull().default(0),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('sign_in_steps_user').on(table.userId)],
)

/** A person's code generator: an app that shows six digits. */
export const totpFactors = pgTable('totp_factors', {
  userId: ofPerson().primaryKey(),
  /** Base32, sealed. */
  secret: text('secret').notNull(),
  /** Null until a first code has shown that the app has it. */
  confirmedAt: moment('confirmed_at'),
  /** The time step of the last code that was taken: each is taken once. */
  lastStep: bigint('last_step', { mode: 'number' }).notNull().default(0),
})

/** For whoever has lost their second factor: each opens once and is gone then. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  { userId: ofPerson(), codeHash: text('code_hash').notNull() },
  (table) => [primaryKey({ columns: [table.userId, table.codeHash] })],
)

export const passkeys = pgTable(
  'passkeys',
  {
    id: uuid('id').primaryKey(),
    userId: ofPerson(),
    credentialId: text('credential_id').notNull().unique(),
    /** COSE, base64url. */
    publicKey: text('public_key').notNull(),
    counter: bigint('counter', { mode: 'number' }).notNull(),
    transports: text('transports').array().notNull(),
    /** As its owner calls it. */
    name: text('name').notNull(),
    createdAt: moment('created_at').notNull(),
  },
  (table) => [index('passkeys_user').on(table.userId)],
)

/** What a passkey has to sign: made by us, good for one purpose, once, a few minutes. */
export const passkeyChallenges = pgTable(
  'passkey_challenges',
  {
    challengeHash: text('challenge_hash').primaryKey(),
    purpose: text('purpose').$type<'signIn' | 'prove' | 'register'>().notNull(),
    /** For whom; null: for whoever turns out to hold the passkey. */
    userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('passkey_challenges_user').on(table.userId)],
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
