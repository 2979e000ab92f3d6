import { eq, or, sql } from 'drizzle-orm'
import type { Queries } from '../../platform/db.ts'
import type { Privacy } from '../../platform/privacy.ts'
import { users } from '../auth/index.ts'
import { invitations, joinLinks } from './tables.ts'

export const privacy: Privacy = {
  tables: {
    invitations: {
      columns: {
        email: 'who is invited; perhaps somebody without an account',
        name: 'how the inviter calls them',
        invited_by: 'who invited them',
        project_id: 'into which project',
        room_id: 'into which room',
        role: 'as what',
        organisation_id: 'the organisation that takes them in',
        token_hash: 'hash of the link',
        delivery: 'whether the mail was handed over',
        invited_at: 'when',
        expires_at: 'until when the link works',
      },
      kept: 'Until it is accepted, revoked, declined, or 14 days old; swept every hour.',
    },
    join_links: {
      columns: {
        email: 'who wanted to make an account',
        language: 'in which language',
        token_hash: 'hash of the link',
        expires_at: 'until when the link works',
      },
      kept: 'Until the account is made or 24 hours; of an address that may not, until the mail would have been written.',
    },
  },
  async exportFor(db, userId) {
    const [user] = await db
      .select({ email: sql<string>`lower(${users.email})` })
      .from(users)
      .where(eq(users.id, userId))
    const email = user?.email ?? ''
    return { invitations: await exportInvitations(db, userId, email), join_links: await exportJoinLinks(db, email) }
  },
}

/** Those of others they sent, without whom: that is the others'. Their own in full. */
async function exportInvitations(db: Queries, userId: string, email: string) {
  const rows = await db
    .select()
    .from(invitations)
    .where(or(eq(invitations.invitedBy, userId), eq(invitations.email, email)))
  return rows.map((row) => ({
    projectId: row.projectId,
    roomId: row.roomId,
    role: row.role,
    sentByMe: row.invitedBy === userId,
    email: row.email === email ? row.email : null,
    invitedAt: row.invitedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }))
}

async function exportJoinLinks(db: Queries, email: string) {
  const rows = await db.select().from(joinLinks).where(eq(joinLinks.email, email))
  return rows.map(({ email: own, expiresAt }) => ({ email: own, expiresAt: expiresAt.toISOString() }))
}
