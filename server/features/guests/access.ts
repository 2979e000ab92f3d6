import { eq } from 'drizzle-orm'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import { accessMeeting } from '../meetings/index.ts'
import { organisations } from '../orgs/index.ts'
import { projects } from '../projects/index.ts'
import { lockRoom, rooms } from '../rooms/index.ts'

/** A meeting whose guests somebody looks after. */
export interface HostedMeeting {
  id: string
  roomId: string
  /** Whose project it is: responsible for the guests' data, and whose audit log tells of them. */
  organisationId: string
}

/**
 * The door to a meeting's guests for whoever looks after them. Locks the room until the transaction ends: its people and the
 * meeting's guests stay what the answer says.
 */
export async function lockAsHost(tx: Transaction, actor: Actor, meetingId: string): Promise<HostedMeeting> {
  const { id, roomId } = await accessMeeting(tx, actor, meetingId, 'meeting.manageGuests')
  await lockRoom(tx, roomId)
  await accessMeeting(tx, actor, meetingId, 'meeting.manageGuests')
  return { id, roomId, organisationId: (await readResponsible(tx, roomId)).id }
}

/** The organisation that is responsible for what happens in a room: the one its project belongs to. */
export async function readResponsible(db: Queries, roomId: string): Promise<{ id: string; name: string }> {
  const [found] = await db
    .select({ id: organisations.id, name: organisations.name })
    .from(rooms)
    .innerJoin(projects, eq(projects.id, rooms.projectId))
    .innerJoin(organisations, eq(organisations.id, projects.organisationId))
    .where(eq(rooms.id, roomId))
  if (!found) throw new Error('a room without an organisation')
  return found
}
