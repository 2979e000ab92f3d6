import { allows, type RightAt, type RoleAt } from '#wire/permissions'
import { Refusal } from '#wire/refusal'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import { accessRoom } from '../rooms/index.ts'
import { findMeeting, type MeetingRow } from './directory.ts'

export interface AccessedMeeting extends MeetingRow {
  /** Moderates: may also end it for all. */
  mayEnd: boolean
}

/**
 * The only door to a meeting: through its room. Not there and not seen are `not_found`, ended is `gone`, and `forbidden`
 * is whoever sees the room and may not meet in it, or may not do this.
 */
export async function accessMeeting(
  db: Queries,
  actor: Actor,
  meetingId: string,
  right: RightAt<'meeting'>,
): Promise<AccessedMeeting> {
  const meeting = await findMeeting(db, meetingId)
  if (!meeting) throw new Refusal('not_found', 'no such meeting')
  const room = await accessRoom(db, actor, meeting.roomId, 'room.read')
  if (meeting.endedAt) throw new Refusal('gone', 'the meeting has ended')
  const roles: RoleAt<'meeting'>[] = meeting.startedBy === actor.userId ? [...room.roles, 'starter'] : [...room.roles]
  if (!room.rights.meet || !allows<'meeting'>(right, roles)) throw new Refusal('forbidden', `needs ${right}`)
  return { ...meeting, mayEnd: allows<'meeting'>('meeting.end', roles) }
}
