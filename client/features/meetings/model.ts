import type { MeetingSummary, Participant, Source } from '#protocol/meetings'

/** Who is in the meeting and what they give, as the server tells it. */
export interface MeetingModel {
  readonly meeting: MeetingSummary
  readonly ownPeerId: string
  /** In the order of joining; oneself is among them. */
  readonly participants: readonly Participant[]
  readonly activeSpeaker: string | null
  /** The one who spoke last and is not oneself: stays large while nobody speaks. */
  readonly lastOtherSpeaker: string | null
}

export interface MeetingSnapshot {
  readonly meeting: MeetingSummary
  readonly participants: readonly Participant[]
  readonly activeSpeaker: string | null
}

export function newMeeting(ownPeerId: string, snapshot: MeetingSnapshot): MeetingModel {
  return applySnapshot({ ...snapshot, ownPeerId, participants: [], lastOtherSpeaker: null }, snapshot)
}

/** The whole truth replaces what was known; who spoke last is remembered while they are there. */
export function applySnapshot(model: MeetingModel, snapshot: MeetingSnapshot): MeetingModel {
  const participants = [...snapshot.participants].sort(byJoining)
  return withSpeaker({ ...model, meeting: snapshot.meeting, participants }, snapshot.activeSpeaker)
}

export function applyParticipant(model: MeetingModel, participant: Participant): MeetingModel {
  const others = model.participants.filter(({ peerId }) => peerId !== participant.peerId)
  return { ...model, participants: [...others, participant].sort(byJoining) }
}

export function applyParticipantLeft(model: MeetingModel, peerId: string): MeetingModel {
  const participants = model.participants.filter((participant) => participant.peerId !== peerId)
  if (participants.length === model.participants.length) return model
  return withSpeaker({ ...model, participants }, model.activeSpeaker)
}

export function applyActiveSpeaker(model: MeetingModel, peerId: string | null): MeetingModel {
  return withSpeaker(model, peerId)
}

export function isOn(participant: Participant, source: Source): boolean {
  return participant.streams.some((stream) => stream.source === source && stream.on)
}

/** Names of those who came and went between two states; oneself is not news. */
export function comingsAndGoings(before: MeetingModel, after: MeetingModel): { came: string[]; went: string[] } {
  const missingIn = (other: MeetingModel) => (participant: Participant) =>
    participant.peerId !== other.ownPeerId &&
    !other.participants.some(
      ({ peerId, person }) => peerId === participant.peerId || person.id === participant.person.id,
    )
  return {
    came: after.participants.filter(missingIn(before)).map(({ person }) => person.name),
    went: before.participants.filter(missingIn(after)).map(({ person }) => person.name),
  }
}

function withSpeaker(model: MeetingModel, activeSpeaker: string | null): MeetingModel {
  const isThere = (peerId: string | null) => model.participants.some((participant) => participant.peerId === peerId)
  const speaker = isThere(activeSpeaker) ? activeSpeaker : null
  const isOther = speaker !== null && speaker !== model.ownPeerId
  const remembered = isThere(model.lastOtherSpeaker) ? model.lastOtherSpeaker : null
  return { ...model, activeSpeaker: speaker, lastOtherSpeaker: isOther ? speaker : remembered }
}

function byJoining(one: Participant, other: Participant): number {
  return one.joinedAt.localeCompare(other.joinedAt) || one.peerId.localeCompare(other.peerId)
}
