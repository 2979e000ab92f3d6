import { and, asc, eq, sql, type SQL } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import { ReadMarkMoved, type RoomSummary } from '#protocol/rooms'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { projectPeople } from '../projects/index.ts'
import { accessRoom, isVisible, presentAccessed } from './access.ts'
import { messages, roomPeople, roomReads, rooms, roomVersions } from './tables.ts'

/** Unread messages are counted, never kept; beyond this the interface says 99+. */
const UNREAD_CAP = 100

export async function listRooms({ db }: Pick<Deps, 'db'>, actor: Actor): Promise<RoomSummary[]> {
  return readSummaries(db, actor.userId)
}

export async function readSummary(db: Queries, userId: string, roomId: string): Promise<RoomSummary> {
  const [summary] = await readSummaries(db, userId, eq(rooms.id, roomId))
  if (!summary) throw new Refusal('not_found', 'no such room')
  return summary
}

/**
 * Everything in one statement, and so of one moment: a name that is older than its version would stay for ever (I4), a number
 * that is newer than a removal is not for whoever was removed (I5).
 */
async function readSummaries(db: Queries, userId: string, condition?: SQL): Promise<RoomSummary[]> {
  const readSeq = sql<number>`coalesce(${roomReads.readSeq}, 0)`.mapWith(Number)
  const state = { version: roomVersions.version, readSeq, unread: unreadOf(userId) }
  const rows = await db
    .select({ room: rooms, userId: projectPeople.userId, role: projectPeople.role, state })
    .from(rooms)
    .innerJoin(roomVersions, eq(roomVersions.roomId, rooms.id))
    .innerJoin(projectPeople, eq(projectPeople.projectId, rooms.projectId))
    .leftJoin(roomPeople, and(eq(roomPeople.roomId, rooms.id), eq(roomPeople.userId, projectPeople.userId)))
    .leftJoin(roomReads, and(eq(roomReads.roomId, rooms.id), eq(roomReads.userId, projectPeople.userId)))
    .where(and(isVisible, eq(projectPeople.userId, userId), condition))
    .orderBy(asc(rooms.name))
  return rows.map((row) => Object.assign(presentAccessed(row), row.state))
}

function unreadOf(userId: string): SQL<number> {
  return sql<number>`(select count(*) from (
    select 1 from ${messages}
    where ${messages.roomId} = ${roomVersions.roomId} and ${messages.seq} > coalesce(${roomReads.readSeq}, 0)
      and ${messages.authorId} <> ${userId} and ${messages.body} is not null
    limit ${UNREAD_CAP}) counted)`.mapWith(Number)
}

/** Moves the mark forward, never beyond what is there, and tells the person's other devices. */
export async function markRead(
  deps: Deps,
  actor: Actor,
  { roomId, seq }: { roomId: string; seq: number },
): Promise<{ readSeq: number }> {
  await accessRoom(deps.db, actor, roomId, 'room.markRead')
  return deps.db.transaction(async (tx) => {
    const reached = sql`least(${seq}, (select ${roomVersions.version} from ${roomVersions} where ${roomVersions.roomId} = ${roomId}))`
    await tx
      .insert(roomReads)
      .values({ roomId, userId: actor.userId, readSeq: reached })
      .onConflictDoUpdate({
        target: [roomReads.userId, roomReads.roomId],
        set: { readSeq: sql`greatest(${roomReads.readSeq}, excluded.read_seq)` },
      })
    const { readSeq, unread } = await readSummary(tx, actor.userId, roomId)
    tx.afterCommit(() => deps.publish.hint(`user:${actor.userId}`, ReadMarkMoved, { roomId, readSeq, unread }))
    return { readSeq }
  })
}

/** Who comes new has read everything: what was said before does not wait for them. */
export async function startAsRead(db: Queries, roomId: string, userIds: readonly string[], at: number): Promise<void> {
  if (userIds.length === 0) return
  await db
    .insert(roomReads)
    .values(userIds.map((userId) => ({ roomId, userId, readSeq: at })))
    .onConflictDoNothing()
}
