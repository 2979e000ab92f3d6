import type { Device } from 'mediasoup-client'
import {
  EndMeeting,
  ListMeetings,
  MediaStateChanged,
  ReadMediaState,
  StartMeeting,
  type MediaState,
  type MeetingSummary,
  type RoomMeetingChanged,
} from '#protocol/meetings'
import type { DataOf } from '#wire/command'
import type { EndReason } from '../../media/call-state.ts'
import type { LocalMedia } from '../../media/local-media.ts'
import { Store } from '../../state/store.ts'
import type { Signalling } from '../../media/signalling.ts'
import type { Call } from './call.ts'

/** What the whole app knows of meetings, above every page. */
export interface CallsState {
  /** Null until the server has told. */
  readonly media: MediaState | null
  /** Running meetings by room. */
  readonly running: ReadonlyMap<string, MeetingSummary>
  readonly current: Call | null
  /** The devices of the page before joining. */
  readonly preview: LocalMedia | null
  /** The last meeting that ended without the person having left it. */
  readonly over: { readonly roomId: string; readonly reason: EndReason } | null
}

const NOTHING_KNOWN: CallsState = { media: null, running: new Map(), current: null, preview: null, over: null }

/** The meetings of the rooms one sees, and the one this browser takes part in. */
export class Calls {
  readonly state = new Store(NOTHING_KNOWN)
  readonly #signalling: Signalling
  #device: { of: MediaState; loading: Promise<Device> } | undefined
  #stopHearing: (() => void) | undefined

  constructor(signalling: Signalling) {
    this.#signalling = signalling
  }

  /** Begins to watch; whoever is signed in. */
  watch(): void {
    this.#stopHearing ??= this.#signalling.hear('everyone:media', {
      onEvent: (name, data) => {
        if (name === MediaStateChanged.name)
          this.state.change((known) => ({ ...known, media: data as DataOf<typeof MediaStateChanged> }))
      },
      onHeard: () => void this.refresh().catch(() => undefined),
      onRefused: () => undefined,
    })
  }

  /** Signed out: everything is forgotten, the meeting left. */
  stop(): void {
    this.#stopHearing?.()
    this.#stopHearing = undefined
    this.state.read().current?.leave()
    this.state.set(NOTHING_KNOWN)
  }

  /** Reads the whole state; after an outage too. */
  async refresh(): Promise<void> {
    const [media, meetings] = await Promise.all([
      this.#signalling.call(ReadMediaState, {}),
      this.#signalling.call(ListMeetings, {}),
    ])
    this.state.change((known) => ({
      ...known,
      media,
      running: new Map(meetings.map((meeting) => [meeting.roomId, meeting])),
    }))
  }

  /** An event of a room. */
  onRoomMeeting({ roomId, meeting }: DataOf<typeof RoomMeetingChanged>): void {
    const running = new Map(this.state.read().running)
    if (meeting) running.set(roomId, meeting)
    else running.delete(roomId)
    this.state.change((known) => ({ ...known, running }))
  }

  /** Loads the code of a call, so that joining is one press and one round trip. */
  async prepare(): Promise<void> {
    const { media } = this.state.read()
    await loadCall()
    if (media) await this.#loadDevice(media)
  }

  /** Joins the room's meeting, or starts it, with what `media` has switched on. Throws what the server refuses with. */
  async join(roomId: string, media: LocalMedia): Promise<void> {
    this.leave()
    const meeting = this.state.read().running.get(roomId) ?? (await this.#start(roomId))
    const state = this.state.read().media ?? (await this.#signalling.call(ReadMediaState, {}))
    await this.#enter(meeting, state, media, (reason) => {
      const over = reason === 'left' ? null : { roomId, reason }
      this.state.change((known) => ({ ...known, current: null, over }))
    })
  }

  /**
   * Joins a meeting of which one knows nothing but its id, as a guest. Throws what the server refuses with.
   * @param onOver told once it ends here, whatever the reason
   */
  async joinAsGuest(
    meetingId: string,
    state: MediaState,
    media: LocalMedia,
    onOver: (reason: EndReason) => void,
  ): Promise<void> {
    this.leave()
    const meeting = { id: meetingId, roomId: '', startedAt: new Date().toISOString(), people: [] }
    await this.#enter(meeting, state, media, (reason) => {
      this.state.change((known) => ({ ...known, current: null }))
      onOver(reason)
    })
  }

  async #enter(
    meeting: MeetingSummary,
    state: MediaState,
    media: LocalMedia,
    onOver: (reason: EndReason) => void,
  ): Promise<void> {
    const [{ Call }, device] = await Promise.all([loadCall(), this.#loadDevice(state)])
    const call = await Call.join({ meeting, signalling: this.#signalling, device, media })
    this.state.change((known) => ({ ...known, current: call, over: null }))
    const stop = call.session.state.subscribe(() => {
      const { ended } = call.session.state.read()
      if (!ended) return
      stop()
      if (this.state.read().current === call) onOver(ended)
    })
  }

  /** Devices being tried before joining. Whoever calls the returned function goes back: then they are released, unless they went along. */
  tryOut(media: LocalMedia): () => void {
    this.state.change((known) => ({ ...known, preview: media }))
    return () => {
      if (this.state.read().preview === media) this.state.change((known) => ({ ...known, preview: null }))
      if (this.state.read().current?.media !== media) void media.close()
    }
  }

  leave(): void {
    this.state.read().current?.leave()
    this.state.change((known) => ({ ...known, over: null }))
  }

  async endForAll(): Promise<void> {
    const { current } = this.state.read()
    if (!current) return
    await this.#signalling.call(EndMeeting, { meetingId: current.session.meetingId })
    this.leave()
  }

  async #start(roomId: string): Promise<MeetingSummary> {
    const meeting = await this.#signalling.call(StartMeeting, { roomId })
    this.onRoomMeeting({ roomId, meeting })
    return meeting
  }

  #loadDevice(state: MediaState): Promise<Device> {
    if (state.state !== 'ready') return Promise.reject(new Error('Meetings are not ready'))
    if (this.#device?.of !== state) {
      const loading = import('../../media/sfu.ts').then(({ loadDevice }) => loadDevice(state.routerRtpCapabilities))
      this.#device = { of: state, loading }
    }
    return this.#device.loading
  }
}

/** With everything a running meeting may need to show: an update of the server meanwhile must not break it. */
async function loadCall() {
  const [call] = await Promise.all([
    import('./call.ts'),
    import('./running-bar-line.tsx'),
    import('./over-notice.tsx'),
    import('./meeting-in-room.tsx'),
  ])
  return call
}
