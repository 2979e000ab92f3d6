import { eq } from 'drizzle-orm'
import type { Privacy } from '../../platform/privacy.ts'
import { sessions } from '../auth/index.ts'
import { ssoAccounts, ssoSessions } from './tables.ts'

export const privacy: Privacy = {
  tables: {
    sso_accounts: {
      columns: {
        user_id: 'whose account it is',
        provider_id: 'at which provider',
        issuer: 'how the provider names itself',
        subject: 'how the provider names the person',
        created_at: 'since when both belong together',
      },
      kept: 'As long as the account and the provider exist.',
    },
    sso_sessions: {
      columns: {
        session_id: 'the session that began there',
        provider_id: 'at which provider',
        issuer: 'how the provider names itself',
        subject: 'how the provider names the person',
        sid: 'how the provider names its own session, so that it can end ours',
      },
      kept: 'As long as the session.',
    },
  },
  async exportFor(db, userId) {
    const accounts = await db.select().from(ssoAccounts).where(eq(ssoAccounts.userId, userId))
    const begun = await db
      .select({ issuer: ssoSessions.issuer, subject: ssoSessions.subject })
      .from(ssoSessions)
      .innerJoin(sessions, eq(sessions.id, ssoSessions.sessionId))
      .where(eq(sessions.userId, userId))
    return {
      sso_accounts: accounts.map(({ issuer, subject, createdAt }) => ({
        issuer,
        subject,
        createdAt: createdAt.toISOString(),
      })),
      sso_sessions: begun,
    }
  },
}
