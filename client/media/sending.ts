import type { Producer, RtpParameters, Transport } from 'mediasoup-client/types'
import type { Source } from '#protocol/meetings'
import { Refusal } from '#wire/refusal'
import type { Input } from './input.ts'
import type { LocalMedia } from './local-media.ts'
import { Store } from '../state/store.ts'
import type { PeerCalls } from './peer-calls.ts'
import { Reconciler } from './reconcile.ts'
import type { SharedScreen } from './screen.ts'
import { sendOptions } from './sfu.ts'

/** What the server has confirmed to forward. */
export interface Sent {
  readonly microphone: boolean
  readonly camera: boolean
  /** Ids of `SharedScreen`. */
  readonly screens: readonly string[]
}

export const NOTHING_SENT: Sent = { microphone: false, camera: false, screens: [] }

interface Sender {
  producer: Producer
  on: boolean
}

interface Announcement {
  source: Source
  on: boolean
  screenId?: string
}

interface SendingOptions {
  transport: Transport
  media: LocalMedia
  calls: PeerCalls
  /** The server did not take a stream or a switch. */
  onTrouble: (error: unknown) => void
}

/** Sends what `LocalMedia` has, and tells the server what is on: one step at a time, the latest state wins. */
export class Sending {
  readonly sent = new Store<Sent>(NOTHING_SENT)
  readonly #options: SendingOptions
  readonly #senders = new Map<string, Sender>()
  readonly #reconciler = new Reconciler<void>(() => this.#bringAbout())
  readonly #stopWatching: () => void
  /** Of the stream being produced; production is serialised, so there is one at most. */
  #announcement: Announcement | undefined
  #closed = false

  constructor(options: SendingOptions) {
    this.#options = options
    const { transport, calls, media } = options
    transport.on('connect', ({ dtlsParameters }, done, fail) => {
      calls.connectTransport({ transportId: transport.id, dtlsParameters }).then(done, fail)
    })
    transport.on('produce', ({ rtpParameters }, done, fail) => {
      this.#announce(rtpParameters).then((streamId) => done({ id: streamId }), fail)
    })
    this.#stopWatching = media.subscribe(() => void this.update())
    void this.update()
  }

  /** Brings what is sent to what the person wants. */
  async update(): Promise<void> {
    try {
      await this.#reconciler.want()
    } catch (error) {
      if (!this.#closed) this.#options.onTrouble(error)
    }
  }

  /** Stops sending; the tracks stay with their owner. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#stopWatching()
    void this.#reconciler.close()
    this.#senders.clear()
    this.#options.transport.close()
    this.sent.set(NOTHING_SENT)
  }

  async #bringAbout(): Promise<void> {
    const { media } = this.#options
    await this.#bringInput(media.microphone)
    await this.#bringInput(media.camera)
    const screens = media.screens.read()
    await this.#endGoneScreens(screens)
    for (const screen of screens) await this.#bringScreen(screen)
  }

  async #bringInput(input: Input): Promise<void> {
    const { state, track } = input.read()
    const on = state === 'on' && track !== null
    const sender = this.#senders.get(input.kind)
    if (!sender) {
      if (on) await this.#startInput(input, track)
      return
    }
    // Off: the server first, so that it forwards nothing before the device is gone. On: the picture first.
    if (sender.on && !on) await this.#switch(sender, false)
    if (sender.producer.track !== track) await sender.producer.replaceTrack({ track })
    if (!sender.on && on) await this.#switch(sender, true)
  }

  /** A camera the server does not take must not take the sound with it. */
  async #startInput(input: Input, track: MediaStreamTrack): Promise<void> {
    try {
      await this.#produce(input.kind, { source: input.kind, on: true }, track)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'invalid') throw error
      await input.giveUp()
    }
  }

  async #bringScreen({ id, picture, sound }: SharedScreen): Promise<void> {
    const known = this.#senders.get(id)
    const screen = known ?? (await this.#produce(id, { source: 'screen', on: true }, picture))
    if (!sound || !screen || this.#senders.has(soundKey(id))) return
    await this.#produce(soundKey(id), { source: 'screenSound', on: true, screenId: screen.producer.id }, sound)
  }

  async #endGoneScreens(screens: readonly SharedScreen[]): Promise<void> {
    const kept = new Set(['microphone', 'camera', ...screens.flatMap(({ id }) => [id, soundKey(id)])])
    for (const [key, { producer }] of this.#senders) {
      if (kept.has(key)) continue
      this.#senders.delete(key)
      producer.close()
      this.#publish()
      await this.#options.calls.endStream(producer.id)
    }
  }

  async #produce(key: string, announcement: Announcement, track: MediaStreamTrack): Promise<Sender | undefined> {
    // Unplugged or stopped while it waited for its turn.
    if (track.readyState === 'ended') return undefined
    this.#announcement = announcement
    const { transport, calls } = this.#options
    const { source, on } = announcement
    const lipSync = source === 'microphone' || source === 'camera' ? calls.peerId : `${calls.peerId}-${key}`
    const producer = await transport.produce(sendOptions(source, track, lipSync))
    if (source === 'screen') await keepSharp(producer)
    const sender = { producer, on }
    this.#senders.set(key, sender)
    this.#publish()
    return sender
  }

  async #announce(rtpParameters: RtpParameters): Promise<string> {
    if (!this.#announcement) throw new Error('A stream was produced that nobody announced')
    const { streamId } = await this.#options.calls.sendStream({ ...this.#announcement, rtpParameters })
    return streamId
  }

  async #switch(sender: Sender, on: boolean): Promise<void> {
    await this.#options.calls.switchStream(sender.producer.id, on)
    sender.on = on
    this.#publish()
  }

  #publish(): void {
    this.sent.set({
      microphone: this.#senders.get('microphone')?.on ?? false,
      camera: this.#senders.get('camera')?.on ?? false,
      screens: this.#options.media.screens.read().flatMap(({ id }) => (this.#senders.has(id) ? [id] : [])),
    })
  }
}

function soundKey(screenId: string): string {
  return `sound-${screenId}`
}

/** Short of bandwidth a shared text gets slower, never blurred. */
async function keepSharp({ rtpSender }: Producer): Promise<void> {
  if (!rtpSender) return
  await rtpSender.setParameters({ ...rtpSender.getParameters(), degradationPreference: 'maintain-resolution' })
}
