import { Type, type Static } from 'typebox'
import { command, event } from '#wire/command'
import { Moment, Uuid } from '#wire/ids'
import { Email, LinkToken, MeOrNextStep, NewPassword, PersonName } from '#protocol/auth'
import { OrganisationId } from '#protocol/orgs'
import { ProjectId, ProjectRole } from '#protocol/projects'
import { RoomId } from '#protocol/rooms'

export const InvitationId = Uuid

/** People one list may name. */
export const PEOPLE_PER_LIST = 500
/** A pasted list or the text of a CSV file, in UTF-16 code units. */
export const LIST_LENGTH = 100_000

const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()])
const Named = Type.Object({ id: Uuid, name: Type.String() })

export const Invitee = Type.Object({ email: Email, name: Type.Optional(PersonName) })
export type Invitee = Static<typeof Invitee>

/**
 * Invites people into a project, and straight into one of its rooms: leads, who also manage that room. Externals need a room,
 * they would see nothing otherwise. `asColleagues`: those with a new account become people of the caller's own organisation;
 * only for its administrators. Whoever is in the project or invited already is left out; nobody left: `conflict`. Without
 * a mail server the links come with the answer, and never again.
 */
export const Invite = command(
  'invitations.invite',
  'project.managePeople',
  Type.Object({
    projectId: ProjectId,
    roomId: orNull(RoomId),
    role: ProjectRole,
    people: Type.Array(Invitee, { minItems: 1, maxItems: PEOPLE_PER_LIST }),
    asColleagues: Type.Boolean(),
  }),
  Type.Object({
    invited: Type.Integer({ minimum: 1 }),
    links: Type.Array(Type.Object({ email: Type.String(), link: Type.String() })),
  }),
)

export const PreviewLine = Type.Object({
  /** Its place in the list, from 0. */
  at: Type.Integer({ minimum: 0 }),
  /** What stands in the list. */
  source: Type.String(),
  email: orNull(Type.String()),
  name: orNull(Type.String()),
  /** `invite` says nothing about whether there is an account: the list is no directory. */
  outcome: Type.Enum(['invite', 'alreadyInProject', 'alreadyInvited', 'duplicate', 'invalid']),
})
export type PreviewLine = Static<typeof PreviewLine>

/** What would become of each line of a list. More than 500 people: `too_many`. */
export const PreviewInvitations = command(
  'invitations.preview',
  'project.managePeople',
  Type.Object({
    projectId: ProjectId,
    roomId: orNull(RoomId),
    text: Type.String({ minLength: 1, maxLength: LIST_LENGTH }),
  }),
  Type.Array(PreviewLine),
)

/** waiting: is being sent. byHand: the inviter took the link along. failed: no mail server takes it. */
export const Delivery = Type.Enum(['waiting', 'sent', 'failed', 'byHand'])

export const Invitation = Type.Object({
  id: InvitationId,
  email: Type.String(),
  name: orNull(Type.String()),
  role: ProjectRole,
  room: orNull(Named),
  invitedBy: Named,
  /** Whether whoever invited still may; until another lead sends it again the link does not work otherwise. */
  stands: Type.Boolean(),
  delivery: Delivery,
  invitedAt: Moment,
  expiresAt: Moment,
})
export type Invitation = Static<typeof Invitation>

export const INVITATIONS_PER_PAGE = 100

/** The open invitations of a project, the newest first; those into rooms the caller does not see are left out. */
export const ListInvitations = command(
  'invitations.list',
  'project.managePeople',
  Type.Object({ projectId: ProjectId, before: Type.Optional(InvitationId) }),
  Type.Object({
    invitations: Type.Array(Invitation),
    /** Of all pages. */
    total: Type.Integer({ minimum: 0 }),
    waiting: Type.Integer({ minimum: 0 }),
    /** Whether this installation sends mail. */
    sendsMail: Type.Boolean(),
  }),
)

/** Sends it again with a new link, for 14 days, in the caller's name; the earlier link is dead. Without a mail server the link comes with the answer. */
export const ResendInvitation = command(
  'invitations.resend',
  'project.managePeople',
  Type.Object({ invitationId: InvitationId }),
  Type.Object({ link: orNull(Type.String()) }),
)

/** The link is dead at once, and the address is forgotten. */
export const RevokeInvitation = command(
  'invitations.revoke',
  'project.managePeople',
  Type.Object({ invitationId: InvitationId }),
  Type.Null(),
)

/** On `user:<id>` of whoever invited: mails were sent, somebody came. Read the list again. */
export const InvitationsChanged = event('invitations.changed', Type.Object({ projectId: ProjectId }))

/** Where somebody is after they came in; the room is null when there is none they see. */
export const Place = Type.Object({ projectId: ProjectId, roomId: orNull(RoomId) })
export type Place = Static<typeof Place>

export const OpenedInvitation = Type.Object({
  inviter: Type.Object({ name: Type.String(), organisation: orNull(Type.String()) }),
  project: Type.String(),
  room: orNull(Type.String()),
  email: Type.String(),
  name: orNull(Type.String()),
  /**
   * new: makes an account. account: has one and signs in. signedIn: is signed in with this address. someoneElse: is signed in
   * with another one. organisationDecides: their organisation makes its accounts itself.
   */
  you: Type.Enum(['new', 'account', 'signedIn', 'someoneElse', 'organisationDecides']),
  /** The organisation that answers for the address; null: nobody here does, they come as an external. */
  organisation: orNull(Type.Object({ id: OrganisationId, name: Type.String() })),
  /** Whether a new account can have a password; otherwise only the organisation's own sign-in opens it. */
  byPassword: Type.Boolean(),
})
export type OpenedInvitation = Static<typeof OpenedInvitation>

/** What an invitation is to. Unknown, used, expired, revoked, and of somebody who may not invite any more: `gone`. */
export const ReadInvitation = command(
  'invitations.read',
  'public.enter',
  Type.Object({ token: LinkToken }),
  OpenedInvitation,
)

/**
 * Makes the account, uses the invitation up and signs in; where the organisation asks for a second factor, that comes next. There
 * is one already: `conflict`. Their organisation decides, or has its people sign in elsewhere: `forbidden`.
 */
export const AcceptInvitation = command(
  'invitations.accept',
  'public.enter',
  Type.Object({ token: LinkToken, name: PersonName, password: NewPassword }),
  Type.Object({ entry: MeOrNextStep, place: Place }),
)

/** Uses the invitation up with the account that is signed in. It is for another address: `forbidden`. */
export const JoinByInvitation = command('invitations.join', 'self.change', Type.Object({ token: LinkToken }), Place)

/** An invitation as the administrators of the invited person's organisation see it. */
export const OrganisationInvitation = Type.Object({
  id: InvitationId,
  email: Type.String(),
  name: orNull(Type.String()),
  project: Type.String(),
  invitedBy: Type.Object({ name: Type.String(), organisation: orNull(Type.String()) }),
  /** hasAccount: is one of its people. admitted: will be. waiting: an administrator decides. */
  state: Type.Enum(['hasAccount', 'admitted', 'waiting']),
  expiresAt: Moment,
})
export type OrganisationInvitation = Static<typeof OrganisationInvitation>

/** Open invitations of an organisation's people and of addresses in its domains, the newest first, a hundred at most. */
export const ListOrganisationInvitations = command(
  'invitations.listForOrganisation',
  'organisation.managePeople',
  Type.Object({ organisationId: OrganisationId }),
  Type.Array(OrganisationInvitation),
)

/** Lets the invited make an account as one of the organisation's people. */
export const AdmitInvited = command(
  'invitations.admit',
  'organisation.managePeople',
  Type.Object({ organisationId: OrganisationId, invitationId: InvitationId }),
  OrganisationInvitation,
)

/** Ends an invitation of one of its people, or to an address in its domains. */
export const DeclineInvitation = command(
  'invitations.decline',
  'organisation.managePeople',
  Type.Object({ organisationId: OrganisationId, invitationId: InvitationId }),
  Type.Null(),
)

/** Whether anybody can make an account by the mail domain of their organisation. */
export const ReadJoining = command(
  'invitations.readJoining',
  'public.enter',
  Type.Object({}),
  Type.Object({ isPossible: Type.Boolean() }),
)

/** Asks for a mail with a link to an account. The answer is the same for every address. */
export const RequestJoinLink = command(
  'invitations.requestJoinLink',
  'public.enter',
  Type.Object({ email: Email, language: Type.Enum(['de', 'en']) }),
  Type.Null(),
)

/** What a join link is to. Unknown, used and expired ones: `gone`. */
export const ReadJoinLink = command(
  'invitations.readJoinLink',
  'public.enter',
  Type.Object({ token: LinkToken }),
  Type.Object({ email: Type.String(), organisation: Type.String(), byPassword: Type.Boolean() }),
)

/** Makes the account in the organisation, uses the link up and signs in. */
export const UseJoinLink = command(
  'invitations.useJoinLink',
  'public.enter',
  Type.Object({ token: LinkToken, name: PersonName, password: NewPassword }),
  MeOrNextStep,
)
