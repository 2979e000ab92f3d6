import { Type, type Static } from 'typebox'
import { command } from '#wire/command'
import { Moment, Uuid } from '#wire/ids'
import { LIMITS } from '#wire/limits'
import { RIGHTS, type Right } from '#wire/permissions'
import { UserId } from '#protocol/auth'
import { ProjectId } from '#protocol/projects'
import { RoomId } from '#protocol/rooms'

export const TokenName = Type.String({ minLength: 1, maxLength: LIMITS.nameLength, pattern: '\\S' })

/** The rights a token can carry, in the order of the table. */
export const TOKEN_RIGHTS: readonly Right[] = RIGHTS.filter(({ token }) => token).map(({ right }) => right)
export const TokenRight = Type.Enum(TOKEN_RIGHTS as Right[])
export const TokenRights = Type.Array(TokenRight, { minItems: 1, maxItems: TOKEN_RIGHTS.length, uniqueItems: true })

/** For so many days, a year at most. */
export const TokenDays = Type.Integer({ minimum: 1, maximum: 365 })

/** A day in UTC, e.g. `2026-11-24`. */
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })

export const AccessToken = Type.Object({
  id: Uuid,
  name: Type.String(),
  rights: Type.Array(TokenRight),
  createdAt: Moment,
  expiresAt: Moment,
  /** The day it was last used; null: never. */
  lastUsedOn: Type.Union([Day, Type.Null()]),
})
export type AccessToken = Static<typeof AccessToken>

/** What is shown once and kept nowhere. */
export const Secret = Type.String()

/** The caller's own tokens, expired ones for a month longer, newest first. */
export const ListTokens = command('integrations.listTokens', 'self.secure', Type.Object({}), Type.Array(AccessToken))

/** `Authorization: Bearer <secret>` at the HTTP door then acts as the caller, with these rights and never more than they have. */
export const CreateToken = command(
  'integrations.createToken',
  'self.secure',
  Type.Object({ name: TokenName, rights: TokenRights, days: TokenDays }),
  Type.Object({ token: AccessToken, secret: Secret }),
)

/** Ends at once. */
export const RevokeToken = command(
  'integrations.revokeToken',
  'self.secure',
  Type.Object({ tokenId: Uuid }),
  Type.Null(),
)

/** A program of a project: an account that nobody signs in with, listed in every room it can read. */
export const Program = Type.Object({
  /** Its account, by which it is among the project's people. */
  id: UserId,
  name: Type.String(),
  /** project: takes part in the project. rooms: on the lists of named rooms only. */
  reach: Type.Enum(['project', 'rooms']),
  /** Of the named rooms, those the caller sees. */
  rooms: Type.Array(Type.Object({ id: RoomId, name: Type.String() })),
  rights: Type.Array(TokenRight),
  createdAt: Moment,
  expiresAt: Moment,
  /** The day it was last used; null: never. */
  lastUsedOn: Type.Union([Day, Type.Null()]),
})
export type Program = Static<typeof Program>

export const ListPrograms = command(
  'integrations.listPrograms',
  'project.manageTokens',
  Type.Object({ projectId: ProjectId }),
  Type.Array(Program),
)

/** Lets a program in. With `roomIds` it is on the lists of these rooms, all of which the caller must manage, and nowhere else. */
export const CreateProgram = command(
  'integrations.createProgram',
  'project.manageTokens',
  Type.Object({
    projectId: ProjectId,
    name: TokenName,
    rights: TokenRights,
    days: TokenDays,
    roomIds: Type.Union([Type.Array(RoomId, { minItems: 1, maxItems: 50, uniqueItems: true }), Type.Null()]),
  }),
  Type.Object({ program: Program, secret: Secret }),
)

/** A new secret with the same rights; the earlier one stops working at once. */
export const RenewProgram = command(
  'integrations.renewProgram',
  'project.manageTokens',
  Type.Object({ programId: UserId, days: TokenDays }),
  Type.Object({ program: Program, secret: Secret }),
)

/** Its access ends at once; what it wrote stays. */
export const RemoveProgram = command(
  'integrations.removeProgram',
  'project.manageTokens',
  Type.Object({ programId: UserId }),
  Type.Null(),
)

/** An address that posts into one room. */
export const IncomingHook = Type.Object({
  id: UserId,
  name: Type.String(),
  createdAt: Moment,
  lastUsedOn: Type.Union([Day, Type.Null()]),
})
export type IncomingHook = Static<typeof IncomingHook>

export const HookEvent = Type.Enum([
  'message.posted',
  'message.edited',
  'message.deleted',
  'room.changed',
  'room.peopleChanged',
])
export type HookEvent = Static<typeof HookEvent>
export const HookEvents = Type.Array(HookEvent, { minItems: 1, maxItems: 5, uniqueItems: true })
export const HookTarget = Type.String({ minLength: 10, maxLength: 2_000, pattern: '^https?://[^\\s]+$' })

/** Tells another server what happens in the rooms its program is listed in. */
export const OutgoingHook = Type.Object({
  id: UserId,
  name: Type.String(),
  url: Type.String(),
  events: Type.Array(HookEvent),
  /** Whether texts and names leave the installation; otherwise only ids do. */
  withText: Type.Boolean(),
  /** retrying: the last delivery failed. paused: nothing is sent until somebody resumes it. */
  state: Type.Enum(['working', 'retrying', 'paused']),
  /** Why it was paused: a day of failures, or the receiver answered 410. */
  pausedBecause: Type.Union([Type.Enum(['failing', 'gone']), Type.Null()]),
  createdAt: Moment,
})
export type OutgoingHook = Static<typeof OutgoingHook>

export const RoomHooks = Type.Object({ incoming: Type.Array(IncomingHook), outgoing: Type.Array(OutgoingHook) })
export type RoomHooks = Static<typeof RoomHooks>

export const ListRoomHooks = command(
  'integrations.listRoomHooks',
  'room.manageHooks',
  Type.Object({ roomId: RoomId }),
  RoomHooks,
)

/** `POST {"text": "…"}` to the address, which is shown once, posts in the room under this name. */
export const CreateIncomingHook = command(
  'integrations.createIncomingHook',
  'room.manageHooks',
  Type.Object({ roomId: RoomId, name: TokenName }),
  Type.Object({ hook: IncomingHook, url: Secret }),
)

/** From now on; `secret` signs each delivery. A target that may not be reached from here: `invalid`. */
export const CreateOutgoingHook = command(
  'integrations.createOutgoingHook',
  'room.manageHooks',
  Type.Object({ roomId: RoomId, name: TokenName, url: HookTarget, events: HookEvents, withText: Type.Boolean() }),
  Type.Object({ hook: OutgoingHook, secret: Secret }),
)

/** The same for all open rooms of a project. */
export const CreateProjectHook = command(
  'integrations.createProjectHook',
  'project.manageTokens',
  Type.Object({ projectId: ProjectId, name: TokenName, url: HookTarget, events: HookEvents, withText: Type.Boolean() }),
  Type.Object({ hook: OutgoingHook, secret: Secret }),
)

export const ListProjectHooks = command(
  'integrations.listProjectHooks',
  'project.manageTokens',
  Type.Object({ projectId: ProjectId }),
  Type.Array(OutgoingHook),
)

/** Those of a room by who manages it, those of a project by who leads it. So too the commands below. */
export const RemoveHook = command(
  'integrations.removeHook',
  'room.manageHooks',
  Type.Object({ hookId: UserId }),
  Type.Null(),
)

/** A new secret to sign with; the earlier one is not used any more. */
export const RenewHookSecret = command(
  'integrations.renewHookSecret',
  'room.manageHooks',
  Type.Object({ hookId: UserId }),
  Type.Object({ secret: Secret }),
)

/** Sends on where it stopped. */
export const ResumeHook = command(
  'integrations.resumeHook',
  'room.manageHooks',
  Type.Object({ hookId: UserId }),
  OutgoingHook,
)

export const Delivery = Type.Object({
  id: Uuid,
  event: HookEvent,
  roomId: RoomId,
  at: Moment,
  attempts: Type.Integer(),
  /** The receiver's HTTP status; null: there was no answer. */
  status: Type.Union([Type.Integer(), Type.Null()]),
  /** Why there was none. target: the address may not be reached from here. */
  failure: Type.Union([Type.Enum(['timeout', 'unreachable', 'insecure', 'target']), Type.Null()]),
})
export type Delivery = Static<typeof Delivery>

/** The last deliveries, at most a week old, newest first; without what was sent. */
export const ListDeliveries = command(
  'integrations.listDeliveries',
  'room.manageHooks',
  Type.Object({ hookId: UserId }),
  Type.Array(Delivery),
)
