import { randomInt } from 'node:crypto'
import nodeDataChannel, { type PeerConnection, type Track } from 'node-datachannel'
import type { Consumer, Source, TransportParameters } from '#protocol/meetings'

/** Every 20 ms, as a microphone does. */
const PACKET_EVERY_MS = 20
/** Packets between two sender reports. */
const REPORT_EVERY = 10
/** Bytes of a video packet of the lowest layer; each layer above has as much more. */
const LAYER_BYTES = 300
const CONNECT_PATIENCE_MS = 8_000
const LEVEL_EXTENSION = 10

/** Tells the server our side of the line. */
type Connect = (dtlsParameters: Record<string, unknown>) => Promise<void>

type Kind = 'audio' | 'video'
const CODECS = {
  audio: { payloadType: 111, rtpmap: 'opus/48000/2', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  video: { payloadType: 96, rtpmap: 'VP8/90000', mimeType: 'video/VP8', clockRate: 90_000 },
} as const

/** What a browser with Opus and VP8 says of itself. */
export const CAPABILITIES = {
  codecs: [
    { kind: 'audio', mimeType: 'audio/opus', preferredPayloadType: 111, clockRate: 48_000, channels: 2 },
    {
      kind: 'video',
      mimeType: 'video/VP8',
      preferredPayloadType: 96,
      clockRate: 90_000,
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
    },
  ],
  headerExtensions: [],
}

export function kindOf(source: Source): Kind {
  return source === 'camera' || source === 'screen' ? 'video' : 'audio'
}

/** Parameters of a stream as a browser would send them. */
export function rtpParameters(kind: Kind, mid: string, ssrc = randomInt(1, 0xffff_fff0), layers = 1) {
  const { rtpmap: _, ...codec } = CODECS[kind]
  return {
    mid,
    codecs: [{ ...codec, parameters: {}, rtcpFeedback: kind === 'video' ? [{ type: 'nack', parameter: 'pli' }] : [] }],
    headerExtensions:
      kind === 'audio'
        ? [{ uri: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', id: LEVEL_EXTENSION, parameters: {} }]
        : [],
    encodings: Array.from({ length: layers }, (_, layer) => ({ ssrc: ssrc + layer })),
    rtcp: { cname: 'test', reducedSize: true },
  }
}

interface Section {
  kind: Kind
  mid: string
  payloadType: number
  /** Lines about what we are told the other side does. */
  lines: string[]
}

interface UdpCandidate {
  foundation: string
  priority: number
  ip: string
  port: number
}

function isUdp(candidate: unknown): candidate is UdpCandidate {
  return typeof candidate === 'object' && candidate !== null && 'protocol' in candidate && candidate.protocol === 'udp'
}

function candidateLine({ foundation, priority, ip, port }: UdpCandidate): string {
  return `a=candidate:${foundation} 1 udp ${priority} ${ip} ${port} typ host`
}

/** One way of a peer's media as a browser has it: real ICE, DTLS and SRTP. */
class Line {
  readonly connection: PeerConnection
  readonly sections: Section[] = []
  readonly #parameters: TransportParameters
  readonly #connect: Connect
  #connected: Promise<void> | undefined

  constructor(parameters: TransportParameters, connect: Connect) {
    this.#parameters = parameters
    this.#connect = connect
    const config = { iceServers: [], bindAddress: '127.0.0.1', disableAutoNegotiation: true }
    this.connection = new nodeDataChannel.PeerConnection('test', config)
  }

  close(): void {
    this.connection.close()
  }

  /** Sends our fingerprint once, then waits until packets can flow. */
  protected async established(): Promise<void> {
    this.#connected ??= this.#establish()
    await this.#connected
  }

  /** The server's side as SDP, which it does not speak itself. */
  protected remoteSdp(setup: 'passive' | 'actpass'): string {
    const { iceParameters, iceCandidates, dtlsParameters } = this.#parameters
    const { usernameFragment, password } = iceParameters as { usernameFragment: string; password: string }
    const { fingerprints } = dtlsParameters as { fingerprints: { algorithm: string; value: string }[] }
    const fingerprint = fingerprints.find(({ algorithm }) => algorithm === 'sha-256')
    const candidates = iceCandidates.flatMap((candidate: unknown) =>
      isUdp(candidate) ? [candidateLine(candidate)] : [],
    )
    const media = this.sections.flatMap(({ kind, mid, payloadType, lines }) => [
      `m=${kind} 7 UDP/TLS/RTP/SAVPF ${payloadType}`,
      'c=IN IP4 127.0.0.1',
      `a=mid:${mid}`,
      'a=rtcp-mux',
      `a=rtpmap:${payloadType} ${CODECS[kind].rtpmap}`,
      `a=ice-ufrag:${usernameFragment}`,
      `a=ice-pwd:${password}`,
      `a=fingerprint:sha-256 ${fingerprint?.value}`,
      `a=setup:${setup}`,
      ...lines,
      ...candidates,
      'a=end-of-candidates',
    ])
    const mids = this.sections.map(({ mid }) => mid).join(' ')
    const head = ['v=0', 'o=- 1 1 IN IP4 0.0.0.0', 's=-', 't=0 0', 'a=ice-lite', `a=group:BUNDLE ${mids}`]
    return [...head, ...media, ''].join('\r\n')
  }

  async #establish(): Promise<void> {
    const [, value] = /a=fingerprint:sha-256 (\S+)/i.exec(this.connection.localDescription()?.sdp ?? '') ?? []
    await this.#connect({ role: 'client', fingerprints: [{ algorithm: 'sha-256', value }] })
    const until = Date.now() + CONNECT_PATIENCE_MS
    while (this.connection.state() !== 'connected') {
      if (Date.now() > until) throw new Error(`no connection: ${this.connection.state()}`)
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}

/** A stream being sent: a packet every 20 ms until it is stopped. */
export class SendingStream {
  readonly rtpParameters: ReturnType<typeof rtpParameters>
  /** Packets sent so far. */
  sent = 0
  readonly #kind: Kind
  readonly #track: Track
  readonly #ssrcs: readonly number[]
  #timer: NodeJS.Timeout | undefined

  constructor(kind: Kind, track: Track, parameters: ReturnType<typeof rtpParameters>) {
    this.#kind = kind
    this.#track = track
    this.rtpParameters = parameters
    this.#ssrcs = parameters.encodings.map(({ ssrc }) => ssrc)
  }

  start(): void {
    this.#timer ??= setInterval(() => this.#send(), PACKET_EVERY_MS)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #send(): void {
    if (!this.#track.isOpen()) return
    for (const [layer, ssrc] of this.#ssrcs.entries()) {
      if (this.sent % REPORT_EVERY === 0) this.#track.sendMessageBinary(senderReport(this.#kind, ssrc, this.sent))
      this.#track.sendMessageBinary(packet(this.#kind, ssrc, this.sent, layer))
    }
    this.sent += 1
  }
}

/** What somebody sends. */
export class SendLine extends Line {
  readonly #streams: SendingStream[] = []

  /** A stream of that kind; its packets flow once the line is established and `start` was called. */
  async add(kind: Kind, layers = 1): Promise<SendingStream> {
    const mid = String(this.sections.length)
    const parameters = rtpParameters(kind, mid, undefined, layers)
    const description =
      kind === 'audio' ? new nodeDataChannel.Audio(mid, 'SendOnly') : new nodeDataChannel.Video(mid, 'SendOnly')
    if (description instanceof nodeDataChannel.Audio) description.addOpusCodec(CODECS.audio.payloadType)
    else description.addVP8Codec(CODECS.video.payloadType)
    for (const { ssrc } of parameters.encodings) description.addSSRC(ssrc, 'test')
    const stream = new SendingStream(kind, this.connection.addTrack(description), parameters)
    this.sections.push({ kind, mid, payloadType: CODECS[kind].payloadType, lines: ['a=recvonly'] })
    this.connection.setLocalDescription('offer')
    this.connection.setRemoteDescription(this.remoteSdp('passive'), 'answer')
    await this.established()
    this.#streams.push(stream)
    return stream
  }

  override close(): void {
    for (const stream of this.#streams) stream.stop()
    super.close()
  }
}

interface ReceivedParameters {
  codecs: { payloadType: number }[]
  encodings: { ssrc: number }[]
}

/** What somebody receives. */
export class ReceiveLine extends Line {
  readonly #received = new Map<string, { payloadType: number; packets: number; bytes: number }>()
  readonly #mids = new Map<string, string>()
  /** Kept: a track nobody refers to falls silent when it is collected. */
  readonly #tracks: Track[] = []

  constructor(parameters: TransportParameters, connect: Connect) {
    super(parameters, connect)
    this.connection.onTrack((track) => {
      this.#tracks.push(track)
      const received = this.#received.get(track.mid())
      track.onMessage((message) => {
        // Sender reports come the same way.
        if (!received || ((message[1] ?? 0) & 0x7f) !== received.payloadType) return
        received.packets += 1
        received.bytes = message.length
      })
    })
  }

  /** Sets a consumer up, as a browser does before it asks for packets. */
  async add(consumer: Consumer): Promise<void> {
    const { codecs = [], encodings = [] } = consumer.rtpParameters as Partial<ReceivedParameters>
    const payloadType = codecs[0]?.payloadType ?? 0
    const mid = String(this.sections.length)
    this.#mids.set(consumer.id, mid)
    this.#received.set(mid, { payloadType, packets: 0, bytes: 0 })
    const lines = ['a=sendonly', `a=ssrc:${encodings[0]?.ssrc} cname:test`]
    this.sections.push({ kind: consumer.kind, mid, payloadType, lines })
    this.connection.setRemoteDescription(this.remoteSdp('actpass'), 'offer')
    this.connection.setLocalDescription('answer')
    await this.established()
  }

  /** Packets that came so far. */
  packets(consumerId: string): number {
    return this.#of(consumerId)?.packets ?? 0
  }

  /** The simulcast layer of the last packet that came. */
  layer(consumerId: string): number {
    return Math.floor((this.#of(consumerId)?.bytes ?? 0) / LAYER_BYTES) - 1
  }

  #of(consumerId: string): { packets: number; bytes: number } | undefined {
    return this.#received.get(this.#mids.get(consumerId) ?? '')
  }
}

/** RTP as RFC 3550 has it: speech with its level (RFC 6464), or a VP8 key frame of one packet. */
function packet(kind: Kind, ssrc: number, index: number, layer: number): Buffer {
  const header = Buffer.alloc(12)
  header[0] = kind === 'audio' ? 0x90 : 0x80
  header[1] = CODECS[kind].payloadType | (kind === 'video' ? 0x80 : 0)
  header.writeUInt16BE(index & 0xffff, 2)
  header.writeUInt32BE(timestamp(kind, index), 4)
  header.writeUInt32BE(ssrc, 8)
  if (kind === 'video') {
    const keyFrame = Buffer.from('100000009d012a80026801', 'hex')
    return Buffer.concat([header, keyFrame, Buffer.alloc(LAYER_BYTES * (layer + 1))])
  }
  const loud = 0x80 | 20
  const level = Buffer.from([0xbe, 0xde, 0, 1, LEVEL_EXTENSION << 4, loud, 0, 0])
  return Buffer.concat([header, level, Buffer.alloc(80, 1)])
}

/** When a packet was made, by both clocks: without it nobody can change between layers. */
function senderReport(kind: Kind, ssrc: number, index: number): Buffer {
  const report = Buffer.alloc(28)
  const now = Date.now() / 1_000 + 2_208_988_800
  report[0] = 0x80
  report[1] = 200
  report.writeUInt16BE(6, 2)
  report.writeUInt32BE(ssrc, 4)
  report.writeUInt32BE(Math.floor(now), 8)
  report.writeUInt32BE(Math.floor((now % 1) * 2 ** 32), 12)
  report.writeUInt32BE(timestamp(kind, index), 16)
  report.writeUInt32BE(index, 20)
  return report
}

function timestamp(kind: Kind, index: number): number {
  return ((index * CODECS[kind].clockRate * PACKET_EVERY_MS) / 1_000) >>> 0
}
