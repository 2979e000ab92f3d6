import { and, asc, eq, exists, sql, type SQL } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import { ReadMarkMoved, type RoomSummary } from '#protocol/rooms'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { projectPeople } from '../projects/index.ts'
import { accessRoom, presentAccessed, selectVisible } from './access.ts'
import { messages, roomReads, rooms, roomVersions } from './tables.ts'

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

/** One query for the rooms, one for all their counters, read marks and unread numbers. */
async function readSummaries(db: Queries, userId: string, condition?: SQL): Promise<RoomSummary[]> {
  const visible = await selectVisible(db, and(eq(projectPeople.userId, userId), condition)).orderBy(asc(rooms.name))
  const states = await readStates(
    db,
    userId,
    visible.map(({ room }) => room.id),
  )
  return visible.flatMap((row) => {
    const state = states.get(row.room.id)
    return state ? [{ ...presentAccessed(row), ...state }] : []
  })
}

type RoomState = Pick<RoomSummary, 'version' | 'readSeq' | 'unread'>

async function readStates(db: Queries, userId: string, ids: readonly string[]): Promise<Map<string, RoomState>> {
  if (ids.length === 0) return new Map()
  // Asked with what is read (I5): whoever was removed since the rooms were listed gets no number of what came after it.
  const still = selectVisible(db, and(eq(rooms.id, roomVersions.roomId), eq(projectPeople.userId, userId)))
  const readSeq = sql<number>`coalesce(${roomReads.readSeq}, 0)`.mapWith(Number)
  const rows = await db
    .select({ id: roomVersions.roomId, version: roomVersions.version, readSeq, unread: unreadOf(userId) })
    .from(roomVersions)
    .leftJoin(roomReads, and(eq(roomReads.roomId, roomVersions.roomId), eq(roomReads.userId, userId)))
    .where(and(sql`${roomVersions.roomId} = any(${sql.param([...ids])}::uuid[])`, exists(still)))
  return new Map(rows.map(({ id, ...state }) => [id, state]))
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
  await accessRoom(deps.db, actor, roomId, 'read')
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
