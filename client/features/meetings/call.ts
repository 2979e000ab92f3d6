import type { Device } from 'mediasoup-client'
import type { MeetingSummary } from '#protocol/meetings'
import { CallSession } from '../../media/call-session.ts'
import { LevelMeter } from '../../media/levels.ts'
import type { LocalMedia } from '../../media/local-media.ts'
import { Store } from '../../state/store.ts'
import type { Signalling } from '../../media/signalling.ts'
import { SpeakingWatch, type Voice } from '../../media/speaking.ts'
import { announce } from '../../ui/announcer.tsx'
import type { View } from './layout.ts'
import {
  applyActiveSpeaker,
  applyParticipant,
  applyParticipantLeft,
  applySnapshot,
  isOn,
  newMeeting,
  type MeetingModel,
} from './model.ts'
import { PresenceNotices } from './presence-notices.ts'

/** How this person looks at the meeting. Outlives leaving the page. */
export interface CallView {
  readonly view: View
  readonly pinned: string | null
  readonly showsSelf: boolean
  readonly page: number
}

export interface CallOptions {
  meeting: MeetingSummary
  signalling: Signalling
  device: Device
  media: LocalMedia
}

/** The meeting this browser takes part in: the media, who is there, and how it is looked at. */
export class Call {
  readonly roomId: string
  readonly session: CallSession
  readonly media: LocalMedia
  readonly model: Store<MeetingModel>
  readonly view = new Store<CallView>({ view: 'grid', pinned: null, showsSelf: true, page: 0 })
  /** The browser refuses to play before somebody presses something. */
  readonly soundIsBlocked = new Store(false)
  readonly #speaking: SpeakingWatch
  readonly #notices: PresenceNotices
  readonly #stopWatching: () => void
  #ownMeter: { meter: LevelMeter; track: MediaStreamTrack } | undefined

  private constructor(options: CallOptions, session: CallSession, model: Store<MeetingModel>) {
    this.roomId = options.meeting.roomId
    this.media = options.media
    this.session = session
    this.model = model
    this.#speaking = new SpeakingWatch(() => this.#voices())
    this.#notices = new PresenceNotices(model, announce)
    this.#stopWatching = session.state.subscribe(() => {
      if (session.state.read().ended) void this.#close()
    })
  }

  /** Joins; throws what the server refuses with. */
  static async join(options: CallOptions): Promise<Call> {
    const { meeting } = options
    const peerId = crypto.randomUUID()
    const model = new Store(newMeeting(peerId, { meeting, participants: [], activeSpeaker: null }))
    const change = (next: (known: MeetingModel) => MeetingModel) => model.set(next(model.read()))
    const session = await CallSession.join({
      ...options,
      meetingId: meeting.id,
      peerId,
      listener: {
        onMeeting: (snapshot) => change((known) => applySnapshot(known, snapshot)),
        onParticipant: (participant) => change((known) => applyParticipant(known, participant)),
        onParticipantLeft: (gone) => change((known) => applyParticipantLeft(known, gone)),
        onActiveSpeaker: (speaker) => change((known) => applyActiveSpeaker(known, speaker)),
      },
    })
    return new Call(options, session, model)
  }

  get speaking(): Store<ReadonlySet<string>> {
    return this.#speaking.speaking
  }

  leave(): void {
    this.session.leave()
  }

  /** The own loudness is measured here, that of others where they are played. Who is muted does not speak. */
  #voices(): Voice[] {
    const { participants, ownPeerId } = this.model.read()
    const tracks = this.session.state.read().tracks
    return participants
      .filter((participant) => isOn(participant, 'microphone'))
      .map(({ peerId }) => ({
        peerId,
        level:
          peerId === ownPeerId
            ? this.#ownLevel()
            : tracks.find((track) => track.peerId === peerId && track.source === 'microphone')?.readLevel(),
      }))
  }

  #ownLevel(): number | undefined {
    const { state, track } = this.media.microphone.read()
    if (state !== 'on' || !track) return undefined
    if (this.#ownMeter?.track !== track) {
      this.#ownMeter?.meter.close()
      this.#ownMeter = { meter: new LevelMeter(track), track }
    }
    // The meter's scale is for the eye; from its middle on somebody speaks.
    return this.#ownMeter.meter.read() > 0.4 ? 1 : 0
  }

  async #close(): Promise<void> {
    this.#stopWatching()
    this.#speaking.close()
    this.#notices.close()
    this.#ownMeter?.meter.close()
    await this.media.close()
  }
}
