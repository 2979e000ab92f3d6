import { Refusal } from '#wire/refusal'
import type { Queries } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import { accessRoom } from '../rooms/index.ts'
import { findMeeting, type MeetingRow } from './directory.ts'

export interface AccessedMeeting extends MeetingRow {
  /** Whoever started it, and those who manage the room. */
  mayEnd: boolean
}

/**
 * The only door to a meeting: through its room. Not there and not seen are `not_found`, ended is `gone`, and `forbidden`
 * is whoever sees the room and may not meet in it.
 */
export async function accessMeeting(db: Queries, actor: Actor, meetingId: string): Promise<AccessedMeeting> {
  const meeting = await findMeeting(db, meetingId)
  if (!meeting) throw new Refusal('not_found', 'no such meeting')
  const room = await accessRoom(db, actor, meeting.roomId, 'read')
  if (meeting.endedAt) throw new Refusal('gone', 'the meeting has ended')
  if (!room.rights.meet) throw new Refusal('forbidden', 'not allowed to meet')
  return { ...meeting, mayEnd: room.rights.manage || meeting.startedBy === actor.userId }
}
