import { Type, type Static } from 'typebox'
import { Version } from './ids.ts'
import { LIMITS } from './limits.ts'
import { REFUSAL_CODES } from './refusal.ts'

/** `<kind>:<id>`, e.g. `room:0192…`. */
export const TopicName = Type.String({ pattern: '^[a-z]+:[0-9a-z-]{1,64}$' })
const CallId = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })

/** Calls a command. Answered by exactly one `reply` with the same id, unless the socket closes first. */
export const CallFrame = Type.Object({
  t: Type.Literal('call'),
  id: CallId,
  name: Type.String({ maxLength: 80 }),
  input: Type.Unknown(),
})

/**
 * Asks to hear topics. The value is the version the client already has, or null for topics without versions and for a
 * first subscription (whoever sends null fetches a snapshot afterwards). Answered by one `caughtUp`.
 */
export const SubscribeFrame = Type.Object({
  t: Type.Literal('subscribe'),
  id: CallId,
  cursors: Type.Record(TopicName, Type.Union([Version, Type.Null()]), { maxProperties: LIMITS.topicsPerSubscribe }),
})

export const UnsubscribeFrame = Type.Object({
  t: Type.Literal('unsubscribe'),
  topics: Type.Array(TopicName, { maxItems: LIMITS.topicsPerSubscribe }),
})

/** Answered by `pong`. A client that gets none within its patience reconnects. */
export const PingFrame = Type.Object({ t: Type.Literal('ping') })

export const ClientFrame = Type.Union([CallFrame, SubscribeFrame, UnsubscribeFrame, PingFrame])
export type ClientFrame = Static<typeof ClientFrame>

/** First frame of every socket. A client that knows another epoch drops its cursors and loads afresh. */
export const HelloFrame = Type.Object({
  t: Type.Literal('hello'),
  protocol: Type.Integer(),
  epoch: Type.String(),
  userId: Type.String(),
})

export const RefusalBody = Type.Object({
  code: Type.Enum([...REFUSAL_CODES]),
  text: Type.String(),
  retryAfterMs: Type.Optional(Type.Integer()),
  field: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
})
export type RefusalBody = Static<typeof RefusalBody>

export const ReplyFrame = Type.Union([
  Type.Object({ t: Type.Literal('reply'), id: CallId, ok: Type.Literal(true), output: Type.Unknown() }),
  Type.Object({ t: Type.Literal('reply'), id: CallId, ok: Type.Literal(false), refusal: RefusalBody }),
])

/** One event. `v` is present for changes: the version its topic has after it. */
export const EventFrame = Type.Object({
  t: Type.Literal('event'),
  topic: TopicName,
  v: Type.Optional(Version),
  name: Type.String(),
  data: Type.Unknown(),
})
export type EventFrame = Static<typeof EventFrame>

/**
 * Where a client stands in one topic after subscribing. `current`: apply `events` (each the current state of something that
 * changed, in version order, with holes), then be at `version`; with a `head` there is more up to that one than one answer
 * carries, and the client subscribes again with `version` as its cursor. Topics are answered in the order they were asked for:
 * what is on the screen comes first. `reset`: too far behind, load a snapshot. `refused`: not for you.
 */
export const CaughtUp = Type.Union([
  Type.Object({
    state: Type.Literal('current'),
    version: Version,
    head: Type.Optional(Version),
    events: Type.Array(Type.Object({ v: Version, name: Type.String(), data: Type.Unknown() })),
  }),
  Type.Object({ state: Type.Literal('reset'), version: Version }),
  Type.Object({ state: Type.Literal('refused') }),
])
export type CaughtUp = Static<typeof CaughtUp>

/** Sent before any live event of these topics; live events that came meanwhile follow. */
export const CaughtUpFrame = Type.Object({
  t: Type.Literal('caughtUp'),
  id: CallId,
  topics: Type.Record(TopicName, CaughtUp),
})

/**
 * Where topics stand, sent when an event of theirs may have been lost on the way. A client that is still behind after its
 * gap time subscribes again with its cursor.
 */
export const HeadsFrame = Type.Object({ t: Type.Literal('heads'), versions: Type.Record(TopicName, Version) })

/**
 * Hints on these topics may have been lost on their way between nodes: fetch again what they tell of, as after a new
 * subscription.
 */
export const MissedFrame = Type.Object({
  t: Type.Literal('missed'),
  topics: Type.Array(TopicName, { maxItems: LIMITS.topicsPerSubscribe }),
})

/** The person may no longer hear this topic. Nothing newer of it follows. */
export const RevokedFrame = Type.Object({ t: Type.Literal('revoked'), topic: TopicName })

/**
 * The server wants this line to end. `drain`: it serves it until the client leaves, or a moment after `returnWithinMs`; the
 * client opens its next line at a random moment within that, and leaves this one when the next has said hello. With any other
 * reason the server closes at once, and the client comes back, if at all, at a random moment within `returnWithinMs`.
 */
export const GoodbyeFrame = Type.Object({
  t: Type.Literal('goodbye'),
  reason: Type.Enum(['drain', 'slow', 'signedOut', 'outdated']),
  returnWithinMs: Type.Integer({ minimum: 0 }),
})

/** A frame that could not be read as any client frame. The socket stays open. */
export const RefusedFrame = Type.Object({ t: Type.Literal('refused'), refusal: RefusalBody })

export const ServerFrame = Type.Union([
  HelloFrame,
  ReplyFrame,
  EventFrame,
  CaughtUpFrame,
  HeadsFrame,
  MissedFrame,
  RevokedFrame,
  GoodbyeFrame,
  RefusedFrame,
  Type.Object({ t: Type.Literal('pong') }),
])
export type ServerFrame = Static<typeof ServerFrame>
