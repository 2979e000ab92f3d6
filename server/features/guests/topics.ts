import { and, eq, inArray } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import { isId } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps, Heads } from '../../realtime/feature.ts'
import type { TopicKind } from '../../realtime/topic-kind.ts'
import { accessMeeting } from '../meetings/index.ts'
import { readHeads } from '../rooms/index.ts'
import { guests } from './tables.ts'

/** `guests:<meetingId>`: that something about its guests changed, for those who let them in. */
export function hostsTopic({ db }: Pick<Deps, 'db'>): TopicKind {
  async function headsOf(actor: Actor, meetingId: string): Promise<Heads | undefined> {
    try {
      const { roomId } = await accessMeeting(db, actor, meetingId, 'meeting.manageGuests')
      const membership = (await readHeads(db, [roomId])).get(roomId)?.membership ?? 0
      // After the heads: whoever is let in was allowed at that membership or later.
      await accessMeeting(db, actor, meetingId, 'meeting.manageGuests')
      return { version: 0, membership }
    } catch (error) {
      if (error instanceof Refusal) return undefined
      throw error
    }
  }

  return {
    prefix: 'guests',
    async authorise(actor, ids) {
      const heads = new Map<string, Heads>()
      for (const id of ids.filter(isId)) {
        const found = await headsOf(actor, id)
        if (found) heads.set(id, found)
      }
      return heads
    },
  }
}

/** `guest:<id>`: what becomes of their visit, for a guest who waits or is in. */
export function guestTopic({ db }: Pick<Deps, 'db'>): TopicKind {
  return {
    prefix: 'guest',
    forGuests: true,
    async authorise({ userId }, ids) {
      if (!ids.includes(userId) || !isId(userId)) return new Map()
      const rows = await db
        .select({ id: guests.id })
        .from(guests)
        .where(and(eq(guests.id, userId), inArray(guests.state, ['waiting', 'admitted'])))
      return new Map(rows.map(({ id }) => [id, { version: 0, membership: 0 }]))
    },
  }
}
