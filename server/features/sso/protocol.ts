import { Type, type Static } from 'typebox'
import { command } from '#wire/command'
import { Uuid } from '#wire/ids'
import { Email } from '#protocol/auth'
import { OrganisationId } from '#protocol/orgs'

/** Bounds of what administrators enter. */
export const SSO_LIMITS = {
  issuerLength: 500,
  clientIdLength: 200,
  clientSecretLength: 500,
  certificatesLength: 40_000,
  scopesLength: 200,
  claimLength: 100,
  groups: 50,
  groupLength: 200,
} as const

const Group = Type.String({ minLength: 1, maxLength: SSO_LIMITS.groupLength, pattern: '\\S' })
const Groups = Type.Array(Group, { maxItems: SSO_LIMITS.groups })

const settings = {
  /** The provider's own address, as it names itself: https, without query. */
  issuer: Type.String({ minLength: 1, maxLength: SSO_LIMITS.issuerLength }),
  clientId: Type.String({ minLength: 1, maxLength: SSO_LIMITS.clientIdLength, pattern: '\\S' }),
  /** Certificates of the town's own authority, PEM. */
  caCertificates: Type.Union([Type.String({ maxLength: SSO_LIMITS.certificatesLength }), Type.Null()]),
  /** Divided by spaces; `openid` among them. */
  scopes: Type.String({ maxLength: SSO_LIMITS.scopesLength, pattern: '^[!-~]+( [!-~]+)*$' }),
  /** The claim that names the groups; with dots where it lies deeper. */
  groupsClaim: Type.String({ minLength: 1, maxLength: SSO_LIMITS.claimLength, pattern: '^\\S+$' }),
  /** Who may come in at all; empty: everybody. */
  allowedGroups: Groups,
  /** Where one of these two is not empty, the provider decides who administrates, anew at every sign-in. */
  adminGroups: Groups,
  auditorGroups: Groups,
  /** Takes addresses that the provider does not call verified. */
  trustsAddresses: Type.Boolean(),
  /** Whether the sign-in page offers it. */
  offered: Type.Boolean(),
}

/** What an organisation's administrators see of its provider: everything but the secret. */
export const SsoProvider = Type.Object({
  ...settings,
  id: Uuid,
  hasSecret: Type.Boolean(),
  /** Whether an administrator has come in with these very settings. */
  proven: Type.Boolean(),
})
export type SsoProvider = Static<typeof SsoProvider>

export const SsoSettings = Type.Object({
  provider: Type.Union([SsoProvider, Type.Null()]),
  /** Whether the organisation's people may also sign in with a password of their own here. */
  passwordAllowed: Type.Boolean(),
  /** To be entered at the provider. */
  redirectUri: Type.String(),
  /** To be entered at the provider, once there is one here. */
  logoutUri: Type.Union([Type.String(), Type.Null()]),
  /** Where the organisation's people sign in, for a bookmark or a tile. */
  signInLink: Type.String(),
})
export type SsoSettings = Static<typeof SsoSettings>

export const ReadSsoSettings = command(
  'sso.readSettings',
  'organisation.manage',
  Type.Object({ organisationId: OrganisationId }),
  SsoSettings,
)

/**
 * Without `clientSecret` the earlier one stays; null takes it away. Another issuer needs it anew: it would be shown to somebody
 * else otherwise. What cannot be: `invalid` with the field. While the provider is the only door it stays the same one: `conflict`.
 */
export const SetSsoProvider = command(
  'sso.setProvider',
  'organisation.manage',
  Type.Object({
    organisationId: OrganisationId,
    ...settings,
    clientSecret: Type.Optional(
      Type.Union([Type.String({ minLength: 1, maxLength: SSO_LIMITS.clientSecretLength }), Type.Null()]),
    ),
  }),
  SsoSettings,
)

/** Ends the sessions that began there. While the provider is the only door: `conflict`. */
export const RemoveSsoProvider = command(
  'sso.removeProvider',
  'organisation.manage',
  Type.Object({ organisationId: OrganisationId }),
  SsoSettings,
)

/**
 * Whether the organisation's people may sign in with a password or passkey of their own. Before that is forbidden an administrator has come in by the
 * provider: `conflict`. Who administrates the installation always may.
 */
export const SetPasswordAllowed = command(
  'sso.setPasswordAllowed',
  'organisation.manage',
  Type.Object({ organisationId: OrganisationId, allowed: Type.Boolean() }),
  SsoSettings,
)

/** For the installation's administrator, when an organisation's provider is gone and nobody of it gets in. */
export const AllowPasswordAgain = command(
  'sso.allowPasswordAgain',
  'organisation.keep',
  Type.Object({ organisationId: OrganisationId }),
  Type.Null(),
)

/** What a check of the connection looks at, in this order. */
export const SSO_CHECKS = ['address', 'certificate', 'discovery', 'clock', 'keys', 'client', 'logout'] as const
/** What can be said of it. Never anything of what the other side answered. */
export const SSO_FINDINGS = [
  'fine',
  'notReached',
  'unknownName',
  'refused',
  'tooSlow',
  'untrusted',
  'expired',
  'wrongName',
  'wrongStatus',
  'notOpenId',
  'otherIssuer',
  'wrongClock',
  'noKeys',
  'clientUnknown',
  'notTold',
  'notOffered',
] as const

export const SsoFinding = Type.Object({
  check: Type.Enum([...SSO_CHECKS]),
  finding: Type.Enum([...SSO_FINDINGS]),
  /** `fault`: nobody can sign in like that. `hint`: something will not work, or could not be found out. */
  kind: Type.Enum(['fine', 'hint', 'fault']),
})
export type SsoFinding = Static<typeof SsoFinding>

/** Asks the provider and says what is wrong. Stops at the first fault that makes the rest meaningless. */
export const CheckSsoProvider = command(
  'sso.checkProvider',
  'organisation.manage',
  Type.Object({ organisationId: OrganisationId }),
  Type.Array(SsoFinding),
)

/** How somebody can sign in. */
export const SignInWay = Type.Object({
  /** The organisation whose account can be used; null: none. */
  organisation: Type.Union([Type.Object({ id: OrganisationId, name: Type.String() }), Type.Null()]),
  /** The path that leads to its provider. */
  start: Type.Union([Type.String(), Type.Null()]),
  /** Whether a password can be used as well. */
  password: Type.Boolean(),
})
export type SignInWay = Static<typeof SignInWay>

/** By the domain of an address only: whether there is an account with it makes no difference. */
export const FindSignInWay = command('sso.findSignInWay', 'public.enter', Type.Object({ email: Email }), SignInWay)

/** For the direct link of an organisation. One that does not exist is answered like one without a provider, without a name. */
export const ReadSignInWay = command(
  'sso.readSignInWay',
  'public.enter',
  Type.Object({ organisationId: OrganisationId }),
  SignInWay,
)

/** Why a way to the provider and back ended without a session; the interface has a sentence for each. */
export const SSO_FAILURES = [
  /** Too late, a second time, or begun in another browser. */
  'stale',
  /** Cancelled at the provider. */
  'cancelled',
  /** The provider refused. */
  'refused',
  /** Not reached. */
  'unreachable',
  /** What came back does not hold. */
  'unproven',
  /** Nothing is offered any more. */
  'notOffered',
  'noAddress',
  'unverifiedAddress',
  /** Of another domain than the organisation's. */
  'foreignAddress',
  /** There is an account with it that is not theirs to take. */
  'takenAddress',
  'notAllowed',
  'deactivated',
  /** Administrates the installation: comes in with a password only. */
  'installation',
  'tooMany',
] as const
export type SsoFailure = (typeof SSO_FAILURES)[number]
