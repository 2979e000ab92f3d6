import { Type, type Static } from 'typebox'
import { command } from '#wire/command'
import { Uuid } from '#wire/ids'
import { LIMITS } from '#wire/limits'
import { Email, PersonName, UserId } from '#protocol/auth'

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
})
export type Policies = Static<typeof Policies>

export const Organisation = Type.Object({
  id: OrganisationId,
  name: Type.String(),
  kind: OrganisationKind,
  /** The caller's role in it; null when they only manage the installation. */
  myRole: Type.Union([OrganisationRole, Type.Null()]),
  policies: Policies,
})
export type Organisation = Static<typeof Organisation>

/** A person as their own organisation's administrators see them. */
export const OrganisationPerson = Type.Object({
  id: UserId,
  name: Type.String(),
  email: Type.String(),
  role: OrganisationRole,
  /** `invited`: has not used the welcome link yet. */
  state: Type.Enum(['invited', 'active', 'deactivated']),
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

/** The organisation's administrators; until the first person of a new organisation has come also the installation's. */
export const ListOrganisationPeople = command(
  'orgs.listPeople',
  'organisation.managePeople',
  Type.Object({ organisationId: OrganisationId }),
  Type.Array(OrganisationPerson),
)

/** Makes an account that its owner opens with the link (path below the public URL, valid 14 days, once). Known address: `conflict`. */
export const AddOrganisationPerson = command(
  'orgs.addPerson',
  'organisation.managePeople',
  Type.Object({ organisationId: OrganisationId, name: PersonName, email: Email, role: OrganisationRole }),
  Type.Object({ person: OrganisationPerson, link: Type.String() }),
)

/**
 * A new welcome link; the earlier one stops working. Also how a forgotten password is set anew. Somebody who administrates the
 * installation only by those who do so too: `forbidden`.
 */
export const RenewWelcomeLink = command(
  'orgs.renewWelcomeLink',
  'organisation.managePeople',
  Type.Object({ personId: UserId }),
  Type.Object({ link: Type.String() }),
)

/** Ends all sessions at once. The last administrator of an organisation cannot be deactivated: `conflict`; see also `RenewWelcomeLink`. */
export const SetPersonActive = command(
  'orgs.setPersonActive',
  'organisation.managePeople',
  Type.Object({ personId: UserId, active: Type.Boolean() }),
  OrganisationPerson,
)
