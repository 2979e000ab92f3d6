import { and, eq, gt, inArray, sql } from 'drizzle-orm'
import { RoomChanged, RoomPeopleChanged, type Message, type Room } from '#protocol/rooms'
import type { HookEvent } from '#protocol/integrations'
import type { Queries } from '../../../platform/db.ts'
import {
  changesAfter,
  messages,
  presentMessage as asMessage,
  presentRoom as asRoom,
  roomIdsOf,
  roomReads,
  rooms,
  roomVersions,
  selectMessages,
  visibleRoomIds,
} from '../../rooms/index.ts'
import { namedId } from '../named-ids.ts'
import { hookCursors } from '../tables.ts'

/** Where a hook stands in a room that has moved on since. */
export interface Behind {
  roomId: string
  after: number
}

/** A change of a room that was not told yet: where it is, and of what. What it says is read when it is sent. */
export interface Untold {
  roomId: string
  version: number
  what: { messageId: string; isNew: boolean } | 'room' | 'people'
}

/** The rooms of a program in which something has happened since it last told of them. */
export async function roomsBehind(db: Queries, programId: string): Promise<Behind[]> {
  const visible = await roomIdsOf(db, programId)
  if (visible.length === 0) return []
  const after = sql<number>`coalesce(${hookCursors.version}, ${roomReads.readSeq}, 0)`.mapWith(Number)
  return db
    .select({ roomId: roomVersions.roomId, after })
    .from(roomVersions)
    .leftJoin(hookCursors, and(eq(hookCursors.roomId, roomVersions.roomId), eq(hookCursors.programId, programId)))
    .leftJoin(roomReads, and(eq(roomReads.roomId, roomVersions.roomId), eq(roomReads.userId, programId)))
    .where(and(inArray(roomVersions.roomId, visible), gt(roomVersions.version, after)))
}

/** What happened in a room after a version, in order, as much as is read at once; and up to where that is. */
export async function untoldIn(db: Queries, { roomId, after }: Behind): Promise<{ upTo: number; untold: Untold[] }> {
  const { version: upTo, events } = await changesAfter(db, roomId, after)
  const untold = events.map(({ v: version, name, data }): Untold => {
    if (name === RoomChanged.name) return { roomId, version, what: 'room' }
    if (name === RoomPeopleChanged.name) return { roomId, version, what: 'people' }
    const { id, seq } = data as Message
    return { roomId, version, what: { messageId: id, isNew: seq > after } }
  })
  return { upTo, untold }
}

export async function moveCursor(db: Queries, programId: string, roomId: string, version: number): Promise<void> {
  await db
    .insert(hookCursors)
    .values({ programId, roomId, version })
    .onConflictDoUpdate({
      target: [hookCursors.programId, hookCursors.roomId],
      set: { version: sql`greatest(${hookCursors.version}, excluded.version)` },
    })
}

/** What is sent of a change. */
export interface Telling {
  id: string
  event: HookEvent
  roomId: string
  body: Readonly<Record<string, unknown>>
}

interface Choice {
  programId: string
  events: readonly HookEvent[]
  withText: boolean
}

/**
 * A change as it is at this moment: what was deleted meanwhile is told as deleted, and of a room that the program does not see
 * any more nothing is told. What programs wrote is not told: two that answer each other would never stop.
 */
export async function tellingOf(
  db: Queries,
  { programId, events, withText }: Choice,
  change: Untold,
): Promise<Telling | undefined> {
  const told = await readTold(db, change, withText)
  if (!told || !events.includes(told.event)) return undefined
  const { roomId } = change
  // After reading (I5): whoever was taken off the list meanwhile gets none of it.
  if ((await visibleRoomIds(db, programId, [roomId])).length === 0) return undefined
  const id = namedId(programId, roomId, told.event, told.version)
  const room = { id: roomId, version: told.version, ...told.room }
  return { id, event: told.event, roomId, body: { id, event: told.event, room, ...told.rest } }
}

interface Told {
  event: HookEvent
  version: number
  room?: object
  rest?: object
}

async function readTold(db: Queries, { roomId, version, what }: Untold, withText: boolean): Promise<Told | undefined> {
  if (what === 'people') return { event: 'room.peopleChanged', version }
  if (what === 'room') {
    const [room] = await db.select().from(rooms).where(eq(rooms.id, roomId))
    return room && { event: 'room.changed', version, room: presentRoom(asRoom(room), withText) }
  }
  const [row] = await selectMessages(db).where(eq(messages.id, what.messageId))
  if (!row || row.author.program) return undefined
  const message = asMessage(row)
  const event = eventOf(message, what.isNew)
  return event && { event, version: message.version, rest: { message: presentMessage(message, withText) } }
}

/** A reaction is a change of its message, but nobody is told of it. */
function eventOf({ body, editedAt }: Message, isNew: boolean): HookEvent | undefined {
  if (body === null) return 'message.deleted'
  if (isNew) return 'message.posted'
  return editedAt === null ? undefined : 'message.edited'
}

function presentRoom({ name, archived }: Room, withText: boolean): object {
  return { archived, ...(withText ? { name } : {}) }
}

function presentMessage(message: Message, withText: boolean): object {
  const { id, seq, author, body, postedAt, editedAt } = message
  const plain = { id, seq, postedAt, editedAt }
  if (!withText) return { ...plain, author: { id: author.id } }
  return { ...plain, author: { id: author.id, name: author.name, organisation: author.organisation }, text: body }
}
