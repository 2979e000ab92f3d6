import { v7 } from 'uuid'
import {
  ConnectTransport,
  ConsumerOpened,
  JoinMeeting,
  ReadMeeting,
  ResumeConsumers,
  SendStream,
  SwitchStream,
  type Consumer,
  type Source,
  type TransportParameters,
} from '#protocol/meetings'
import { CAPABILITIES, kindOf, ReceiveLine, SendLine, type SendingStream } from './media.ts'
import type { Browser } from './person.ts'
import type { TestSocket } from './socket.ts'

/** Somebody in a meeting with one device: signalling over the product's socket, media over real lines. */
export class MeetingGuest {
  readonly peer: { meetingId: string; peerId: string }
  readonly streams = new Map<Source, string>()
  readonly #browser: Browser
  #socket: TestSocket
  #sending: SendLine
  #receiving: ReceiveLine
  #sent: SendingStream[] = []

  private constructor(
    browser: Browser,
    socket: TestSocket,
    peer: { meetingId: string; peerId: string },
    transports: { send: TransportParameters; receive: TransportParameters },
  ) {
    this.#browser = browser
    this.#socket = socket
    this.peer = peer
    this.#sending = this.#sendLine(transports.send)
    this.#receiving = this.#receiveLine(transports.receive)
  }

  static async join(browser: Browser, meetingId: string, line?: TestSocket): Promise<MeetingGuest> {
    const socket = line ?? (await browser.socket())
    const peer = { meetingId, peerId: v7() }
    const answer = await socket.call(JoinMeeting, { ...peer, rtpCapabilities: CAPABILITIES })
    const guest = new MeetingGuest(browser, socket, peer, answer)
    await guest.#hear()
    return guest
  }

  get socket(): TestSocket {
    return this.#socket
  }

  /** Sends a stream from now on; its id. */
  async send(source: Source, on = true): Promise<string> {
    const stream = await this.#sending.add(kindOf(source))
    const { streamId } = await this.#socket.call(SendStream, {
      ...this.peer,
      source,
      rtpParameters: stream.rtpParameters,
      on,
    })
    stream.start()
    this.#sent.push(stream)
    this.streams.set(source, streamId)
    return streamId
  }

  async switch(source: Source, on: boolean): Promise<void> {
    await this.#socket.call(SwitchStream, { ...this.peer, streamId: this.streams.get(source) ?? '', on })
  }

  /** Packets sent so far. */
  get sentPackets(): number {
    return this.#sent.reduce((sum, { sent }) => sum + sent, 0)
  }

  /** Sets up what somebody sends, as a browser does; does not let it flow yet. */
  async setUp(from: MeetingGuest, source: Source): Promise<Consumer> {
    const streamId = from.streams.get(source)
    const { consumers } = await this.#socket.call(ReadMeeting, this.peer)
    const consumer =
      consumers.find((offered) => offered.streamId === streamId) ??
      (await this.#socket.event(ConsumerOpened, (offered) => offered.streamId === streamId))
    await this.#receiving.add(consumer)
    return consumer
  }

  async resume(...consumers: readonly Consumer[]): Promise<void> {
    await this.#socket.call(ResumeConsumers, { ...this.peer, consumerIds: consumers.map(({ id }) => id) })
  }

  /** Packets of a consumer that came so far. */
  packets({ id }: Consumer): number {
    return this.#receiving.packets(id)
  }

  /** Loses the socket without a word and comes back with another; the lines stay. */
  async reconnect(): Promise<void> {
    this.#socket.cut()
    this.#socket = await this.#browser.socket()
    await this.#hear()
    await this.#socket.call(ReadMeeting, this.peer)
  }

  /** Joins again as the same peer, with new lines; sends nothing yet. */
  async reenter(): Promise<void> {
    this.#closeLines()
    const answer = await this.#socket.call(JoinMeeting, { ...this.peer, rtpCapabilities: CAPABILITIES })
    this.#sending = this.#sendLine(answer.send)
    this.#receiving = this.#receiveLine(answer.receive)
    this.streams.clear()
    this.#sent = []
  }

  close(): void {
    this.#closeLines()
    this.#socket.cut()
  }

  #closeLines(): void {
    this.#sending.close()
    this.#receiving.close()
  }

  async #hear(): Promise<void> {
    const { meetingId, peerId } = this.peer
    await this.#socket.subscribe({ [`meeting:${meetingId}`]: null, [`peer:${peerId}`]: null })
  }

  #sendLine(parameters: TransportParameters): SendLine {
    return new SendLine(parameters, (dtls) => this.#connect(parameters.id, dtls))
  }

  #receiveLine(parameters: TransportParameters): ReceiveLine {
    return new ReceiveLine(parameters, (dtls) => this.#connect(parameters.id, dtls))
  }

  async #connect(transportId: string, dtlsParameters: Record<string, unknown>): Promise<void> {
    await this.#socket.call(ConnectTransport, { ...this.peer, transportId, dtlsParameters })
  }
}
