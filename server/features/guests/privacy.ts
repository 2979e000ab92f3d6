import { eq } from 'drizzle-orm'
import type { Privacy } from '../../platform/privacy.ts'
import { guestLinks, guests } from './tables.ts'

export const privacy: Privacy = {
  tables: {
    guest_links: {
      columns: {
        token_hash: 'hash of the link',
        created_by: 'who made the link',
        created_at: 'when',
        expires_at: 'until when it leads in',
      },
      kept: 'Until it is revoked, has expired, or 30 minutes after the meeting ended.',
    },
    guests: {
      columns: {
        id: 'the guest, in this meeting and nowhere else',
        link_id: 'by which link they came',
        name: 'the name they gave, which may be invented',
        state: 'whether they wait, were let in or were put out',
        secret_hash: 'hash of the cookie',
        session_id: 'the lines of their browser',
        since: 'since when they wait or are in',
        seen_at: 'while waiting: when their browser last asked, so that nobody is shown who has gone',
        expires_at: 'until when the cookie is accepted',
      },
      kept: 'Until they leave, or 30 minutes after the meeting ended; a day at most. No network address is kept.',
    },
  },
  async exportFor(db, userId) {
    const links = await db.select().from(guestLinks).where(eq(guestLinks.createdBy, userId))
    const visits = await db.select().from(guests).where(eq(guests.id, userId))
    return {
      guest_links: links.map(({ meetingId, createdAt, expiresAt }) => ({
        meetingId,
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      })),
      guests: visits.map(({ meetingId, name, state, since }) => ({
        meetingId,
        name,
        state,
        since: since.toISOString(),
      })),
    }
  },
}
