import { and, eq, inArray, lt, or } from 'drizzle-orm'
import { GUESTS } from '#protocol/guests'
import type { Deps } from '../../realtime/feature.ts'
import { meetings, onMeetingEnded } from '../meetings/index.ts'
import { guestLinks, guests } from './tables.ts'
import { endLines, tellGuest } from './telling.ts'

/** Deletes the guests and links of meetings that ended long enough ago, however they ended, and what has expired. */
export async function forgetGuests(deps: Deps): Promise<void> {
  const now = deps.clock.now()
  const before = new Date(now.getTime() - GUESTS.keptMinutes * 60 * 1_000)
  await deps.db.transaction(async (tx) => {
    const over = tx.select({ id: meetings.id }).from(meetings).where(lt(meetings.endedAt, before))
    const gone = await tx
      .delete(guests)
      .where(or(inArray(guests.meetingId, over), lt(guests.expiresAt, now)))
      .returning({ sessionId: guests.sessionId })
    await tx.delete(guestLinks).where(or(inArray(guestLinks.meetingId, over), lt(guestLinks.expiresAt, now)))
    await endLines(
      deps,
      tx,
      gone.map(({ sessionId }) => sessionId),
    )
  })
}

/** Guests are told that their meeting is over. */
export function followMeetings(deps: Deps): void {
  onMeetingEnded(deps, (meetingId) => {
    tellGuests(deps, meetingId).catch((error: unknown) => {
      // They ask by themselves a little later.
      deps.log.warn({ err: error }, 'guests could not be told that their meeting is over')
    })
  })
}

async function tellGuests(deps: Deps, meetingId: string): Promise<void> {
  const here = await deps.db
    .select({ id: guests.id })
    .from(guests)
    .where(and(eq(guests.meetingId, meetingId), inArray(guests.state, ['waiting', 'admitted'])))
  for (const { id } of here) tellGuest(deps, id, 'ended')
}
