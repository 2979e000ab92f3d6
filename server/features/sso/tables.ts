import { sql } from 'drizzle-orm'
import { boolean, index, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { sessions, users } from '../auth/index.ts'
import { organisations } from '../orgs/index.ts'

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })
const groups = (name: string) =>
  text(name)
    .array()
    .notNull()
    .default(sql`'{}'`)

/** Where an organisation's people have their accounts: one OpenID provider per organisation. */
export const ssoProviders = pgTable('sso_providers', {
  id: uuid('id').primaryKey(),
  organisationId: uuid('organisation_id')
    .notNull()
    .unique()
    .references(() => organisations.id, { onDelete: 'cascade' }),
  issuer: text('issuer').notNull(),
  clientId: text('client_id').notNull(),
  /** Sealed; null: the provider knows us without one. */
  clientSecret: text('client_secret'),
  /** PEM, of the town's own authority. */
  caCertificates: text('ca_certificates'),
  scopes: text('scopes').notNull(),
  groupsClaim: text('groups_claim').notNull(),
  /** Who may come in at all; empty: everybody the provider knows. */
  allowedGroups: groups('allowed_groups'),
  adminGroups: groups('admin_groups'),
  auditorGroups: groups('auditor_groups'),
  /** The provider's addresses count although it does not say that it has verified them. */
  trustsAddresses: boolean('trusts_addresses').notNull().default(false),
  /** Whether the sign-in page offers it. */
  offered: boolean('offered').notNull().default(false),
  /** When an administrator last came in with these very settings: it works for somebody who can mend it. */
  provenAt: moment('proven_at'),
  /** Changes with every change of the settings: what was made of earlier ones is not used any more. */
  revision: uuid('revision').notNull(),
})

/** Who somebody at a provider is here. The provider's own word for them, never their address. */
export const ssoAccounts = pgTable(
  'sso_accounts',
  {
    providerId: uuid('provider_id')
      .notNull()
      .references(() => ssoProviders.id, { onDelete: 'cascade' }),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.providerId, table.issuer, table.subject] }),
    uniqueIndex('sso_accounts_user').on(table.userId, table.providerId, table.issuer),
  ],
)

/** A way to the provider and back that somebody is on. The secrets of it are in their browser only. */
export const ssoAttempts = pgTable(
  'sso_attempts',
  {
    stateHash: text('state_hash').primaryKey(),
    browserHash: text('browser_hash').notNull(),
    providerId: uuid('provider_id')
      .notNull()
      .references(() => ssoProviders.id, { onDelete: 'cascade' }),
    /** Where they wanted to go, a path of ours. */
    returnTo: text('return_to').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('sso_attempts_expiry').on(table.expiresAt)],
)

/** Sessions that began at a provider, so that it can end them. */
export const ssoSessions = pgTable(
  'sso_sessions',
  {
    sessionId: uuid('session_id')
      .primaryKey()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    providerId: uuid('provider_id')
      .notNull()
      .references(() => ssoProviders.id, { onDelete: 'cascade' }),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    /** The provider's session; null: it does not name them. */
    sid: text('sid'),
  },
  (table) => [
    index('sso_sessions_subject').on(table.providerId, table.subject),
    index('sso_sessions_sid').on(table.sid),
  ],
)

/** Logouts a provider has told us: each counts once, and a sign-in that was on its way does not outlive it. */
export const ssoLogouts = pgTable(
  'sso_logouts',
  {
    providerId: uuid('provider_id')
      .notNull()
      .references(() => ssoProviders.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull(),
    /** Of the provider's session that ended; null: all of somebody's. */
    sidHash: text('sid_hash'),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.providerId, table.tokenHash] }),
    index('sso_logouts_expiry').on(table.expiresAt),
  ],
)
