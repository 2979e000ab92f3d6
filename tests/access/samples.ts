import { v7 } from 'uuid'
import type { Command, InputOf } from '#wire/command'
import type { RefusalCode } from '#wire/refusal'
import * as admin from '#protocol/admin'
import * as audit from '#protocol/audit'
import * as auth from '#protocol/auth'
import * as guests from '#protocol/guests'
import * as integrations from '#protocol/integrations'
import * as invitations from '#protocol/invitations'
import * as meetings from '#protocol/meetings'
import * as orgs from '#protocol/orgs'
import * as presence from '#protocol/presence'
import * as privacy from '#protocol/privacy'
import * as projects from '#protocol/projects'
import * as rooms from '#protocol/rooms'
import * as setup from '#protocol/setup'
import * as sso from '#protocol/sso'
import { CAPABILITIES, rtpParameters } from '../support/media.ts'
import type { PartName } from './cast.ts'
import { PASSWORD, UNREACHED, type Place, type World } from './world.ts'

/** Every feature's protocol. A feature that is not here has no door either: the crawl compares with the folders. */
export const protocols = {
  admin,
  audit,
  auth,
  guests,
  integrations,
  invitations,
  meetings,
  orgs,
  presence,
  privacy,
  projects,
  rooms,
  setup,
  sso,
} as const

type Protocols = typeof protocols
type CommandsOf<Module> = { [Name in keyof Module as Module[Name] extends Command ? Name : never]: Module[Name] }

export interface Sample<C extends Command = Command> {
  /** A good input about a place. What it names must be there for whoever may, so that only rights decide. */
  readonly input: (at: Place, who: PartName, world: World) => InputOf<C>
  /** What may be answered although the caller has the right, because of the state of things. */
  readonly state?: readonly RefusalCode[]
  /** Names a person: whoever does not manage them is told that they are not there, also where the organisation is known. */
  readonly hides?: true
  /** Names nothing: the caller's own organisation is meant, or their own visit. */
  readonly home?: true
  /** Is read again after its transaction, and changes nothing that others of the crawl need: it is not taken back. */
  readonly kept?: true
  /** Ends what others of the crawl still need. */
  readonly last?: true
}

type Samples = {
  [Feature in keyof Protocols]: {
    [Name in keyof CommandsOf<Protocols[Feature]>]: Sample<Extract<Protocols[Feature][Name], Command>>
  }
}

const nothing = { input: () => ({}) }
const token = 'x'.repeat(43)
const credential = { id: 'x', rawId: 'x', type: 'public-key' as const, clientExtensionResults: {} }
const passkeyAnswer = { ...credential, response: { clientDataJSON: 'x', authenticatorData: 'x', signature: 'x' } }
const passkey = { ...credential, response: { clientDataJSON: 'x', attestationObject: 'x' } }
const hook = { name: 'Pegel', url: UNREACHED, events: ['room.changed' as const], withText: false }
const provider = {
  issuer: 'https://login.crawl.example',
  clientId: 'allmende',
  clientSecret: 'geheim',
  caCertificates: null,
  scopes: 'openid email',
  groupsClaim: 'groups',
  allowedGroups: [],
  adminGroups: [],
  auditorGroups: [],
  trustsAddresses: false,
  offered: false,
}
/** Whoever is not in the meeting has nothing there; whether there is one is what the crawl asks. */
const ofPeer = { state: ['gone'] } as const
const peer = ({ meetingId }: Place) => ({ meetingId, peerId: v7() })

/**
 * One good input for every command. A command that is not here does not compile; what each is answered follows from its row in the
 * table of permissions and from the cast.
 */
export const samples: Samples = {
  admin: {
    ReadHealth: nothing,
    ReadStorage: nothing,
    ReadMediaWorkers: nothing,
    ReadMailSettings: nothing,
    // Without a mail server.
    SendTestMail: { ...nothing, state: ['unavailable'] },
  },
  audit: {
    ListOrganisationEvents: { input: ({ organisationId }) => ({ organisationId }) },
    ListInstallationEvents: nothing,
    ReadChainHead: nothing,
  },
  auth: {
    // Of nobody: guessing is tried elsewhere.
    SignIn: {
      input: (_at, who) => ({ email: `${who}@nowhere.example`, password: 'falsch geraten' }),
      state: ['unauthenticated'],
    },
    // Nobody of the cast is at the second step, and nobody has a second factor.
    ReadNextStep: nothing,
    EnterCode: { input: () => ({ code: '123456' }), state: ['gone'] },
    AskForPasskey: nothing,
    SignInByPasskey: { input: () => ({ answer: passkeyAnswer }), state: ['unauthenticated', 'gone'] },
    SetUpTotp: { ...nothing, state: ['gone'] },
    FinishSetUpTotp: { input: () => ({ code: '123456' }), state: ['gone'] },
    SetUpPasskey: { ...nothing, state: ['gone'] },
    FinishSetUpPasskey: { input: () => ({ name: 'Schlüssel', registration: passkey }), state: ['gone'] },
    // With the right one the session goes on under another secret.
    Prove: { input: () => ({ password: 'falsch geraten' }), state: ['unauthenticated'] },
    AskToProve: { ...nothing, state: ['conflict'] },
    ProveByPasskey: { input: () => ({ answer: passkeyAnswer }), state: ['unauthenticated', 'gone'] },
    ReadSecurity: nothing,
    BeginTotp: nothing,
    FinishTotp: { input: () => ({ code: '123456' }), state: ['gone', 'invalid', 'unauthenticated'] },
    RemoveTotp: { ...nothing, state: ['not_found'] },
    BeginPasskey: nothing,
    FinishPasskey: { input: () => ({ name: 'Schlüssel', registration: passkey }), state: ['unauthenticated'] },
    RenamePasskey: { input: () => ({ passkeyId: v7(), name: 'Schlüssel' }), state: ['not_found'] },
    RemovePasskey: { input: () => ({ passkeyId: v7() }), state: ['not_found'] },
    RenewRecoveryCodes: { ...nothing, state: ['conflict'] },
    ListSessions: nothing,
    EndSession: { input: () => ({ sessionId: v7() }), state: ['not_found'] },
    EndOtherSessions: nothing,
    SignOut: { ...nothing, last: true },
    WhoAmI: nothing,
    UpdateMe: { input: () => ({ theme: 'light' }) },
    ChangePassword: { input: () => ({ current: PASSWORD, next: 'ein anderes langes Passwort' }) },
    ReadPasswordResetOffer: nothing,
    // Without a mail server.
    AskPasswordReset: { input: ({ personEmail }) => ({ email: personEmail }), state: ['unavailable'] },
    ReadPasswordReset: { input: () => ({ token }), state: ['gone'] },
    UsePasswordReset: { input: () => ({ token, password: 'ein langes Passwort' }), state: ['gone'] },
    ReadWelcomeLink: { input: () => ({ token }), state: ['gone'] },
    UseWelcomeLink: { input: () => ({ token, name: 'Niemand', password: 'ein langes Passwort' }), state: ['gone'] },
  },
  guests: {
    CreateGuestLink: { input: ({ meetingId }) => ({ meetingId, valid: 'meeting' }) },
    RevokeGuestLink: { input: ({ meetingId, guestLinkId }) => ({ meetingId, linkId: guestLinkId }) },
    ListGuests: { input: ({ meetingId }) => ({ meetingId }) },
    AdmitGuests: { input: ({ meetingId, guestId }) => ({ meetingId, guestIds: [guestId] }) },
    PutOutGuest: { input: ({ meetingId, guestId }) => ({ meetingId, guestId }) },
    ReadGuestLink: { input: () => ({ token }), state: ['gone'] },
    Knock: { input: () => ({ token, name: 'Niemand' }), state: ['gone'] },
    ReadVisit: { ...nothing, home: true },
    ReadGuestMedia: { ...nothing, home: true, state: ['forbidden'] },
    EndVisit: { ...nothing, home: true, last: true },
  },
  integrations: {
    ListTokens: nothing,
    CreateToken: { input: () => ({ name: 'Programm', rights: ['self.read'], days: 1 }) },
    RevokeToken: { input: () => ({ tokenId: v7() }), state: ['not_found'] },
    ListPrograms: { input: ({ projectId }) => ({ projectId }) },
    CreateProgram: {
      input: ({ projectId }) => ({ projectId, name: 'Programm', rights: ['project.read'], days: 1, roomIds: null }),
    },
    RenewProgram: { input: ({ programId }) => ({ programId, days: 1 }) },
    RemoveProgram: { input: ({ programId }) => ({ programId }) },
    ListRoomHooks: { input: ({ roomId }) => ({ roomId }) },
    CreateIncomingHook: { input: ({ roomId }) => ({ roomId, name: 'Pegel' }) },
    CreateOutgoingHook: { input: ({ roomId }) => ({ roomId, ...hook }) },
    CreateProjectHook: { input: ({ projectId }) => ({ projectId, ...hook }) },
    ListProjectHooks: { input: ({ projectId }) => ({ projectId }) },
    RemoveHook: { input: ({ hookId }) => ({ hookId }) },
    RenewHookSecret: { input: ({ hookId }) => ({ hookId }) },
    ResumeHook: { input: ({ hookId }) => ({ hookId }) },
    ListDeliveries: { input: ({ hookId }) => ({ hookId }) },
  },
  invitations: {
    Invite: {
      input: ({ projectId }, _, { freeEmail }) => ({
        projectId,
        roomId: null,
        role: 'member',
        people: [{ email: freeEmail }],
        asColleagues: false,
      }),
    },
    PreviewInvitations: { input: ({ projectId }) => ({ projectId, roomId: null, text: 'a@crawl.example' }) },
    ListInvitations: { input: ({ projectId }) => ({ projectId }) },
    ResendInvitation: { input: ({ invitationId }) => ({ invitationId }) },
    RevokeInvitation: { input: ({ invitationId }) => ({ invitationId }) },
    ReadInvitation: { input: () => ({ token }), state: ['gone'] },
    AcceptInvitation: { input: () => ({ token, name: 'Niemand', password: 'ein langes Passwort' }), state: ['gone'] },
    JoinByInvitation: { input: () => ({ token }), state: ['gone'] },
    ListOrganisationInvitations: { input: ({ organisationId }) => ({ organisationId }) },
    // Of an address of nobody's domain: no organisation decides.
    AdmitInvited: {
      input: ({ organisationId, invitationId }) => ({ organisationId, invitationId }),
      state: ['not_found'],
    },
    DeclineInvitation: {
      input: ({ organisationId, invitationId }) => ({ organisationId, invitationId }),
      state: ['not_found'],
    },
    ReadJoining: nothing,
    RequestJoinLink: {
      input: (_at, who) => ({ email: `${who}@nowhere.example`, language: 'de' }),
      state: ['unavailable'],
    },
    ReadJoinLink: { input: () => ({ token }), state: ['gone'] },
    UseJoinLink: { input: () => ({ token, name: 'Niemand', password: 'ein langes Passwort' }), state: ['gone'] },
  },
  meetings: {
    ReadMediaState: nothing,
    ListMeetings: nothing,
    StartMeeting: { input: ({ roomId }) => ({ roomId }) },
    JoinMeeting: { input: (at) => ({ ...peer(at), rtpCapabilities: CAPABILITIES }) },
    ReadMeeting: { input: peer, ...ofPeer },
    ConnectTransport: { input: (at) => ({ ...peer(at), transportId: v7(), dtlsParameters: {} }), ...ofPeer },
    RestartIce: { input: (at) => ({ ...peer(at), transportId: v7() }), ...ofPeer },
    SendStream: {
      input: (at) => ({ ...peer(at), source: 'microphone', rtpParameters: rtpParameters('audio', '0'), on: true }),
      ...ofPeer,
    },
    SwitchStream: { input: (at) => ({ ...peer(at), streamId: v7(), on: true }), ...ofPeer },
    EndStream: { input: (at) => ({ ...peer(at), streamId: v7() }), ...ofPeer },
    ResumeConsumers: { input: (at) => ({ ...peer(at), consumerIds: [] }), ...ofPeer },
    ReportTiles: { input: (at) => ({ ...peer(at), tiles: [] }), ...ofPeer },
    LeaveMeeting: { input: peer, ...ofPeer },
    EndMeeting: { input: ({ meetingId }) => ({ meetingId }), state: ['gone'], last: true },
  },
  orgs: {
    ListOrganisations: nothing,
    CreateOrganisation: { input: () => ({ name: 'Neu', kind: 'association' }) },
    SetPolicies: { input: ({ organisationId }) => ({ organisationId, policies: { typing: 'forbidden' } }) },
    ListOrganisationPeople: { input: ({ organisationId }) => ({ organisationId }) },
    AddOrganisationPerson: {
      input: ({ organisationId }, _, { freeEmail }) => ({
        organisationId,
        name: 'Neu',
        email: freeEmail,
        role: 'member',
      }),
    },
    UpdateOrganisation: { input: ({ organisationId }) => ({ organisationId, name: 'Anders' }) },
    SetRetention: { input: ({ organisationId }) => ({ organisationId, retentionDays: null }) },
    SetLogo: { input: ({ organisationId }) => ({ organisationId, image: null }) },
    SetMyPhoto: { input: () => ({ image: null }) },
    ReadMyPhoto: nothing,
    ListDomains: { input: ({ organisationId }) => ({ organisationId }) },
    AddDomain: { input: ({ organisationId }) => ({ organisationId, domain: 'crawl.example' }) },
    RemoveDomain: { input: ({ organisationId, domain }) => ({ organisationId, domain }) },
    VerifyDomain: { input: ({ organisationId, domain }) => ({ organisationId, domain, verified: true }) },
    SetJoinAllowed: { input: ({ organisationId, domain }) => ({ organisationId, domain, joinAllowed: false }) },
    ReadSignInRules: { input: ({ organisationId }) => ({ organisationId }) },
    SetSecondFactorRule: { input: ({ organisationId }) => ({ organisationId, secondFactor: 'optional' }) },
    RemoveSecondFactors: { input: ({ personId }) => ({ personId }), hides: true },
    RenewWelcomeLink: { input: ({ personId }) => ({ personId }), hides: true },
    SetOrganisationRole: { input: ({ personId }) => ({ personId, role: 'auditor' }), hides: true },
    ListHoldings: { input: ({ personId }) => ({ personId }), hides: true },
    PreviewMerge: {
      input: ({ personId }) => ({ keepId: personId, goneId: personId }),
      state: ['conflict'],
      hides: true,
    },
    MergePeople: {
      input: ({ personId }) => ({ keepId: personId, goneId: personId }),
      state: ['conflict'],
      hides: true,
    },
    ListInstallationPeople: nothing,
    SetInstallationRoles: { input: ({ personEmail }) => ({ email: personEmail, admin: false, auditor: true }) },
    SetPersonActive: { input: ({ personId }) => ({ personId, active: false }), hides: true },
  },
  presence: {
    ReadSharing: nothing,
    SetSharing: { input: () => ({ presence: true }) },
    ReportPresence: { input: () => ({ here: true }), state: ['invalid'] },
    ReadPresence: { input: ({ roomId }) => ({ roomId }) },
    TellTyping: { input: ({ roomId }) => ({ roomId }) },
  },
  privacy: {
    ReadOwnData: nothing,
    ExportOwnData: nothing,
  },
  projects: {
    ListProjects: nothing,
    CreateProject: { input: () => ({ name: 'Neu' }), home: true, kept: true },
    RenameProject: { input: ({ projectId }) => ({ projectId, name: 'Anders' }) },
    ListProjectPeople: { input: ({ projectId }) => ({ projectId }) },
    AddProjectPerson: {
      input: ({ projectId }, _, { places }) => ({ projectId, email: places.foreign.personEmail, role: 'member' }),
    },
    ListOrganisationProjects: { input: ({ organisationId }) => ({ organisationId }) },
    ListOwnProjectPeople: { input: ({ organisationId, projectId }) => ({ organisationId, projectId }) },
    HandOverLead: {
      input: ({ organisationId, projectId, leadId, personId }) => ({
        organisationId,
        projectId,
        fromId: leadId,
        toId: personId,
      }),
    },
    // It is the organisation's own.
    LeaveAsOrganisation: {
      input: ({ organisationId, projectId }) => ({ organisationId, projectId }),
      state: ['conflict'],
    },
    OfferProject: {
      input: ({ organisationId, projectId }) => ({ organisationId, projectId, toOrganisationId: null }),
    },
    AnswerOffer: {
      input: ({ organisationId, projectId }) => ({ organisationId, projectId, accept: true }),
      state: ['gone'],
    },
    SetProjectRole: { input: ({ projectId, personId }) => ({ projectId, personId, role: 'viewer' }) },
    RemoveProjectPerson: { input: ({ projectId, personId }) => ({ projectId, personId }) },
  },
  rooms: {
    ListRooms: nothing,
    CreateRoom: { input: ({ projectId }) => ({ projectId, name: 'Neu', visibility: 'open' }) },
    RenameRoom: { input: ({ roomId }) => ({ roomId, name: 'Anders' }) },
    ArchiveRoom: { input: ({ roomId }) => ({ roomId, archived: true }) },
    OpenRoom: { input: ({ roomId }) => ({ roomId }) },
    ReadHistory: { input: ({ roomId }) => ({ roomId, before: 100 }) },
    SendMessage: { input: ({ roomId }) => ({ roomId, clientId: v7(), body: 'Geschrieben' }) },
    EditMessage: {
      input: ({ roomId, messageId, messagesOf }, who) => ({
        roomId,
        messageId: messagesOf.get(who) ?? messageId,
        body: 'Anders',
      }),
    },
    DeleteMessage: {
      input: ({ roomId, messageId, messagesOf }, who) => ({ roomId, messageId: messagesOf.get(who) ?? messageId }),
      // Of others; who only reads has none of their own.
      state: ['forbidden'],
    },
    React: { input: ({ roomId, messageId }) => ({ roomId, messageId, emoji: '👍', on: true }) },
    ListRoomPeople: { input: ({ roomId }) => ({ roomId }) },
    AddRoomPerson: { input: ({ roomId, externalId }) => ({ roomId, personId: externalId }) },
    // In an open room nobody is on a list.
    RemoveRoomPerson: { input: ({ roomId, personId }) => ({ roomId, personId }), state: ['conflict'] },
    ReadRoomSharing: { input: ({ roomId }) => ({ roomId }) },
    ShareRoom: { input: ({ roomId, firmId }) => ({ roomId, organisationId: firmId, on: true }) },
    MarkRead: { input: ({ roomId }) => ({ roomId, seq: 1 }) },
  },
  setup: {
    ReadSetUp: nothing,
    CompleteSetUp: {
      input: () => ({
        token,
        organisation: { name: 'Neu', kind: 'municipality' },
        name: 'Niemand',
        email: 'niemand@crawl.example',
        password: 'ein langes Passwort',
      }),
      state: ['gone'],
    },
    StartDemo: { input: () => ({ token }), state: ['gone'] },
  },
  sso: {
    ReadSsoSettings: { input: ({ organisationId }) => ({ organisationId }) },
    SetSsoProvider: { input: ({ organisationId }) => ({ organisationId, ...provider }) },
    // There is none: nobody is asked.
    RemoveSsoProvider: { input: ({ organisationId }) => ({ organisationId }) },
    CheckSsoProvider: { input: ({ organisationId }) => ({ organisationId }), state: ['not_found'] },
    // Nobody has come through the provider yet: it cannot be the only door.
    SetPasswordAllowed: { input: ({ organisationId }) => ({ organisationId, allowed: true }) },
    AllowPasswordAgain: { input: ({ organisationId }) => ({ organisationId }) },
    FindSignInWay: { input: ({ personEmail }) => ({ email: personEmail }) },
    ReadSignInWay: { input: ({ organisationId }) => ({ organisationId }) },
  },
}

export interface Crawled {
  readonly feature: string
  readonly command: Command
  readonly sample: Sample
}

/** Every command with its sample. */
export function crawled(): Crawled[] {
  return Object.entries(samples).flatMap(([feature, ofFeature]) =>
    Object.entries(ofFeature as Record<string, Sample>).map(([name, sample]) => {
      const command = (protocols as unknown as Record<string, Record<string, Command>>)[feature]?.[name]
      if (!command) throw new Error(`no command ${feature}.${name}`)
      return { feature, command, sample }
    }),
  )
}
