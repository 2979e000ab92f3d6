import { eq } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import {
  RoomChanged,
  RoomListChanged,
  type ArchiveRoom,
  type CreateRoom,
  type OpenRoom,
  type RenameRoom,
  type Room,
  type RoomSummary,
} from '#protocol/rooms'
import type { Transaction } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { accessProject, projects, recordInProject } from '../projects/index.ts'
import { accessRoom, peopleWhoSee, presentRoom } from './access.ts'
import { lockRoom, nextMembership, nextVersion } from './counter.ts'
import { readPage } from './messages.ts'
import { readSummary } from './summaries.ts'
import { roomPeople, rooms, roomVersions } from './tables.ts'

/** The version a room begins with: its creation is its first change. */
const FIRST_VERSION = 1

export async function createRoom(
  deps: Deps,
  actor: Actor,
  { projectId, name, visibility }: InputOf<typeof CreateRoom>,
): Promise<RoomSummary> {
  const id = newId()
  return deps.db.transaction(async (tx) => {
    // People leave a project under the same lock: nobody makes a room in one they have just left.
    await tx.select({ id: projects.id }).from(projects).where(eq(projects.id, projectId)).for('share')
    await accessProject(tx, actor, projectId, 'project.createRoom')
    const room = { id, projectId, name: name.trim(), visibility, createdBy: actor.userId }
    await tx.insert(rooms).values({ ...room, version: FIRST_VERSION })
    await tx.insert(roomVersions).values({ roomId: id, version: FIRST_VERSION, membership: FIRST_VERSION })
    if (visibility === 'closed') await tx.insert(roomPeople).values({ roomId: id, userId: actor.userId })
    const seeing = await peopleWhoSee(tx, id)
    tellRoomLists(
      deps,
      tx,
      seeing.map(({ userId }) => userId),
    )
    const subject = { kind: 'room', id }
    const entry = { event: 'rooms.created', actorId: actor.userId, subject, details: { visibility } }
    await recordInProject(deps, tx, projectId, entry)
    return readSummary(tx, actor.userId, id)
  })
}

export async function renameRoom(
  deps: Deps,
  actor: Actor,
  { roomId, name }: InputOf<typeof RenameRoom>,
): Promise<Room> {
  return deps.db.transaction((tx) => changeRoom(deps, tx, actor, roomId, { name: name.trim() }))
}

export async function archiveRoom(
  deps: Deps,
  actor: Actor,
  { roomId, archived }: InputOf<typeof ArchiveRoom>,
): Promise<Room> {
  return deps.db.transaction(async (tx) => {
    const room = await changeRoom(deps, tx, actor, roomId, { archivedAt: archived ? deps.clock.now() : null })
    const event = archived ? 'rooms.archived' : 'rooms.reopened'
    const subject = { kind: 'room', id: roomId }
    await recordInProject(deps, tx, room.projectId, { event, actorId: actor.userId, subject })
    // Nobody writes or meets in an archived room: the rights of all change.
    const seeing = await peopleWhoSee(tx, roomId)
    tellRoomLists(
      deps,
      tx,
      seeing.map(({ userId }) => userId),
    )
    return room
  })
}

/** A room and its newest messages. */
export async function openRoom(
  deps: Deps,
  actor: Actor,
  { roomId }: InputOf<typeof OpenRoom>,
): Promise<OutputOf<typeof OpenRoom>> {
  // The counter is read before the messages: a message posted between comes again as an event, and none is missed.
  const room = await readSummary(deps.db, actor.userId, roomId)
  const page = await readPage(deps.db, roomId)
  // Asked after reading (I5): whoever was removed meanwhile gets none of what was read since.
  await accessRoom(deps.db, actor, roomId, 'room.read')
  return { room, page }
}

async function changeRoom(
  deps: Deps,
  tx: Transaction,
  actor: Actor,
  roomId: string,
  change: { name: string } | { archivedAt: Date | null },
): Promise<Room> {
  await lockRoom(tx, roomId)
  await accessRoom(tx, actor, roomId, 'room.manage')
  // Archiving changes what people may do (R12).
  const heads = await ('archivedAt' in change ? nextMembership(tx, roomId) : nextVersion(tx, roomId))
  const [row] = await tx
    .update(rooms)
    .set({ ...change, version: heads.version })
    .where(eq(rooms.id, roomId))
    .returning()
  if (!row) throw new Refusal('not_found', 'no such room')
  const room = presentRoom(row)
  tx.afterCommit(() => deps.publish.change(`room:${roomId}`, RoomChanged, room, heads))
  return room
}

/** After the commit each of these people's clients fetches its rooms again. */
export function tellRoomLists(deps: Deps, tx: Transaction, userIds: readonly string[]): void {
  tx.afterCommit(() => {
    for (const userId of userIds) deps.publish.hint(`user:${userId}`, RoomListChanged, {})
  })
}
