import { Type, type Static } from 'typebox'
import { command, event } from '#wire/command'
import { UserId } from '#protocol/auth'
import { RoomId } from '#protocol/rooms'

/** How often a client tells that somebody goes on writing, how long that is shown, and up to how many people a room hears of it. */
export const TYPING = { tellEveryMs: 4_500, shownMs: 6_000, mostPeople: 50 } as const

/** How often a client repeats that somebody is there. Without it they count as gone after a little more than twice that. */
export const REPORT_EVERY_MS = 30_000

/** `forbidden`: the organisation does not allow it. Otherwise the person's own choice. */
export const SharingState = Type.Enum(['forbidden', 'off', 'on'])
export type SharingState = Static<typeof SharingState>

/** What somebody lets others see. Only who shares something hears it of others. */
export const Sharing = Type.Object({ presence: SharingState, typing: SharingState })
export type Sharing = Static<typeof Sharing>

export const ReadSharing = command('presence.readSharing', 'self.read', Type.Object({}), Sharing)

/** The caller's own choice. Switching on what their organisation does not allow: `forbidden`. */
export const SetSharing = command(
  'presence.setSharing',
  'self.change',
  Type.Object({ presence: Type.Optional(Type.Boolean()), typing: Type.Optional(Type.Boolean()) }),
  Sharing,
)

/**
 * The caller is looking at this page and active, or no longer. Belongs to the socket it comes by: without one `invalid`. Whoever
 * does not share presence: `forbidden`.
 */
export const ReportPresence = command(
  'presence.report',
  'self.change',
  Type.Object({ here: Type.Boolean() }),
  Type.Null(),
)

/** Who of the room is there at this moment. Whoever does not share presence: `forbidden`. */
export const ReadPresence = command(
  'presence.read',
  'room.read',
  Type.Object({ roomId: RoomId }),
  Type.Object({ here: Type.Array(UserId) }),
)

/**
 * The caller is writing in the room. More often than every 4 s it is told to nobody. Whoever does not share typing or may not
 * write there: `forbidden`. A room of more people than hear of it: `too_many`, then for good.
 */
export const TellTyping = command('presence.typing', 'room.post', Type.Object({ roomId: RoomId }), Type.Null())

/** On `presence:<roomId>`: who came and who went. */
export const PresenceChanged = event(
  'presence.changed',
  Type.Object({ roomId: RoomId, here: Type.Array(UserId), gone: Type.Array(UserId) }),
  'ephemeral',
)
/** On `typing:<roomId>`: somebody is writing. Nothing tells that they stopped: it is shown for a while, or until their message. */
export const PersonTyping = event(
  'presence.personTyping',
  Type.Object({ roomId: RoomId, person: Type.Object({ id: UserId, name: Type.String() }) }),
  'ephemeral',
)
/** On `user:<id>`: what this person shares, or may share, changed. Read it again. */
export const SharingChanged = event('presence.sharingChanged', Type.Object({}))
