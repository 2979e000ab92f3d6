import { allows, type RightAt, type RoleAt } from '#wire/permissions'
import { Refusal } from '#wire/refusal'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import { accessRoom, type AccessedRoom } from '../rooms/index.ts'
import { findMeeting, type MeetingRow } from './directory.ts'
import { findVisitorName } from './visitors.ts'

export interface AccessedMeeting extends MeetingRow {
  /** Moderates: may also end it for all. */
  mayEnd: boolean
  /** The name of a guest; undefined for people with an account. */
  guestName?: string
}

/**
 * The only door to a meeting: through its room, and for guests who were let in through their own meeting. Not there and not
 * seen are `not_found`, ended is `gone`, and `forbidden` is whoever sees the room and may not meet in it, or may not do this.
 */
export async function accessMeeting(
  db: Queries,
  actor: Actor,
  meetingId: string,
  right: RightAt<'meeting'>,
): Promise<AccessedMeeting> {
  if (actor.guestOf !== undefined) return accessAsGuest(db, actor, meetingId, right)
  const meeting = await findMeeting(db, meetingId)
  if (!meeting) throw new Refusal('not_found', 'no such meeting')
  const room = await accessRoom(db, actor, meeting.roomId, 'room.read')
  if (meeting.endedAt) throw new Refusal('gone', 'the meeting has ended')
  const roles = rolesIn(room, meeting, actor.userId)
  if (!room.rights.meet || !allows<'meeting'>(right, roles)) throw new Refusal('forbidden', `needs ${right}`)
  return { ...meeting, mayEnd: allows<'meeting'>('meeting.end', roles) }
}

/** Whether somebody has a right to the meeting of a room: one question, whatever the answer. */
export async function mayInMeeting(
  db: Queries,
  userId: string,
  meeting: Pick<MeetingRow, 'roomId' | 'startedBy'>,
  right: RightAt<'meeting'>,
): Promise<boolean> {
  try {
    const room = await accessRoom(db, { userId, sessionId: '' }, meeting.roomId, 'room.read')
    return room.rights.meet && allows<'meeting'>(right, rolesIn(room, meeting, userId))
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

async function accessAsGuest(
  db: Queries,
  actor: Actor,
  meetingId: string,
  right: RightAt<'meeting'>,
): Promise<AccessedMeeting> {
  const meeting = actor.guestOf === meetingId ? await findMeeting(db, meetingId) : undefined
  if (!meeting) throw new Refusal('not_found', 'no such meeting')
  const guestName = await findVisitorName(db, actor.userId, meetingId)
  if (guestName === undefined || !allows<'meeting'>(right, ['guest'])) throw new Refusal('forbidden', `needs ${right}`)
  if (meeting.endedAt) throw new Refusal('gone', 'the meeting has ended')
  return { ...meeting, mayEnd: false, guestName }
}

function rolesIn(
  { roles }: AccessedRoom,
  { startedBy }: Pick<MeetingRow, 'startedBy'>,
  userId: string,
): RoleAt<'meeting'>[] {
  return startedBy === userId ? [...roles, 'starter'] : [...roles]
}
