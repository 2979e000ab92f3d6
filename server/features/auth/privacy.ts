import { eq } from 'drizzle-orm'
import type { Queries } from '../../platform/db.ts'
import type { Privacy } from '../../platform/privacy.ts'
import { passwordResets, sessions, users, welcomeLinks } from './tables.ts'

export const privacy: Privacy = {
  tables: {
    users: {
      columns: {
        id: 'the person',
        kind: 'that it is a person, not a program',
        email: 'the address they sign in with',
        name: 'how others see them',
        password_hash: 'argon2id hash of the password',
        sso_since: 'since when they sign in with the account of their town',
        language: 'chosen language',
        theme: 'chosen theme',
        installation_admin: 'whether they manage the installation',
        installation_auditor: 'whether they read its audit log',
        deactivated_at: 'since when they cannot sign in',
        created_at: 'since when the account exists',
        sort_name: 'the name as it is sorted',
        search_text: 'name and address as they are searched',
      },
      kept: 'As long as the account exists. Deactivating ends every session and keeps the row, because messages name their author.',
    },
    sessions: {
      columns: {
        user_id: 'who is signed in',
        secret_hash: 'hash of the cookie',
        expires_at: 'end, moved while it is used, so also: when it was last used, to about an hour',
        created_at: 'when they signed in',
      },
      kept: 'Until sign-out, a new password, deactivation or 30 days without use; swept every 15 minutes. No network address and no device is kept.',
    },
    welcome_links: {
      columns: {
        user_id: 'whom the link is for',
        token_hash: 'hash of the link',
        expires_at: 'until when it can be used',
      },
      kept: 'Until it is used, replaced, or 14 days old; swept every 15 minutes.',
    },
    password_resets: {
      columns: {
        user_id: 'who is to set a new password',
        token_hash: 'hash of the link',
        password_mark: 'hash that tells whether the password is still the one that was forgotten',
        expires_at: 'until when it can be used',
      },
      kept: 'Until it is used, replaced, or an hour old; swept every 15 minutes. The address somebody typed waits in a job until the mail is sent: seconds, or about two hours and an hour more while the mail server cannot be reached.',
    },
  },
  async exportFor(db, userId) {
    return {
      users: await exportAccount(db, userId),
      sessions: await exportSessions(db, userId),
      welcome_links: await exportWelcomeLink(db, userId),
      password_resets: await exportPasswordReset(db, userId),
    }
  },
}

async function exportAccount(db: Queries, userId: string) {
  const rows = await db.select().from(users).where(eq(users.id, userId))
  return rows.map(
    ({
      id,
      email,
      name,
      language,
      theme,
      installationAdmin,
      installationAuditor,
      ssoSince,
      deactivatedAt,
      createdAt,
    }) => ({
      id,
      email,
      name,
      language,
      theme,
      installationAdmin,
      installationAuditor,
      ssoSince: ssoSince?.toISOString() ?? null,
      deactivatedAt: deactivatedAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
    }),
  )
}

async function exportSessions(db: Queries, userId: string) {
  const rows = await db.select().from(sessions).where(eq(sessions.userId, userId))
  return rows.map(({ createdAt, expiresAt }) => ({
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }))
}

async function exportWelcomeLink(db: Queries, userId: string) {
  const rows = await db.select().from(welcomeLinks).where(eq(welcomeLinks.userId, userId))
  return rows.map(({ expiresAt }) => ({ expiresAt: expiresAt.toISOString() }))
}

async function exportPasswordReset(db: Queries, userId: string) {
  const rows = await db.select().from(passwordResets).where(eq(passwordResets.userId, userId))
  return rows.map(({ expiresAt }) => ({ expiresAt: expiresAt.toISOString() }))
}
