import { eq } from 'drizzle-orm'
import type { Privacy } from '../../platform/privacy.ts'
import { meetings } from './tables.ts'

/** Who is in a meeting, and with what switched on, is in the memory of its node only and gone when they leave. */
export const privacy: Privacy = {
  tables: {
    meetings: {
      columns: { started_by: 'who started the meeting, and may end it for all', started_at: 'when' },
      kept: 'Until 30 days after the meeting ended; empty once the account is gone. Who took part is not kept.',
    },
  },
  async exportFor(db, userId) {
    const rows = await db.select().from(meetings).where(eq(meetings.startedBy, userId))
    return {
      meetings: rows.map(({ id, roomId, startedAt, endedAt }) => ({
        id,
        roomId,
        startedAt: startedAt.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
      })),
    }
  },
}
