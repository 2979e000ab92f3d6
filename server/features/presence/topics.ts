import { sql } from 'drizzle-orm'
import type { Queries } from '../../platform/db.ts'
import { isId } from '../../platform/ids.ts'
import type { Deps } from '../../realtime/feature.ts'
import type { TopicKind } from '../../realtime/topic-kind.ts'
import { onRoomAccessLost, peopleWhoSee, roomVersions, visibleRoomIds } from '../rooms/index.ts'
import { sharers, SIGNS, silencesNow, type Sign } from './sharing.ts'

export function topicOf(sign: Sign, roomId: string): string {
  return `${sign}:${roomId}`
}

/**
 * `presence:<roomId>` and `typing:<roomId>`: for those who see the room and share the same themselves. Without versions: what
 * is missed is over.
 */
export function signTopic({ db }: Pick<Deps, 'db'>, sign: Sign): TopicKind {
  return {
    prefix: sign,
    async authorise({ userId }, ids) {
      const asked = ids.filter(isId)
      // Before rights: whoever is let in was allowed at that membership or later.
      const memberships = await readMemberships(db, asked)
      const shares = (await sharers(db, sign, [userId])).has(userId)
      const visible = new Set(shares ? await visibleRoomIds(db, userId, asked) : [])
      const heads = [...memberships].map(([id, membership]) => [id, { version: 0, membership }] as const)
      return new Map(heads.filter(([id]) => visible.has(id)))
    },
    async whoMayHear(id, userIds) {
      const sharing = await sharers(db, sign, userIds)
      const seeing = await peopleWhoSee(db, id)
      return { allowed: new Set(seeing.flatMap(({ userId }) => (sharing.has(userId) ? [userId] : []))) }
    },
  }
}

/**
 * The number that goes out with whatever is told in a room: it grows whenever somebody is removed from the room and whenever
 * anybody is silenced, and then hearers are asked about again before they are told anything (I5).
 */
export async function readMemberships(db: Queries, roomIds: readonly string[]): Promise<Map<string, number>> {
  if (roomIds.length === 0) return new Map()
  // In one statement: of two numbers read at two moments the sum can stand still while both grow.
  const { roomId, membership } = roomVersions
  const rows = await db
    .select({ roomId, membership: sql<number>`${membership} + ${silencesNow}`.mapWith(Number) })
    .from(roomVersions)
    .where(sql`${roomId} = any(${sql.param([...roomIds])}::uuid[])`)
  return new Map(rows.map((row) => [row.roomId, row.membership]))
}

/** Whoever lost a room is told at once; without this they would be told with the next thing that is said there. */
export function followRoomPeople(deps: Deps): void {
  onRoomAccessLost(deps, ({ roomId }) => recheckRooms(deps, SIGNS, [roomId]))
}

export function recheckRooms(deps: Pick<Deps, 'publish'>, signs: readonly Sign[], roomIds: Iterable<string>): void {
  for (const roomId of roomIds) for (const sign of signs) deps.publish.recheck(topicOf(sign, roomId))
}
