import { Type, type Static } from 'typebox'
import { command, event } from '#wire/command'
import { Moment, Uuid } from '#wire/ids'
import { Person } from '#protocol/auth'
import { RoomId } from '#protocol/rooms'

export const MeetingId = Uuid
/** One person's presence in a meeting from one device. Survives the socket. */
export const PeerId = Uuid
const MediaId = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9-]+$' })

/** Where a stream comes from. One microphone and one camera per peer; screens several, each perhaps with its sound. */
export const Source = Type.Enum(['microphone', 'camera', 'screen', 'screenSound'])
export type Source = Static<typeof Source>

/** Shapes of the media engine's own vocabulary; the SFU checks what is inside. */
const MediaObject = Type.Record(Type.String({ maxLength: 64 }), Type.Unknown(), { maxProperties: 64 })

export const TransportParameters = Type.Object({
  id: MediaId,
  iceParameters: MediaObject,
  iceCandidates: Type.Array(MediaObject),
  dtlsParameters: MediaObject,
})
export type TransportParameters = Static<typeof TransportParameters>

/** A stream somebody sends. Mute is the server's state (I7): a stream that is not `on` is forwarded to nobody. */
export const Stream = Type.Object({
  /** The producer's id. */
  id: MediaId,
  source: Source,
  on: Type.Boolean(),
  /** For `screenSound`: the screen it belongs to. */
  screenId: Type.Optional(MediaId),
})
export type Stream = Static<typeof Stream>

/** Came by link, without an account: shown as such wherever they are named. */
const guest = Type.Optional(Type.Literal(true))

export const Participant = Type.Object({
  peerId: PeerId,
  person: Person,
  guest,
  joinedAt: Moment,
  streams: Type.Array(Stream),
})
export type Participant = Static<typeof Participant>

/** What everyone who sees the room sees of its running meeting. */
export const MeetingSummary = Type.Object({
  id: MeetingId,
  roomId: RoomId,
  startedAt: Moment,
  people: Type.Array(Type.Object({ ...Person.properties, guest })),
})
export type MeetingSummary = Static<typeof MeetingSummary>

/** Somebody's stream, offered to this peer, paused until `meetings.resume`. */
export const Consumer = Type.Object({
  id: MediaId,
  peerId: PeerId,
  streamId: MediaId,
  source: Source,
  kind: Type.Enum(['audio', 'video']),
  rtpParameters: MediaObject,
})
export type Consumer = Static<typeof Consumer>

/** Whether meetings can be held. `preparing`: the media worker is being built; `done` of `total` steps. */
export const MediaState = Type.Union([
  Type.Object({ state: Type.Literal('ready'), routerRtpCapabilities: MediaObject }),
  Type.Object({
    state: Type.Literal('preparing'),
    step: Type.Enum(['download', 'packages', 'compile']),
    done: Type.Integer(),
    total: Type.Integer(),
  }),
  Type.Object({ state: Type.Literal('failed') }),
])
export type MediaState = Static<typeof MediaState>

export const ReadMediaState = command('meetings.readMediaState', 'self.read', Type.Object({}), MediaState)

/** Running meetings in rooms the caller sees. */
export const ListMeetings = command('meetings.list', 'self.read', Type.Object({}), Type.Array(MeetingSummary))

/** Starts the room's meeting, or gives the one that runs. */
export const StartMeeting = command('meetings.start', 'room.meet', Type.Object({ roomId: RoomId }), MeetingSummary)

/**
 * Enters with everything off; one round trip. `peerId` is made by the client: repeated after a lost answer it re-enters the
 * same peer. A second join of the same person takes the place of the first (`meetings.replaced` there).
 */
export const JoinMeeting = command(
  'meetings.join',
  'meeting.join',
  Type.Object({ meetingId: MeetingId, peerId: PeerId, rtpCapabilities: MediaObject }),
  Type.Object({
    meeting: MeetingSummary,
    send: TransportParameters,
    receive: TransportParameters,
    participants: Type.Array(Participant),
    consumers: Type.Array(Consumer),
    activeSpeaker: Type.Union([PeerId, Type.Null()]),
    /** Whether the caller may end the meeting for all. */
    moderator: Type.Boolean(),
  }),
)

const inMeeting = { meetingId: MeetingId, peerId: PeerId }

/**
 * What this peer should see and hear at this moment. Read after subscribing, after an outage and now and then: what differs
 * is repaired, so that nobody is silently deaf. Consumers keep their ids, those already resumed stay so. `gone`: the server
 * no longer has the peer, join again.
 */
export const ReadMeeting = command(
  'meetings.read',
  'meeting.read',
  Type.Object(inMeeting),
  Type.Object({
    meeting: MeetingSummary,
    participants: Type.Array(Participant),
    consumers: Type.Array(Consumer),
    activeSpeaker: Type.Union([PeerId, Type.Null()]),
  }),
)

export const ConnectTransport = command(
  'meetings.connectTransport',
  'meeting.join',
  Type.Object({ ...inMeeting, transportId: MediaId, dtlsParameters: MediaObject }),
  Type.Null(),
)
export const RestartIce = command(
  'meetings.restartIce',
  'meeting.join',
  Type.Object({ ...inMeeting, transportId: MediaId }),
  Type.Object({ iceParameters: MediaObject }),
)

/** Sends a stream. A second microphone or camera of a peer is refused as `conflict`. */
export const SendStream = command(
  'meetings.sendStream',
  'meeting.join',
  Type.Object({
    ...inMeeting,
    source: Source,
    rtpParameters: MediaObject,
    screenId: Type.Optional(MediaId),
    /** False: starts silent. */
    on: Type.Boolean(),
  }),
  Type.Object({ streamId: MediaId }),
)
/** Switches one's own stream on or off. Nobody can switch somebody else's on. */
export const SwitchStream = command(
  'meetings.switchStream',
  'meeting.join',
  Type.Object({ ...inMeeting, streamId: MediaId, on: Type.Boolean() }),
  Type.Null(),
)
export const EndStream = command(
  'meetings.endStream',
  'meeting.join',
  Type.Object({ ...inMeeting, streamId: MediaId }),
  Type.Null(),
)

/** The client has set these consumers up: let them flow. */
export const ResumeConsumers = command(
  'meetings.resume',
  'meeting.join',
  Type.Object({ ...inMeeting, consumerIds: Type.Array(MediaId, { maxItems: 500 }) }),
  Type.Null(),
)

/** Which video is on screen, in device pixels; the rest is paused. Sent at most every 200 ms. */
export const ReportTiles = command(
  'meetings.reportTiles',
  'meeting.join',
  Type.Object({
    ...inMeeting,
    tiles: Type.Array(
      Type.Object({
        consumerId: MediaId,
        width: Type.Integer({ minimum: 0, maximum: 16_384 }),
        height: Type.Integer({ minimum: 0, maximum: 16_384 }),
      }),
      { maxItems: 500 },
    ),
  }),
  Type.Null(),
)
export const LeaveMeeting = command('meetings.leave', 'meeting.join', Type.Object(inMeeting), Type.Null())

/** Whoever started it, and those who manage the room. */
export const EndMeeting = command('meetings.end', 'meeting.end', Type.Object({ meetingId: MeetingId }), Type.Null())

/** On `room:<id>`: the room's meeting started, ended (null) or has other people. */
export const RoomMeetingChanged = event(
  'meetings.roomMeetingChanged',
  Type.Object({ roomId: RoomId, meeting: Type.Union([MeetingSummary, Type.Null()]) }),
)
/** On `everyone:media`. */
export const MediaStateChanged = event('meetings.mediaStateChanged', MediaState)

/** On `meeting:<id>`, which only peers of it hear. */
export const ParticipantChanged = event('meetings.participantChanged', Participant)
export const ParticipantLeft = event('meetings.participantLeft', Type.Object({ peerId: PeerId }))
export const ActiveSpeakerChanged = event(
  'meetings.activeSpeakerChanged',
  Type.Object({ peerId: Type.Union([PeerId, Type.Null()]) }),
  'ephemeral',
)
export const MeetingEnded = event('meetings.ended', Type.Object({ meetingId: MeetingId }))

/** On `peer:<id>`, which only that peer's person hears. */
export const ConsumerOpened = event('meetings.consumerOpened', Consumer)
export const ConsumerClosed = event('meetings.consumerClosed', Type.Object({ consumerId: MediaId }))
/** The same person joined from another device, or the peer was given up: this one is out. */
export const PeerReplaced = event(
  'meetings.replaced',
  Type.Object({ peerId: PeerId, reason: Type.Enum(['elsewhere', 'revoked', 'worker']) }),
)
