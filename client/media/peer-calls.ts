import type { InputOf, OutputOf } from '#wire/command'
import {
  ConnectTransport,
  EndStream,
  LeaveMeeting,
  ReadMeeting,
  ReportTiles,
  RestartIce,
  ResumeConsumers,
  SendStream,
  SwitchStream,
} from '#protocol/meetings'
import type { Signalling } from './signalling.ts'

type Own<Input> = Omit<Input, 'meetingId' | 'peerId'>

/** The commands of one peer in one meeting. */
export class PeerCalls {
  readonly meetingId: string
  readonly peerId: string
  readonly #signalling: Signalling

  constructor(signalling: Signalling, meetingId: string, peerId: string) {
    this.#signalling = signalling
    this.meetingId = meetingId
    this.peerId = peerId
  }

  async connectTransport(input: Own<InputOf<typeof ConnectTransport>>): Promise<void> {
    await this.#signalling.call(ConnectTransport, { ...this.#own, ...input })
  }

  restartIce(transportId: string): Promise<OutputOf<typeof RestartIce>> {
    return this.#signalling.call(RestartIce, { ...this.#own, transportId })
  }

  sendStream(input: Own<InputOf<typeof SendStream>>): Promise<OutputOf<typeof SendStream>> {
    return this.#signalling.call(SendStream, { ...this.#own, ...input })
  }

  async switchStream(streamId: string, on: boolean): Promise<void> {
    await this.#signalling.call(SwitchStream, { ...this.#own, streamId, on })
  }

  async endStream(streamId: string): Promise<void> {
    await this.#signalling.call(EndStream, { ...this.#own, streamId })
  }

  async resume(consumerIds: string[]): Promise<void> {
    await this.#signalling.call(ResumeConsumers, { ...this.#own, consumerIds })
  }

  async reportTiles(tiles: InputOf<typeof ReportTiles>['tiles']): Promise<void> {
    await this.#signalling.call(ReportTiles, { ...this.#own, tiles })
  }

  read(): Promise<OutputOf<typeof ReadMeeting>> {
    return this.#signalling.call(ReadMeeting, this.#own)
  }

  async leave(): Promise<void> {
    await this.#signalling.call(LeaveMeeting, this.#own)
  }

  get #own(): { meetingId: string; peerId: string } {
    return { meetingId: this.meetingId, peerId: this.peerId }
  }
}
