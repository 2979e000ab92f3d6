import type { Command, InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { Person } from '#protocol/auth'
import {
  ConnectTransport,
  EndStream,
  JoinMeeting,
  LeaveMeeting,
  ReadMeeting,
  ReportTiles,
  RestartIce,
  ResumeConsumers,
  SendStream,
  SwitchStream,
} from '#protocol/meetings'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { peopleByIds } from '../orgs/index.ts'
import { accessMeeting } from './access.ts'
import type { Hall } from './hall.ts'
import type { Meeting } from './meeting.ts'
import type { Line, Peer } from './peer.ts'

/** What costs the worker most, faster than any person needs it. */
export const PERSON_LIMITS = {
  joins: { name: 'meetings.join', points: 40, perSeconds: 60 },
  streams: { name: 'meetings.sendStream', points: 60, perSeconds: 60 },
  iceRestarts: { name: 'meetings.restartIce', points: 60, perSeconds: 60 },
} as const satisfies Record<string, Limit>

/** Who calls, and through which socket. */
export interface Caller {
  actor: Actor
  line: Line
}

/** Commands about a meeting are done by the node that carries it. */
export type OwnedCommand =
  | typeof JoinMeeting
  | typeof ReadMeeting
  | typeof ConnectTransport
  | typeof RestartIce
  | typeof SendStream
  | typeof SwitchStream
  | typeof EndStream
  | typeof ResumeConsumers
  | typeof ReportTiles
  | typeof LeaveMeeting

interface OwnerContext {
  deps: Pick<Deps, 'db' | 'limits'>
  hall: Hall
  /** Whether a peer of this id is somebody else's on another node. */
  isTakenElsewhere: (peerId: string, userId: string) => Promise<boolean>
}

type Work = (context: OwnerContext, caller: Caller, input: never) => Promise<unknown>

const works = new Map<string, Work>()

function does<C extends OwnedCommand>(
  command: C,
  work: (context: OwnerContext, caller: Caller, input: InputOf<C>) => Promise<OutputOf<C>>,
): void {
  works.set(command.name, work)
}

/** Registers a command of a peer that is in the meeting. */
function peerDoes<C extends Exclude<OwnedCommand, typeof JoinMeeting>>(
  command: C,
  work: (at: { meeting: Meeting; peer: Peer; deps: OwnerContext['deps'] }, input: InputOf<C>) => Promise<OutputOf<C>>,
): void {
  does(command, async ({ hall, deps }, { actor, line }, input) => {
    const { meetingId, peerId } = input
    const meeting = hall.get(meetingId)
    const peer = meeting.peerOf(actor.userId, peerId)
    peer.heard(line)
    return work({ meeting, peer, deps }, input)
  })
}

/** Does a command on the node that carries the meeting. Its input has been parsed where it arrived. */
export async function doAsOwner(
  context: OwnerContext,
  command: Command['name'],
  caller: Caller,
  input: unknown,
): Promise<unknown> {
  const work = works.get(command)
  if (!work) throw new Refusal('not_found', 'no such command')
  return work(context, caller, input as never)
}

does(JoinMeeting, async ({ deps, hall, isTakenElsewhere }, { actor, line }, { meetingId, peerId, rtpCapabilities }) => {
  await deps.limits.take(PERSON_LIMITS.joins, actor.userId)
  const { mayEnd, guestName } = await accessMeeting(deps.db, actor, meetingId, 'meeting.join')
  const meeting = hall.get(meetingId)
  await checkPeerId({ hall, isTakenElsewhere }, meeting, peerId, actor.userId)
  const person = await personOf(deps, actor, guestName)
  const { peer, consumers } = await meeting.join(
    { peerId, person, isGuest: guestName !== undefined, sessionId: actor.sessionId, line, rtpCapabilities },
    async () => void (await accessMeeting(deps.db, actor, meetingId, 'meeting.join')),
  )
  const { send, receive } = peer.media
  const { summary, participants, activeSpeaker } = meeting
  return { meeting: summary, send, receive, participants, consumers, activeSpeaker, moderator: mayEnd }
})

peerDoes(ReadMeeting, async ({ meeting, peer }) => {
  const { media } = peer
  await media.repair()
  const { summary, participants, activeSpeaker } = meeting
  return { meeting: summary, participants, consumers: media.consumers, activeSpeaker }
})

peerDoes(ConnectTransport, async ({ peer }, { transportId, dtlsParameters }) => {
  await peer.media.connectTransport(transportId, dtlsParameters)
  return null
})

peerDoes(RestartIce, async ({ peer, deps }, { transportId }) => {
  await deps.limits.take(PERSON_LIMITS.iceRestarts, peer.person.id)
  return { iceParameters: await peer.media.restartIce(transportId) }
})

peerDoes(SendStream, async ({ meeting, peer, deps }, { source, rtpParameters, screenId, on }) => {
  await deps.limits.take(PERSON_LIMITS.streams, peer.person.id)
  const streamId = await peer.media.sendStream({ source, rtpParameters, screenId, on })
  meeting.changed(peer)
  return { streamId }
})

peerDoes(SwitchStream, async ({ meeting, peer }, { streamId, on }) => {
  await peer.media.switchStream(streamId, on)
  meeting.changed(peer)
  return null
})

peerDoes(EndStream, async ({ meeting, peer }, { streamId }) => {
  peer.media.endStream(streamId)
  meeting.changed(peer)
  return null
})

peerDoes(ResumeConsumers, async ({ peer }, { consumerIds }) => {
  peer.media.resume(consumerIds)
  return null
})

peerDoes(ReportTiles, async ({ peer }, { tiles }) => {
  peer.media.reportTiles(tiles)
  return null
})

peerDoes(LeaveMeeting, async ({ meeting, peer }) => {
  meeting.drop(peer, 'left')
  return null
})

/** As whom somebody is shown to the others. */
async function personOf(
  { db }: OwnerContext['deps'],
  { userId }: Actor,
  guestName: string | undefined,
): Promise<Person> {
  if (guestName !== undefined) return { id: userId, name: guestName, organisation: null }
  const person = (await peopleByIds(db, [userId])).get(userId)
  if (!person) throw new Refusal('not_found', 'no such person')
  return person
}

/** A peer's id names its topic: it must be nobody else's, in no meeting. */
async function checkPeerId(
  { hall, isTakenElsewhere }: Pick<OwnerContext, 'hall' | 'isTakenElsewhere'>,
  meeting: Meeting,
  peerId: string,
  userId: string,
): Promise<void> {
  const here = hall.findPeer(peerId)
  const taken = here ? meeting.findPeer(peerId) !== here : await isTakenElsewhere(peerId, userId)
  if (taken) throw new Refusal('conflict', 'the peer is in another meeting')
}
