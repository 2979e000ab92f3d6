import type { MeetingSummary, Participant } from '#protocol/meetings'
import type { Refusal } from '#wire/refusal'
import type { Quality } from './quality.ts'
import type { RemoteTrack } from './receiving.ts'
import type { Sent } from './sending.ts'

/** `left`: by oneself. `elsewhere`: joined from another device. `revoked`: the room is closed to this person. `failed`: given up. */
export type EndReason = 'left' | 'ended' | 'elsewhere' | 'revoked' | 'failed'

export interface CallState {
  /** `interrupted`: the media's way is cut and being repaired; sound and picture stand still. */
  readonly line: 'connected' | 'interrupted'
  readonly quality: Quality
  readonly sent: Sent
  readonly tracks: readonly RemoteTrack[]
  readonly ended: EndReason | null
}

/** Who is there, as the server tells it whole or in changes. */
export interface MeetingListener {
  onMeeting: (state: MeetingState) => void
  onParticipant: (participant: Participant) => void
  onParticipantLeft: (peerId: string) => void
  onActiveSpeaker: (peerId: string | null) => void
}

export interface MeetingState {
  readonly meeting: MeetingSummary
  readonly participants: readonly Participant[]
  readonly activeSpeaker: string | null
}

/** What being refused means for somebody who wants to join again; undefined: it is worth another try. */
export function endAfterRefusal({ code }: Refusal): EndReason | undefined {
  if (code === 'gone') return 'ended'
  return code === 'not_found' || code === 'forbidden' || code === 'unauthenticated' ? 'revoked' : undefined
}
