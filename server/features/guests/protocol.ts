import { Type, type Static } from 'typebox'
import { command, event } from '#wire/command'
import { Moment, Uuid } from '#wire/ids'
import { Person } from '#protocol/auth'
import { MediaState, MeetingId } from '#protocol/meetings'
import { RoomId } from '#protocol/rooms'

export const GuestId = Uuid
export const GuestLinkId = Uuid

export const GUESTS = {
  /** A guest's name, in characters as people count them. */
  nameLength: 60,
  /** No link and no visit is valid for longer, however long the meeting takes. */
  mostHours: 24,
  /** After the meeting's end everything about its guests is deleted. */
  keptMinutes: 30,
  linksPerMeeting: 20,
  waitingPerMeeting: 50,
} as const

/** Whatever is shown as a link: one that cannot be one is `gone` like any other that does not lead in. */
const Token = Type.String({ minLength: 1, maxLength: 200 })

/**
 * `waiting` in the waiting room, `admitted` to the meeting. `refused` and `removed`: put out, and this browser does not come in
 * again. `ended`: the meeting is over.
 */
export const VisitState = Type.Enum(['waiting', 'admitted', 'refused', 'removed', 'ended'])
export type VisitState = Static<typeof VisitState>

/** What a guest knows of their visit: nothing of the meeting but whose it is. */
export const Visit = Type.Object({
  guestId: GuestId,
  meetingId: MeetingId,
  name: Type.String(),
  state: VisitState,
  /** Who is responsible for the meeting: the organisation its project belongs to. */
  organisation: Type.String(),
})
export type Visit = Static<typeof Visit>

/** A link into one meeting; what it is made of is shown only once. */
export const GuestLink = Type.Object({ id: GuestLinkId, madeAt: Moment, expiresAt: Moment, madeBy: Person })
export type GuestLink = Static<typeof GuestLink>

export const Guest = Type.Object({
  id: GuestId,
  name: Type.String(),
  /** Waiting, or in, since. */
  since: Moment,
})
export type Guest = Static<typeof Guest>

const inMeeting = { meetingId: MeetingId }

/** `meeting`: as long as the meeting runs, a day at most. The answer has the path of the link, which is kept nowhere. */
export const CreateGuestLink = command(
  'guests.createLink',
  'meeting.manageGuests',
  Type.Object({ ...inMeeting, valid: Type.Enum(['hour', 'meeting']) }),
  Type.Object({ link: GuestLink, path: Type.String() }),
)
/** Nobody comes in by it any more, and whoever waits by it is refused; who was admitted stays. */
export const RevokeGuestLink = command(
  'guests.revokeLink',
  'meeting.manageGuests',
  Type.Object({ ...inMeeting, linkId: GuestLinkId }),
  Type.Null(),
)
/** Who waits, in the order of coming, who was admitted, and the links that are valid. */
export const ListGuests = command(
  'guests.list',
  'meeting.manageGuests',
  Type.Object(inMeeting),
  Type.Object({ waiting: Type.Array(Guest), admitted: Type.Array(Guest), links: Type.Array(GuestLink) }),
)
/** Those of them who still wait; nobody of them there: `not_found`. */
export const AdmitGuests = command(
  'guests.admit',
  'meeting.manageGuests',
  Type.Object({ ...inMeeting, guestIds: Type.Array(GuestId, { minItems: 1, maxItems: GUESTS.waitingPerMeeting }) }),
  Type.Null(),
)
/** Who waits is refused, who is in is removed: picture, sound and line end at once. */
export const PutOutGuest = command(
  'guests.putOut',
  'meeting.manageGuests',
  Type.Object({ ...inMeeting, guestId: GuestId }),
  Type.Null(),
)

/** Wrong, expired, revoked and the meeting over: all `gone`, and all in the same time. */
export const ReadGuestLink = command(
  'guests.readLink',
  'public.enter',
  Type.Object({ token: Token }),
  Type.Object({
    organisation: Type.String(),
    /** Where the signed-in caller joins as themselves; null for whoever may not, or is not signed in. */
    roomId: Type.Union([RoomId, Type.Null()]),
    /** The caller's visit of this very meeting, if there is one. */
    visit: Type.Union([Visit, Type.Null()]),
  }),
)
/**
 * Enters the waiting room. Whoever is there already, or was put out, stays what they are. A name that cannot be read as one:
 * `invalid`. Signed in: `conflict`.
 */
export const Knock = command(
  'guests.knock',
  'public.enter',
  Type.Object({ token: Token, name: Type.String({ minLength: 1, maxLength: 400 }) }),
  Visit,
)
/** Read now and then while waiting: whoever does not is not shown to the hosts. */
export const ReadVisit = command('guests.readVisit', 'meeting.wait', Type.Object({}), Visit)
/** What the browser needs to know of the media before it joins; for admitted guests. */
export const ReadGuestMedia = command('guests.readMedia', 'meeting.wait', Type.Object({}), MediaState)
/** Leaves for good: name and visit are deleted at once. Nothing for whoever was put out. */
export const EndVisit = command('guests.endVisit', 'meeting.wait', Type.Object({}), Type.Null(), { doors: 'http' })

/** On `guests:<meetingId>`, which its hosts hear: read the list again. */
export const GuestsChanged = event('guests.changed', Type.Object(inMeeting))
/** On `guest:<id>`, which that guest hears: admitted, or the meeting is over. */
export const VisitChanged = event('guests.visitChanged', Type.Object({ state: VisitState }))
