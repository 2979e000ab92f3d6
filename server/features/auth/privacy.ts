import { eq } from 'drizzle-orm'
import type { Queries } from '../../platform/db.ts'
import type { Privacy } from '../../platform/privacy.ts'
import {
  passkeyChallenges,
  passkeys,
  passwordResets,
  recoveryCodes,
  sessions,
  signInSteps,
  totpFactors,
  users,
  welcomeLinks,
} from './tables.ts'

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
        expires_at: 'end, moved while it is used',
        ends_at: 'end at the latest, when the organisation has begun to ask for a second factor',
        opened_by: 'whether by password, passkey, link or the organisation’s provider',
        proved_at: 'when they last proved who they are',
        used_at: 'when it was last used, to the hour',
        browser: 'name of the browser at the sign-in, without version',
        system: 'name of the system at the sign-in, without version',
        created_at: 'when they signed in',
      },
      kept: 'Until sign-out, a new password, deactivation or 30 days without use; swept every 15 minutes. Seen by the person alone, so that they find a stranger among their devices. No network address is kept.',
    },
    sign_in_steps: {
      columns: {
        user_id: 'who has shown the first half of a sign-in',
        secret_hash: 'hash of the cookie',
        step: 'what is missing',
        opened_by: 'by what the first half was shown',
        tries: 'wrong codes so far',
        expires_at: 'until when it can be gone on with',
      },
      kept: 'Until the sign-in is done, 20 minutes at most; swept every 15 minutes.',
    },
    totp_factors: {
      columns: {
        user_id: 'whose app',
        secret: 'what its codes are made of, sealed with a key that is not in the database',
        confirmed_at: 'when its first code came',
        last_step: 'the half minute of the last code that was taken, so that none is taken twice',
      },
      kept: 'Until they remove it, or their administrator does because it is lost.',
    },
    recovery_codes: {
      columns: { user_id: 'whose', code_hash: 'hash of a code that was not used yet' },
      kept: 'Until used, replaced, or without a second factor to recover.',
    },
    passkeys: {
      columns: {
        user_id: 'whose',
        credential_id: 'its id, made by their device for this installation alone',
        public_key: 'what its signatures are checked with',
        counter: 'how often it has signed, where the device counts',
        transports: 'how the browser reaches it, e.g. usb',
        name: 'what they call it',
        created_at: 'when it was added',
      },
      kept: 'Until they remove it, or their administrator does because it is lost.',
    },
    passkey_challenges: {
      columns: {
        user_id: 'who is asked to show a passkey',
        challenge_hash: 'hash of what is to be signed',
        purpose: 'for what',
        expires_at: 'until when it can be answered',
      },
      kept: 'Until it is answered, 5 minutes at most; swept every 15 minutes.',
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
    welcome_links: {
      columns: {
        user_id: 'whom the link is for',
        token_hash: 'hash of the link',
        expires_at: 'until when it can be used',
      },
      kept: 'Until it is used, replaced, or 14 days old; swept every 15 minutes.',
    },
  },
  async exportFor(db, userId) {
    return {
      users: await exportAccount(db, userId),
      sessions: await exportSessions(db, userId),
      welcome_links: await exportWelcomeLink(db, userId),
      password_resets: await exportPasswordReset(db, userId),
      ...(await exportFactors(db, userId)),
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
  return rows.map(({ createdAt, expiresAt, usedAt, openedBy, browser, system }) => ({
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    usedAt: usedAt.toISOString(),
    openedBy,
    browser,
    system,
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

async function exportFactors(db: Queries, userId: string) {
  const steps = await db.select().from(signInSteps).where(eq(signInSteps.userId, userId))
  const apps = await db.select().from(totpFactors).where(eq(totpFactors.userId, userId))
  const codes = await db.select().from(recoveryCodes).where(eq(recoveryCodes.userId, userId))
  const keys = await db.select().from(passkeys).where(eq(passkeys.userId, userId))
  const asked = await db.select().from(passkeyChallenges).where(eq(passkeyChallenges.userId, userId))
  return {
    sign_in_steps: steps.map(({ step, expiresAt }) => ({ step, expiresAt: expiresAt.toISOString() })),
    totp_factors: apps.map(({ confirmedAt }) => ({ confirmedAt: confirmedAt?.toISOString() ?? null })),
    recovery_codes: codes.length > 0 ? [{ left: codes.length }] : [],
    passkeys: keys.map(({ name, credentialId, createdAt }) => ({
      name,
      credentialId,
      createdAt: createdAt.toISOString(),
    })),
    passkey_challenges: asked.map(({ purpose, expiresAt }) => ({ purpose, expiresAt: expiresAt.toISOString() })),
  }
}
