import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import { JoinMeeting, type EndMeeting, type MeetingSummary, type StartMeeting } from '#protocol/meetings'
import type { Limit } from '../../platform/rate-limits.ts'
import { newId } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Call, Deps } from '../../realtime/feature.ts'
import { accessRoom, roomIdsOf } from '../rooms/index.ts'
import { accessMeeting } from './access.ts'
import { findRunning, insertMeeting, listRunning, markEnded, type MeetingRow } from './directory.ts'
import type { Hall } from './hall.ts'
import type { Meeting } from './meeting.ts'
import { meetingEnded } from './meeting-ended.ts'
import { isUnavailable, type Nodes } from './nodes.ts'
import type { OwnedCommand } from './owner.ts'
import type { RoomHeader } from './room-header.ts'

const STARTS: Limit = { name: 'meetings.start', points: 20, perSeconds: 60 }

/** What the commands of meetings work with on every node. */
export interface Meetings {
  deps: Deps
  hall: Hall
  nodes: Nodes
  header: RoomHeader
  isReady: () => boolean
}

/** Starts the room's meeting on this node, or gives the one that runs. */
export async function startMeeting(
  meetings: Meetings,
  actor: Actor,
  { roomId }: InputOf<typeof StartMeeting>,
): Promise<MeetingSummary> {
  const { deps, hall } = meetings
  await deps.limits.take(STARTS, actor.userId)
  const room = await accessRoom(deps.db, actor, roomId, 'room.meet')
  const running = await findRunning(deps.db, room.id)
  if (running) return summaryOf(meetings, running)
  if (!meetings.isReady()) throw new Refusal('unavailable', 'the media worker is not ready')

  const row = { id: newId(), roomId, startedBy: actor.userId, startedAt: deps.clock.now(), nodeId: deps.bus.nodeId }
  // Here before it is in the database: whoever finds it there finds it here.
  const meeting = hall.open(row)
  const inserted = await insertMeeting(deps.db, row).catch((error: unknown) => {
    hall.forget(meeting)
    throw error
  })
  if (!inserted) {
    hall.forget(meeting)
    return startedByAnother(meetings, roomId)
  }
  meeting.begin()
  return meeting.summary
}

/** Running meetings in all rooms the caller sees. */
export async function listMeetings({ deps, nodes }: Meetings, actor: Actor): Promise<MeetingSummary[]> {
  const running = await listRunning(deps.db, await roomIdsOf(deps.db, actor.userId))
  return nodes.summaries(running)
}

export async function endMeeting(
  { deps, nodes, header }: Meetings,
  actor: Actor,
  { meetingId }: InputOf<typeof EndMeeting>,
): Promise<null> {
  await accessMeeting(deps.db, actor, meetingId, 'meeting.end')
  const ended = await markEnded(deps.db, meetingId, deps.clock.now())
  if (!ended) throw new Refusal('gone', 'the meeting has ended')
  meetingEnded(deps, meetingId)
  try {
    await nodes.end(ended.nodeId, meetingId)
  } catch (error) {
    // The node finds out by itself when it compares with the database; the room should know now.
    if (!isUnavailable(error)) throw error
    header.show(ended.roomId, null)
  }
  return null
}

/** Does a peer's command on the node that carries its meeting. */
export async function callOwner<C extends OwnedCommand>(
  { deps, hall, nodes }: Meetings,
  command: C,
  actor: Actor,
  input: InputOf<C>,
  { socketId }: Call,
): Promise<OutputOf<C>> {
  const { nodeId } = deps.bus
  const heardAt = deps.clock.now().getTime()
  const line =
    socketId === undefined ? { state: 'cut' as const, heardAt } : { state: 'open' as const, socketId, nodeId, heardAt }
  const { meetingId } = input as { meetingId: string }
  // Also where this node knows the meeting: to a guest any other one is not there.
  if (actor.guestOf !== undefined && actor.guestOf !== meetingId) throw new Refusal('not_found', 'no such meeting')
  const asksThere = command.name === JoinMeeting.name || isPeer(hall.find(meetingId), actor, input)
  const isHere = hall.find(meetingId) !== undefined && asksThere
  const at = isHere ? nodeId : (await accessMeeting(deps.db, actor, meetingId, 'meeting.read')).nodeId
  return (await nodes.call(at, command.name, { actor, line }, input)) as OutputOf<C>
}

/** To whoever is not in it the meeting is not there, unless its door says so. */
function isPeer(meeting: Meeting | undefined, actor: Actor, input: { peerId?: string }): boolean {
  return input.peerId !== undefined && meeting?.findPeer(input.peerId)?.person.id === actor.userId
}

/** Ends a meeting of this node: in the database first, then for everybody in it. */
export async function endHere({ deps, hall }: Meetings, meeting: Meeting): Promise<void> {
  const ended = await markEnded(deps.db, meeting.id, deps.clock.now())
  hall.close(meeting)
  if (ended) meetingEnded(deps, meeting.id)
}

async function summaryOf({ nodes }: Meetings, row: MeetingRow): Promise<MeetingSummary> {
  const [summary] = await nodes.summaries([row])
  if (!summary) throw new Refusal('unavailable', 'the meeting is just starting or ending')
  return summary
}

async function startedByAnother(meetings: Meetings, roomId: string): Promise<MeetingSummary> {
  const running = await findRunning(meetings.deps.db, roomId)
  if (!running) throw new Refusal('unavailable', 'the meeting is just ending')
  return summaryOf(meetings, running)
}
