import { and, eq, inArray, isNotNull, or, sql, type SQL } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import type { Room, RoomRights } from '#protocol/rooms'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import { projectPeople } from '../projects/index.ts'
import { roomPeople, rooms } from './tables.ts'

/** `read` is implied: whoever may do anything may read. */
export type RoomRight = 'read' | keyof RoomRights

/** A room as somebody sees it. */
export interface AccessedRoom extends Room {
  rights: RoomRights
}

interface Standing {
  role: 'lead' | 'member' | 'viewer'
  isCreator: boolean
  archived: boolean
}

/** The whole table of rights in a room. A meeting is a conversation: whoever reads may take part. */
function rightsOf({ role, isCreator, archived }: Standing): RoomRights {
  return {
    post: !archived && role !== 'viewer',
    meet: !archived,
    manage: role === 'lead' || (isCreator && role === 'member'),
  }
}

/** Who sees a room: everybody in the project of an open one, those on the list of a closed one who are in the project. Of the joins of `selectVisible`. */
export const isVisible = or(eq(rooms.visibility, 'open'), isNotNull(roomPeople.userId))

/** Rooms with everybody who sees them, a row each. Conditions narrow it to a person, a room or a project. */
function selectVisible(db: Queries, condition: SQL | undefined) {
  return db
    .select({ room: rooms, userId: projectPeople.userId, role: projectPeople.role })
    .from(rooms)
    .innerJoin(projectPeople, eq(projectPeople.projectId, rooms.projectId))
    .leftJoin(roomPeople, and(eq(roomPeople.roomId, rooms.id), eq(roomPeople.userId, projectPeople.userId)))
    .where(and(isVisible, condition))
}

/**
 * The only door to a room. Whoever does not see it learns nothing: `not_found`. Who sees it but may not: `forbidden`.
 * Inside a transaction that holds the room's lock the answer stands until the commit.
 */
export async function accessRoom(db: Queries, actor: Actor, roomId: string, right: RoomRight): Promise<AccessedRoom> {
  const condition = and(eq(rooms.id, roomId), eq(projectPeople.userId, actor.userId))
  const [found] = await selectVisible(db, condition)
  if (!found) throw new Refusal('not_found', 'no such room')
  const accessed = presentAccessed(found)
  if (right !== 'read' && !accessed.rights[right]) throw new Refusal('forbidden', `not allowed to ${right}`)
  return accessed
}

/** Of these rooms, those the person sees. */
export async function visibleRoomIds(db: Queries, userId: string, roomIds: readonly string[]): Promise<string[]> {
  if (roomIds.length === 0) return []
  const rows = await selectVisible(db, and(inArray(rooms.id, [...roomIds]), eq(projectPeople.userId, userId)))
  return rows.map(({ room }) => room.id)
}

/** All rooms somebody sees. */
export async function roomIdsOf(db: Queries, userId: string): Promise<string[]> {
  const rows = await selectVisible(db, eq(projectPeople.userId, userId))
  return rows.map(({ room }) => room.id)
}

/** All rooms these people see, each with those of them who see it. */
export async function roomsOfPeople(db: Queries, userIds: readonly string[]): Promise<Map<string, string[]>> {
  if (userIds.length === 0) return new Map()
  const rows = await db
    .select({ roomId: rooms.id, userId: projectPeople.userId })
    .from(projectPeople)
    .innerJoin(rooms, eq(rooms.projectId, projectPeople.projectId))
    .leftJoin(roomPeople, and(eq(roomPeople.roomId, rooms.id), eq(roomPeople.userId, projectPeople.userId)))
    .where(and(isVisible, sql`${projectPeople.userId} = any(${sql.param([...userIds])}::uuid[])`))
  const people = new Map<string, string[]>()
  for (const { roomId, userId } of rows) {
    const known = people.get(roomId)
    if (known) known.push(userId)
    else people.set(roomId, [userId])
  }
  return people
}

/** Everybody who sees a room, and as what. */
export async function peopleWhoSee(db: Queries, roomId: string): Promise<{ userId: string; rights: RoomRights }[]> {
  const rows = await selectVisible(db, eq(rooms.id, roomId))
  return rows.map((row) => ({ userId: row.userId, rights: presentAccessed(row).rights }))
}

interface VisibleRow {
  room: typeof rooms.$inferSelect
  userId: string
  role: 'lead' | 'member' | 'viewer'
}

export function presentAccessed({ room, userId, role }: VisibleRow): AccessedRoom {
  const isCreator = room.createdBy === userId
  return { ...presentRoom(room), rights: rightsOf({ role, isCreator, archived: room.archivedAt !== null }) }
}

export function presentRoom({ id, projectId, name, visibility, archivedAt }: typeof rooms.$inferSelect): Room {
  return { id, projectId, name, visibility, archived: archivedAt !== null }
}
