import type { Device } from 'mediasoup-client'
import type { DataOf, EventDefinition, OutputOf } from '#wire/command'
import {
  ActiveSpeakerChanged,
  ConsumerClosed,
  ConsumerOpened,
  JoinMeeting,
  MeetingEnded,
  ParticipantChanged,
  ParticipantLeft,
  PeerReplaced,
  type TransportParameters,
} from '#protocol/meetings'
import { Refusal } from '#wire/refusal'
import { endAfterRefusal, type CallState, type EndReason, type MeetingListener } from './call-state.ts'
import type { LocalMedia } from './local-media.ts'
import { Store } from '../state/store.ts'
import { PeerCalls } from './peer-calls.ts'
import { FIRST_JUDGEMENT, judge, LineSampler } from './quality.ts'
import { Receiving } from './receiving.ts'
import { NOTHING_SENT, Sending } from './sending.ts'
import { transportOptions } from './sfu.ts'
import type { Signalling } from './signalling.ts'
import { TileReport } from './tile-report.ts'
import { TransportGuard } from './transport-guard.ts'

export interface CallOptions {
  meetingId: string
  /** Made here, so that joining again after a lost answer is the same peer. */
  peerId: string
  signalling: Signalling
  device: Device
  media: LocalMedia
  listener: MeetingListener
}

type Joined = OutputOf<typeof JoinMeeting>

/** What is expected and what is there are compared this often, so that nobody stays silently deaf. */
const COMPARE_MS = 15_000
const SAMPLE_MS = 3_000
/** Joining again more often than this in a minute mends nothing. */
const REJOINS_PER_MINUTE = 6
const MINUTE_MS = 60_000
const REJOIN_DELAYS_MS = [0, 400, 1_200, 2_700, 5_000, 7_000, 7_000, 7_000, 7_000, 10_000, 10_000, 10_000]

/**
 * One person's part in one meeting, from joining to leaving. Survives the loss of the socket, of the network and of the
 * media worker: it repairs what it has, and otherwise joins again as the same peer with the same sources and mute state.
 */
export class CallSession {
  readonly state = new Store<CallState>({
    line: 'connected',
    quality: 'good',
    sent: NOTHING_SENT,
    tracks: [],
    ended: null,
  })
  readonly tiles: TileReport
  /** Whether this person may end the meeting for all. */
  moderator = false
  readonly #options: CallOptions
  readonly #calls: PeerCalls
  #sending: Sending | undefined
  #receiving: Receiving | undefined
  #guards: TransportGuard[] = []
  #stopHearing: (() => void)[] = []
  #timers: ReturnType<typeof setInterval>[] = []
  #readStats: () => Promise<RTCStatsReport[]> = () => Promise.resolve([])
  readonly #interrupted = new Set<string>()
  #recovering = false
  #recoveries: number[] = []

  private constructor(options: CallOptions) {
    this.#options = options
    this.#calls = new PeerCalls(options.signalling, options.meetingId, options.peerId)
    this.tiles = new TileReport((tiles) => this.#calls.reportTiles(tiles))
  }

  /** Joins with what `media` has switched on; one round trip. Throws what the server refuses with. */
  static async join(options: CallOptions): Promise<CallSession> {
    const session = new CallSession(options)
    session.#open(await session.#join())
    session.#keepWatch()
    return session
  }

  get meetingId(): string {
    return this.#options.meetingId
  }

  get peerId(): string {
    return this.#options.peerId
  }

  /** Leaves; the devices stay with whoever gave them. The server is told, but not waited for. */
  leave(): void {
    if (this.state.read().ended) return
    this.#calls.leave().catch(() => undefined)
    this.#finish('left')
  }

  async #join(): Promise<Joined> {
    const { signalling, device, meetingId } = this.#options
    return signalling.call(JoinMeeting, { meetingId, peerId: this.peerId, rtpCapabilities: device.recvRtpCapabilities })
  }

  #open({ send, receive, consumers, moderator, meeting, participants, activeSpeaker }: Joined): void {
    this.#closeMedia()
    const { media, listener } = this.#options
    this.moderator = moderator
    this.#receiving = this.#openReceiving(receive)
    this.#receiving.reconcile(consumers)
    listener.onMeeting({ meeting, participants, activeSpeaker })
    this.#hear()
    media.microphone.holdsMuted = true
    this.#sending = this.#openSending(send)
    this.tiles.startOver()
  }

  #openReceiving(parameters: TransportParameters): Receiving {
    const transport = this.#options.device.createRecvTransport(transportOptions(parameters))
    const receiving = new Receiving({ transport, calls: this.#calls, onTrouble: (error) => this.#onTrouble(error) })
    receiving.tracks.subscribe(() => this.state.change((known) => ({ ...known, tracks: receiving.tracks.read() })))
    this.#guard(transport)
    return receiving
  }

  #openSending(parameters: TransportParameters): Sending {
    const transport = this.#options.device.createSendTransport(transportOptions(parameters))
    const { media } = this.#options
    const sending = new Sending({ transport, media, calls: this.#calls, onTrouble: (error) => this.#onTrouble(error) })
    sending.sent.subscribe(() => this.state.change((known) => ({ ...known, sent: sending.sent.read() })))
    this.#guard(transport)
    return sending
  }

  #guard(transport: ReturnType<Device['createSendTransport']>): void {
    const guard = new TransportGuard(transport, {
      restartIce: async () => {
        const { iceParameters } = await this.#calls.restartIce(transport.id)
        await transport.restartIce({ iceParameters: transportIce(iceParameters) })
      },
      giveUp: () => void this.#recover(),
      onChange: (isConnected) => this.#onLine(transport.id, isConnected),
    })
    this.#guards.push(guard)
    const readOthers = this.#readStats
    this.#readStats = async () => [...(await readOthers()), ...(transport.closed ? [] : [await transport.getStats()])]
  }

  #onLine(transportId: string, isConnected: boolean): void {
    if (isConnected) this.#interrupted.delete(transportId)
    else this.#interrupted.add(transportId)
    this.#showLine()
  }

  #showLine(): void {
    this.state.change((known) => ({
      ...known,
      line: this.#recovering || this.#interrupted.size > 0 ? 'interrupted' : 'connected',
    }))
  }

  #hear(): void {
    const { signalling } = this.#options
    const listener = {
      onEvent: (name: string, data: unknown) => this.#onEvent(name, data),
      onHeard: () => void this.#compare(),
      onRefused: () => void this.#recover(),
    }
    this.#stopHearing = [`meeting:${this.meetingId}`, `peer:${this.peerId}`].map((topic) =>
      signalling.hear(topic, listener),
    )
  }

  #onEvent(name: string, data: unknown): void {
    const { listener } = this.#options
    const on = <E extends EventDefinition>(event: E, handle: (data: DataOf<E>) => void) => {
      if (name === event.name) handle(data as DataOf<E>)
    }
    on(ConsumerOpened, (consumer) => this.#receiving?.open(consumer))
    on(ConsumerClosed, ({ consumerId }) => this.#receiving?.end(consumerId))
    on(ParticipantChanged, (participant) => listener.onParticipant(participant))
    on(ParticipantLeft, ({ peerId }) => listener.onParticipantLeft(peerId))
    on(ActiveSpeakerChanged, ({ peerId }) => listener.onActiveSpeaker(peerId))
    on(MeetingEnded, () => this.#finish('ended'))
    on(PeerReplaced, ({ peerId, reason }) => {
      if (peerId !== this.peerId) return
      if (reason === 'worker') void this.#recover()
      else this.#finish(reason)
    })
  }

  /** Asks what this peer should see and hear, and repairs what differs. */
  async #compare(): Promise<void> {
    if (this.state.read().ended || this.#recovering) return
    const receiving = this.#receiving
    try {
      const state = await this.#calls.read()
      // Joined again meanwhile: the answer is about what no longer is.
      if (receiving !== this.#receiving || this.state.read().ended) return
      this.#receiving?.reconcile(state.consumers)
      this.#options.listener.onMeeting(state)
      await this.#sending?.update()
    } catch (error) {
      this.#onTrouble(error)
    }
  }

  /** A refusal means that server and client see different things: joining again settles it. A cut line mends itself. */
  #onTrouble(error: unknown): void {
    if (error instanceof Refusal && error.code !== 'unavailable' && error.code !== 'too_many') void this.#recover()
  }

  async #recover(): Promise<void> {
    if (this.#recovering || this.state.read().ended) return
    this.#recovering = true
    this.#showLine()
    const now = Date.now()
    this.#recoveries = [...this.#recoveries.filter((at) => now - at < MINUTE_MS), now]
    const end = this.#recoveries.length > REJOINS_PER_MINUTE ? 'failed' : await this.#joinAgain()
    this.#recovering = false
    this.#interrupted.clear()
    if (end) this.#finish(end)
    else this.#showLine()
  }

  /** The reason why it is over, or undefined once it goes on. */
  async #joinAgain(): Promise<EndReason | undefined> {
    for (const delayMs of REJOIN_DELAYS_MS) {
      await pause(delayMs)
      if (this.state.read().ended) return undefined
      try {
        const joined = await this.#join()
        if (!this.state.read().ended) this.#open(joined)
        return undefined
      } catch (error) {
        const end = error instanceof Refusal ? endAfterRefusal(error) : undefined
        if (end) return end
      }
    }
    return 'failed'
  }

  #keepWatch(): void {
    const sampler = new LineSampler()
    let judgement = FIRST_JUDGEMENT
    const sample = async () => {
      judgement = judge(judgement, sampler.sample(await this.#readStats()))
      if (!this.state.read().ended && this.state.read().quality !== judgement.quality) {
        this.state.change((known) => ({ ...known, quality: judgement.quality }))
      }
    }
    this.#timers = [setInterval(() => void this.#compare(), COMPARE_MS), setInterval(() => void sample(), SAMPLE_MS)]
  }

  #closeMedia(): void {
    for (const stop of this.#stopHearing) stop()
    for (const guard of this.#guards) guard.close()
    this.#stopHearing = []
    this.#guards = []
    this.#readStats = () => Promise.resolve([])
    this.#sending?.close()
    this.#receiving?.close()
  }

  #finish(reason: EndReason): void {
    if (this.state.read().ended) return
    for (const timer of this.#timers) clearInterval(timer)
    this.#closeMedia()
    this.tiles.close()
    this.#options.media.microphone.holdsMuted = false
    this.state.change((known) => ({ ...known, ended: reason, tracks: [], sent: NOTHING_SENT, line: 'connected' }))
  }
}

function transportIce(parameters: Record<string, unknown>): { usernameFragment: string; password: string } {
  return {
    ...parameters,
    usernameFragment: String(parameters['usernameFragment']),
    password: String(parameters['password']),
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
