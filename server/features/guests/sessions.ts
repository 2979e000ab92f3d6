import { and, eq, gt, inArray } from 'drizzle-orm'
import { hashSecret } from '../../platform/ids.ts'
import type { Deps, SignInSessions } from '../../realtime/feature.ts'
import type { Visitors } from '../meetings/index.ts'
import { guests } from './tables.ts'

/** Guests by their cookie; also those who were put out, who may ask what became of their visit. */
export function guestSessions({ db, clock }: Pick<Deps, 'db' | 'clock'>): SignInSessions {
  return {
    async findActor(secret) {
      const [guest] = await db
        .select({ id: guests.id, sessionId: guests.sessionId, meetingId: guests.meetingId })
        .from(guests)
        .where(and(eq(guests.secretHash, hashSecret(secret)), gt(guests.expiresAt, clock.now())))
      return guest && { userId: guest.id, sessionId: guest.sessionId, guestOf: guest.meetingId }
    },
    async stillOpen(ids) {
      if (ids.length === 0) return new Set()
      const open = await db
        .select({ sessionId: guests.sessionId })
        .from(guests)
        .where(and(inArray(guests.sessionId, [...ids]), gt(guests.expiresAt, clock.now())))
      return new Set(open.map(({ sessionId }) => sessionId))
    },
  }
}

/** How meetings know whom the hosts have let in. */
export const admittedGuests: Visitors = {
  async findName(db, guestId, meetingId) {
    const [guest] = await db
      .select({ name: guests.name })
      .from(guests)
      .where(and(eq(guests.id, guestId), eq(guests.meetingId, meetingId), eq(guests.state, 'admitted')))
    return guest?.name
  },
  async stillIn(db, guestIds) {
    const rows = await db
      .select({ id: guests.id })
      .from(guests)
      .where(and(inArray(guests.id, [...guestIds]), eq(guests.state, 'admitted')))
    return new Set(rows.map(({ id }) => id))
  },
}
