import { and, eq, inArray, isNotNull, ne, or, sql, type SQL } from 'drizzle-orm'
import { allows, type RightAt, type RoleAt } from '#wire/permissions'
import { Refusal } from '#wire/refusal'
import type { ProjectRole } from '#protocol/projects'
import type { Room, RoomRights } from '#protocol/rooms'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import { organisationPeople } from '../orgs/index.ts'
import { projectPeople } from '../projects/index.ts'
import { roomOrganisations, roomPeople, rooms } from './tables.ts'

/** A room as somebody sees it. */
export interface VisibleRoom extends Room {
  rights: RoomRights
}

/** The same, with what the table of permissions is asked with. */
export interface AccessedRoom extends VisibleRoom {
  roles: readonly RoleAt<'room'>[]
}

interface Standing {
  role: ProjectRole
  isCreator: boolean
}

function rolesOf({ role, isCreator }: Standing): RoleAt<'room'>[] {
  return isCreator && role === 'member' ? [role, 'creator'] : [role]
}

/** Nobody writes or meets in an archived room, whatever their role. */
function rightsOf(roles: readonly RoleAt<'room'>[], archived: boolean): RoomRights {
  return {
    post: !archived && allows<'room'>('room.post', roles),
    meet: !archived && allows<'room'>('room.meet', roles),
    manage: allows<'room'>('room.manage', roles),
  }
}

/** Shared with the firm of whoever the row is about. */
const isSharedWithFirm = sql`exists (
  select from ${roomOrganisations} join ${organisationPeople} using (organisation_id)
  where ${roomOrganisations.roomId} = ${rooms.id} and ${organisationPeople.userId} = ${projectPeople.userId})`

/**
 * Who sees a room: those on its list who are in the project; of an open one everybody in the project but externals, who see it
 * when it was shared with them or their firm. Of the joins of `selectVisible`.
 */
export const isVisible = or(
  and(eq(rooms.visibility, 'open'), ne(projectPeople.role, 'external')),
  isNotNull(roomPeople.userId),
  and(eq(projectPeople.role, 'external'), isSharedWithFirm),
)

/** Rooms with everybody who sees them, a row each. Conditions narrow it to a person, a room or a project. */
function selectVisible(db: Queries, condition: SQL | undefined) {
  return db
    .select({
      room: rooms,
      userId: projectPeople.userId,
      role: projectPeople.role,
      listed: isNotNull(roomPeople.userId).mapWith(Boolean),
    })
    .from(rooms)
    .innerJoin(projectPeople, eq(projectPeople.projectId, rooms.projectId))
    .leftJoin(roomPeople, and(eq(roomPeople.roomId, rooms.id), eq(roomPeople.userId, projectPeople.userId)))
    .where(and(isVisible, condition))
}

/**
 * The only door to a room. Whoever does not see it learns nothing: `not_found`. Who sees it but may not: `forbidden`.
 * Inside a transaction that holds the room's lock the answer stands until the commit.
 */
export async function accessRoom(
  db: Queries,
  actor: Actor,
  roomId: string,
  right: RightAt<'room'>,
): Promise<AccessedRoom> {
  const condition = and(eq(rooms.id, roomId), eq(projectPeople.userId, actor.userId))
  const [found] = await selectVisible(db, condition)
  if (!found) throw new Refusal('not_found', 'no such room')
  const roles = rolesIn(found)
  const isWriting = right === 'room.post' || right === 'room.meet'
  const isReadOnly = isWriting && found.room.archivedAt !== null
  if (isReadOnly || !allows<'room'>(right, roles)) throw new Refusal('forbidden', `needs ${right}`)
  return { ...presentAccessed(found), roles }
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

/** Everybody who sees a room, as what, and by what. */
export async function peopleWhoSee(
  db: Queries,
  roomId: string,
): Promise<{ userId: string; rights: RoomRights; external: boolean; listed: boolean }[]> {
  const rows = await selectVisible(db, eq(rooms.id, roomId))
  return rows.map((row) => {
    const { rights } = presentAccessed(row)
    return { userId: row.userId, rights, external: row.role === 'external', listed: row.listed }
  })
}

interface VisibleRow {
  room: typeof rooms.$inferSelect
  userId: string
  role: ProjectRole
}

function rolesIn({ room, userId, role }: VisibleRow): RoleAt<'room'>[] {
  return rolesOf({ role, isCreator: room.createdBy === userId })
}

export function presentAccessed(row: VisibleRow): VisibleRoom {
  return { ...presentRoom(row.room), rights: rightsOf(rolesIn(row), row.room.archivedAt !== null) }
}

export function presentRoom({ id, projectId, name, visibility, archivedAt }: typeof rooms.$inferSelect): Room {
  return { id, projectId, name, visibility, archived: archivedAt !== null }
}
