import { Type, type Static } from 'typebox'
import { command, event } from '#wire/command'
import { Uuid } from '#wire/ids'
import { LIMITS } from '#wire/limits'
import { Email, Person, PersonName, UserId } from '#protocol/auth'

export const OrganisationId = Uuid
export const OrganisationName = Type.String({ minLength: 1, maxLength: LIMITS.nameLength, pattern: '\\S' })
export const OrganisationKind = Type.Enum(['municipality', 'district', 'agency', 'company', 'association'])
/** admin: manages its people and settings. auditor: reads its audit log. */
export const OrganisationRole = Type.Enum(['admin', 'auditor', 'member'])
export type OrganisationRole = Static<typeof OrganisationRole>

/** What an organisation decides for its people. `allowed` still leaves it to each of them. */
export const Policy = Type.Enum(['forbidden', 'allowed'])
export const Policies = Type.Object({
  /** Letting others see that one is there. */
  presence: Policy,
  /** Letting others see that one is writing. */
  typing: Policy,
  /** Letting others see what one has read. Nothing shows that yet: there is no choice of a person to go with it. */
  readReceipts: Policy,
})
export type Policies = Static<typeof Policies>

/** After how many days messages in the organisation's own projects are deleted; null: they stay. */
export const Retention = Type.Union([Type.Integer({ minimum: 1, maximum: 3_650 }), Type.Null()])

/** The unguessable path segment of a picture, `/pictures/<id>`: another picture has another. */
export const PictureId = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })
/** An image file, base64. JPEG, PNG or WebP, whatever its size on the screen; the server makes its own of it. */
export const ImageFile = Type.String({
  minLength: 16,
  maxLength: LIMITS.imageBase64Length,
  pattern: '^[A-Za-z0-9+/]+={0,2}$',
})

export const Organisation = Type.Object({
  id: OrganisationId,
  name: Type.String(),
  kind: OrganisationKind,
  /** The caller's role in it; null when they only manage the installation. */
  myRole: Type.Union([OrganisationRole, Type.Null()]),
  policies: Policies,
  retentionDays: Retention,
  logo: Type.Union([PictureId, Type.Null()]),
})
export type Organisation = Static<typeof Organisation>

export const PersonState = Type.Enum(['invited', 'active', 'deactivated'])
export type PersonState = Static<typeof PersonState>

/** A person as their own organisation's administrators see them. */
export const OrganisationPerson = Type.Object({
  id: UserId,
  name: Type.String(),
  email: Type.String(),
  role: OrganisationRole,
  /** `invited`: has not used the welcome link yet. */
  state: PersonState,
  picture: Type.Union([PictureId, Type.Null()]),
})
export type OrganisationPerson = Static<typeof OrganisationPerson>

/** The caller's own organisation; for the installation's administrator all. */
export const ListOrganisations = command('orgs.list', 'self.read', Type.Object({}), Type.Array(Organisation))

/** Installation's administrator only. */
export const CreateOrganisation = command(
  'orgs.create',
  'installation.manage',
  Type.Object({ name: OrganisationName, kind: OrganisationKind }),
  Organisation,
)

/** What others see of an organisation is kept by the installation's administrators, so that none can pass for another. */
export const UpdateOrganisation = command(
  'orgs.update',
  'organisation.keep',
  Type.Object({
    organisationId: OrganisationId,
    name: Type.Optional(OrganisationName),
    kind: Type.Optional(OrganisationKind),
  }),
  Organisation,
)

/**
 * The organisation's own administrators; whoever sees it otherwise: `forbidden`. What is forbidden is switched off for all of
 * its people at once, and stays off for each of them when it is allowed again.
 */
export const SetPolicies = command(
  'orgs.setPolicies',
  'organisation.manage',
  Type.Object({ organisationId: OrganisationId, policies: Type.Partial(Policies) }),
  Organisation,
)

/** Holds for the projects that belong to the organisation, from the next night on. What was deleted does not come back. */
export const SetRetention = command(
  'orgs.setRetention',
  'organisation.manage',
  Type.Object({ organisationId: OrganisationId, retentionDays: Retention }),
  Organisation,
)

/** null takes it away. Not an image, or too large a one: `invalid`. */
export const SetLogo = command(
  'orgs.setLogo',
  'organisation.manage',
  Type.Object({ organisationId: OrganisationId, image: Type.Union([ImageFile, Type.Null()]) }),
  Organisation,
  { doors: 'http' },
)

/** The caller's own photo; as `SetLogo`. */
export const SetMyPhoto = command(
  'orgs.setMyPhoto',
  'self.change',
  Type.Object({ image: Type.Union([ImageFile, Type.Null()]) }),
  Type.Object({ picture: Type.Union([PictureId, Type.Null()]) }),
  { doors: 'http' },
)

export const ReadMyPhoto = command(
  'orgs.readMyPhoto',
  'self.read',
  Type.Object({}),
  Type.Object({ picture: Type.Union([PictureId, Type.Null()]) }),
)

/** A domain name, as somebody writes it: case, spaces around it and national characters are theirs. */
export const DomainName = Type.String({ minLength: 3, maxLength: 253, pattern: '\\S' })

export const OrganisationDomain = Type.Object({
  /** As it is kept and compared: lower case, national characters in their ASCII form. */
  domain: Type.String(),
  /** The same as people write it. */
  shown: Type.String(),
  /** Confirmed by who administrates the installation: only then is it the organisation's. */
  verified: Type.Boolean(),
  /** Whether whoever proves an address in it may join the organisation by themselves. */
  joinAllowed: Type.Boolean(),
})
export type OrganisationDomain = Static<typeof OrganisationDomain>

export const ListDomains = command(
  'orgs.listDomains',
  'organisation.readDomains',
  Type.Object({ organisationId: OrganisationId }),
  Type.Array(OrganisationDomain),
)

/**
 * Claims a domain. A claim is worth nothing until it is confirmed and keeps nobody else from the same. Not a domain, or one in
 * which everybody can have an address: `invalid`.
 */
export const AddDomain = command(
  'orgs.addDomain',
  'organisation.manage',
  Type.Object({ organisationId: OrganisationId, domain: DomainName }),
  Type.Array(OrganisationDomain),
)

export const RemoveDomain = command(
  'orgs.removeDomain',
  'organisation.manage',
  Type.Object({ organisationId: OrganisationId, domain: DomainName }),
  Type.Array(OrganisationDomain),
)

/** Confirms that the domain is the organisation's, or takes that back. Already another's: `conflict`. */
export const VerifyDomain = command(
  'orgs.verifyDomain',
  'organisation.keep',
  Type.Object({ organisationId: OrganisationId, domain: DomainName, verified: Type.Boolean() }),
  Type.Array(OrganisationDomain),
)

/** Not confirmed: `conflict`. */
export const SetJoinAllowed = command(
  'orgs.setJoinAllowed',
  'organisation.manage',
  Type.Object({ organisationId: OrganisationId, domain: DomainName, joinAllowed: Type.Boolean() }),
  Type.Array(OrganisationDomain),
)

/**
 * A page of people by name. `search`: every word of it in the name or the address, whatever the accents. The organisation's
 * administrators; until the first person of a new organisation has come also the installation's.
 */
export const ListOrganisationPeople = command(
  'orgs.listPeople',
  'organisation.managePeople',
  Type.Object({
    organisationId: OrganisationId,
    search: Type.Optional(Type.String({ maxLength: LIMITS.nameLength })),
    state: Type.Optional(PersonState),
    role: Type.Optional(OrganisationRole),
    /** `next` of the page before. */
    after: Type.Optional(Type.String({ minLength: 1, maxLength: 600 })),
  }),
  Type.Object({
    people: Type.Array(OrganisationPerson),
    /** All that were asked for, on every page together. */
    total: Type.Integer(),
    next: Type.Union([Type.String(), Type.Null()]),
  }),
)

/** Whether a mail with the link is on its way; otherwise it is for the administrator to pass on. */
const Mailed = Type.Boolean()

/** Makes an account that its owner opens with the link (path below the public URL, valid 14 days, once). Known address: `conflict`. */
export const AddOrganisationPerson = command(
  'orgs.addPerson',
  'organisation.managePeople',
  Type.Object({ organisationId: OrganisationId, name: PersonName, email: Email, role: OrganisationRole }),
  Type.Object({ person: OrganisationPerson, link: Type.String(), mailed: Mailed }),
)

/**
 * A new welcome link; the earlier one stops working. Also how a forgotten password is set anew. Somebody with a role at the
 * installation only by those who administrate it too: `forbidden`.
 */
export const RenewWelcomeLink = command(
  'orgs.renewWelcomeLink',
  'organisation.managePeople',
  Type.Object({ personId: UserId }),
  Type.Object({ link: Type.String(), mailed: Mailed }),
)

/** The last administrator of an organisation stays one: `conflict`; see also `RenewWelcomeLink`. */
export const SetOrganisationRole = command(
  'orgs.setRole',
  'organisation.managePeople',
  Type.Object({ personId: UserId, role: OrganisationRole }),
  OrganisationPerson,
)

/** A thing that nobody else answers for, and who could. */
export const Holding = Type.Object({
  kind: Type.Enum(['project']),
  id: Uuid,
  name: Type.String(),
  /** Colleagues who are in it already. Empty: any colleague can be named. */
  candidates: Type.Array(Type.Object({ id: UserId, name: Type.String() })),
})
export type Holding = Static<typeof Holding>

/** What somebody alone answers for: it has to be handed over before their account is locked. */
export const ListHoldings = command(
  'orgs.listHoldings',
  'organisation.managePeople',
  Type.Object({ personId: UserId }),
  Type.Array(Holding),
)

export const Successor = Type.Object({ kind: Type.Enum(['project']), id: Uuid, successorId: UserId })
export type Successor = Static<typeof Successor>

/**
 * Locks an account or opens it again. Locking ends all sessions, links and tokens at once and hands over in the same
 * transaction; while something has no named successor: `conflict`, and nothing happens. The last administrator of an
 * organisation cannot be locked: `conflict`; see also `RenewWelcomeLink`.
 */
/** What an organisation asks of its people when they sign in. */
export const SignInRules = Type.Object({
  /** Who needs a second factor; whoever has none yet sets one up at the next sign-in, and does nothing else before. */
  secondFactor: Type.Enum(['optional', 'admins', 'everybody']),
  /** `forbidden`: at the organisation's own provider only. Does not hold for those who administrate the installation. */
  localSignIn: Type.Enum(['allowed', 'forbidden']),
})
export type SignInRules = Static<typeof SignInRules>

/** The rules, and how many of its people have no second factor yet, of those who would need one. */
export const ReadSignInRules = command(
  'orgs.readSignInRules',
  'organisation.manage',
  Type.Object({ organisationId: OrganisationId }),
  Type.Object({ rules: SignInRules, without: Type.Object({ admins: Type.Integer(), everybody: Type.Integer() }) }),
)

/**
 * Who needs a second factor. Sessions of those who have none end after seven days, and with the next sign-in they set one up.
 */
export const SetSecondFactorRule = command(
  'orgs.setSecondFactorRule',
  'organisation.manage',
  Type.Object({ organisationId: OrganisationId, secondFactor: SignInRules.properties.secondFactor }),
  SignInRules,
)

/** For whoever has lost them: codes, passkeys and recovery codes are gone, all sessions end. As in `RenewWelcomeLink`. */
export const RemoveSecondFactors = command(
  'orgs.removeSecondFactors',
  'organisation.managePeople',
  Type.Object({ personId: UserId }),
  Type.Null(),
)

/** Ends all sessions at once. The last administrator of an organisation cannot be deactivated: `conflict`; see also `RenewWelcomeLink`. */
export const SetPersonActive = command(
  'orgs.setPersonActive',
  'organisation.managePeople',
  Type.Object({
    personId: UserId,
    active: Type.Boolean(),
    successors: Type.Optional(Type.Array(Successor, { maxItems: 500 })),
  }),
  OrganisationPerson,
)

const BothAccounts = Type.Object({ keepId: UserId, goneId: UserId })

/** What merging would do: the projects that come to the account that stays, or in which its role changes, and its role in the organisation. */
export const PreviewMerge = command(
  'orgs.previewMerge',
  'organisation.managePeople',
  BothAccounts,
  Type.Object({
    keep: OrganisationPerson,
    gone: OrganisationPerson,
    role: OrganisationRole,
    projects: Type.Array(
      Type.Object({ id: Uuid, name: Type.String(), role: Type.Enum(['lead', 'member', 'viewer', 'external']) }),
    ),
  }),
)

/**
 * Makes one account of two of the same person: `goneId` is no more, everything of it is `keepId`'s, both are signed out. Not with
 * one's own account, and not when the account that stays is locked or both are people at the organisation's provider: `conflict`.
 */
export const MergePeople = command('orgs.mergePeople', 'organisation.managePeople', BothAccounts, OrganisationPerson)

/** Somebody with a role at the installation, as those who administrate it see them. */
export const InstallationPerson = Type.Object({
  ...Person.properties,
  email: Type.String(),
  admin: Type.Boolean(),
  auditor: Type.Boolean(),
})
export type InstallationPerson = Static<typeof InstallationPerson>

export const ListInstallationPeople = command(
  'orgs.listInstallationPeople',
  'installation.manage',
  Type.Object({}),
  Type.Array(InstallationPerson),
)

/** By the exact address, as one knows a colleague's; nobody with it: `not_found`. The last administrator stays: `conflict`. */
export const SetInstallationRoles = command(
  'orgs.setInstallationRoles',
  'installation.manage',
  Type.Object({ email: Email, admin: Type.Boolean(), auditor: Type.Boolean() }),
  Type.Array(InstallationPerson),
)

/** On `user:<id>`: one's organisation, or one's role in it or at the installation, is another. */
export const OrganisationChanged = event('orgs.changed', Type.Object({}))
