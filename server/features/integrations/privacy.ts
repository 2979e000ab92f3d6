import { eq } from 'drizzle-orm'
import type { Privacy } from '../../platform/privacy.ts'
import { accessTokens, programs } from './tables.ts'

export const privacy: Privacy = {
  tables: {
    access_tokens: {
      columns: {
        user_id: 'as whom the token acts',
        name: 'what they call it',
        rights: 'what it may',
        last_used_on: 'the day it was last used; only they see it',
      },
      kept: 'Until it is revoked, or a month after it expired; goes with the account.',
    },
    programs: {
      columns: { user_id: 'the program itself, which is no person', created_by: 'who let it in' },
      kept: 'Until the program is removed or the project ends; who let it in is forgotten with their account.',
    },
    incoming_hooks: { columns: {}, kept: 'Until the webhook is removed.' },
    outgoing_hooks: { columns: {}, kept: 'Until the webhook is removed.' },
    hook_cursors: { columns: {}, kept: 'Until the webhook is removed.' },
    hook_deliveries: { columns: {}, kept: 'A week: when, whether it arrived, and never what was sent.' },
  },
  async exportFor(db, userId) {
    const tokens = await db.select().from(accessTokens).where(eq(accessTokens.userId, userId))
    const made = await db.select().from(programs).where(eq(programs.createdBy, userId))
    return {
      access_tokens: tokens.map(({ name, rights, expiresAt, lastUsedOn }) => ({
        name,
        rights: rights.join(' '),
        expires: expiresAt.toISOString(),
        lastUsedOn,
      })),
      programs: made.map(({ projectId, kind, createdAt }) => ({ projectId, kind, created: createdAt.toISOString() })),
    }
  },
}
