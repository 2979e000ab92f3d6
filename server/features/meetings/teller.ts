import {
  ActiveSpeakerChanged,
  ConsumerClosed,
  ConsumerOpened,
  MeetingEnded,
  ParticipantChanged,
  ParticipantLeft,
  PeerReplaced,
  type Consumer,
} from '#protocol/meetings'
import type { Publisher } from '../../realtime/feature.ts'
import type { LeaveReason, Meeting } from './meeting.ts'
import type { Peer } from './peer.ts'
import type { RoomHeader } from './room-header.ts'

/** What a meeting says, to whom. */
export interface Teller {
  participant(meeting: Meeting, peer: Peer): void
  left(meeting: Meeting, peer: Peer, reason: LeaveReason): void
  /** The peer's media is gone and wants to be made anew. */
  interrupted(peer: Peer): void
  /** The room's header: who is in the meeting now. */
  room(meeting: Meeting): void
  ended(meeting: Meeting, peers: readonly Peer[]): void
  activeSpeaker(meeting: Meeting, peerId: string | null): void
  consumerOpened(peerId: string, consumer: Consumer): void
  consumerClosed(peerId: string, consumerId: string): void
}

export function createTeller(publish: Publisher, header: RoomHeader): Teller {
  const toMeeting = ({ id }: Meeting) => `meeting:${id}`
  const toPeer = (id: string) => `peer:${id}`

  return {
    participant(meeting, peer) {
      publish.hint(toMeeting(meeting), ParticipantChanged, peer.participant)
    },
    left(meeting, peer, reason) {
      if (reason === 'elsewhere' || reason === 'revoked') {
        publish.hint(toPeer(peer.id), PeerReplaced, { peerId: peer.id, reason })
      }
      // Before the others are told: whoever left hears nothing more of it (I5).
      publish.recheck(toPeer(peer.id))
      publish.recheck(toMeeting(meeting))
      if (!peer.announced) return
      publish.hint(toMeeting(meeting), ParticipantLeft, { peerId: peer.id })
      this.room(meeting)
    },
    interrupted(peer) {
      publish.hint(toPeer(peer.id), PeerReplaced, { peerId: peer.id, reason: 'worker' })
    },
    room(meeting) {
      header.show(meeting.roomId, meeting.summary)
    },
    ended(meeting, peers) {
      publish.hint(toMeeting(meeting), MeetingEnded, { meetingId: meeting.id })
      publish.recheck(toMeeting(meeting))
      for (const { id } of peers) publish.recheck(toPeer(id))
      header.show(meeting.roomId, null)
    },
    activeSpeaker(meeting, peerId) {
      publish.hint(toMeeting(meeting), ActiveSpeakerChanged, { peerId })
    },
    consumerOpened(peerId, consumer) {
      publish.hint(toPeer(peerId), ConsumerOpened, consumer)
    },
    consumerClosed(peerId, consumerId) {
      publish.hint(toPeer(peerId), ConsumerClosed, { consumerId })
    },
  }
}
