import { Type, type Static } from 'typebox'
import { command, event } from '#wire/command'
import { Moment, Uuid } from '#wire/ids'
import { LIMITS } from '#wire/limits'

export const UserId = Uuid
export const PersonName = Type.String({ minLength: 1, maxLength: LIMITS.nameLength, pattern: '\\S' })
export const Email = Type.String({ minLength: 3, maxLength: LIMITS.emailLength, pattern: '^[^\\s@]+@[^\\s@]+$' })
/** Any of enough characters. One that is guessed first is refused: `invalid` with a reason. */
export const NewPassword = Type.String({ minLength: LIMITS.passwordMinLength, maxLength: LIMITS.passwordMaxLength })
const Password = Type.String({ minLength: 1, maxLength: LIMITS.passwordMaxLength })
export const Language = Type.Enum(['de', 'en'])
export const Theme = Type.Enum(['system', 'light', 'dark', 'contrast'])

/** What everybody who shares a room with somebody may know of them. */
export const Person = Type.Object({
  id: UserId,
  name: Type.String(),
  /** The name of the body they belong to; null for somebody without one. */
  organisation: Type.Union([Type.String(), Type.Null()]),
  /** Not a person: a program that somebody of the project let in. Absent: a person. */
  program: Type.Optional(Type.Boolean()),
})
export type Person = Static<typeof Person>

export const Me = Type.Object({
  id: UserId,
  name: Type.String(),
  email: Type.String(),
  language: Type.Union([Language, Type.Null()]),
  theme: Theme,
  /** Manages organisations and settings of the installation; reads nothing. */
  installationAdmin: Type.Boolean(),
  /** Reads the installation's audit log. */
  installationAuditor: Type.Boolean(),
})
export type Me = Static<typeof Me>

export const SecondFactorKind = Type.Enum(['passkey', 'totp', 'recoveryCode'])
export type SecondFactorKind = Static<typeof SecondFactorKind>

/**
 * What is missing after a proof that is not enough. The cookie opens nothing but this step, for a few minutes.
 * secondFactor: show it. setUp: the organisation asks for one, and there is none yet.
 */
export const NextStep = Type.Object({
  step: Type.Enum(['secondFactor', 'setUp']),
  /** By what it can be shown, or what can be set up. */
  methods: Type.Array(SecondFactorKind),
})
export type NextStep = Static<typeof NextStep>

/** Who has come in; or, when that is half of the way, what is still missing. */
export const MeOrNextStep = Type.Union([Me, NextStep])
export type MeOrNextStep = Static<typeof MeOrNextStep>

/** Six digits of an app, or a recovery code. */
export const Code = Type.String({ minLength: 6, maxLength: 40 })
export const TotpCode = Type.String({ pattern: '^[0-9]{6}$' })

/** `PublicKeyCredentialRequestOptionsJSON` and `PublicKeyCredentialCreationOptionsJSON` of WebAuthn, for the browser. */
export const PasskeyOptions = Type.Record(Type.String(), Type.Unknown())

const Base64Url = Type.String({ maxLength: 20_000, pattern: '^[A-Za-z0-9_-]*$' })
const credential = {
  id: Base64Url,
  rawId: Base64Url,
  type: Type.Literal('public-key'),
  clientExtensionResults: Type.Object({}),
  authenticatorAttachment: Type.Optional(Type.Enum(['platform', 'cross-platform'])),
}

/** `AuthenticationResponseJSON` of WebAuthn. */
export const PasskeyAnswer = Type.Object({
  ...credential,
  response: Type.Object({
    clientDataJSON: Base64Url,
    authenticatorData: Base64Url,
    signature: Base64Url,
    userHandle: Type.Optional(Base64Url),
  }),
})
export type PasskeyAnswer = Static<typeof PasskeyAnswer>

/** `RegistrationResponseJSON` of WebAuthn. */
export const PasskeyRegistration = Type.Object({
  ...credential,
  response: Type.Object({
    clientDataJSON: Base64Url,
    attestationObject: Base64Url,
    transports: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 10 })),
  }),
})
export type PasskeyRegistration = Static<typeof PasskeyRegistration>

/**
 * Answers unknown address and wrong password alike: `unauthenticated`. Guessing is slowed: `too_many`. Whoever may sign in at
 * their organisation's provider only: `forbidden` with the reason `signIn.providerOnly`, after the right password.
 */
export const SignIn = command(
  'auth.signIn',
  'public.enter',
  Type.Object({ email: Email, password: Password }),
  MeOrNextStep,
)

/** The step at which this browser is, after a reload; null when it is at none. */
export const ReadNextStep = command(
  'auth.readNextStep',
  'public.enter',
  Type.Object({}),
  Type.Union([NextStep, Type.Null()]),
)

/** The second half. Wrong and used codes: `unauthenticated`; too late or too often: `gone`, and one begins anew. */
export const EnterCode = command('auth.enterCode', 'public.enter', Type.Object({ code: Code }), Me)

/** For `SignInByPasskey`: any passkey of this installation, or, at the second step, one of the person's. */
export const AskForPasskey = command('auth.askForPasskey', 'public.enter', Type.Object({}), PasskeyOptions)

/** A passkey is both halves. Whatever is wrong with it: `unauthenticated`. */
export const SignInByPasskey = command(
  'auth.signInByPasskey',
  'public.enter',
  Type.Object({ answer: PasskeyAnswer }),
  Me,
)

export const NewTotp = Type.Object({
  /** For typing it. */
  secret: Type.String(),
  /** `otpauth://…`, for the QR code. */
  uri: Type.String(),
})

/** Recovery codes are told when somebody gets their first second factor, this once; otherwise there are none here. */
const RecoveryCodes = Type.Array(Type.String())
const PasskeyName = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' })

/** At the step `setUp`, by the cookie of that step: as the commands of the same names for whoever is signed in. */
export const SetUpTotp = command('auth.setUpTotp', 'public.enter', Type.Object({}), NewTotp)
export const FinishSetUpTotp = command(
  'auth.finishSetUpTotp',
  'public.enter',
  Type.Object({ code: TotpCode }),
  Type.Object({ me: Me, recoveryCodes: RecoveryCodes }),
)
export const SetUpPasskey = command('auth.setUpPasskey', 'public.enter', Type.Object({}), PasskeyOptions)
export const FinishSetUpPasskey = command(
  'auth.finishSetUpPasskey',
  'public.enter',
  Type.Object({ name: PasskeyName, registration: PasskeyRegistration }),
  Type.Object({ me: Me, recoveryCodes: RecoveryCodes }),
)

/** Ends this session; its sockets close. */
export const SignOut = command('auth.signOut', 'public.enter', Type.Object({}), Type.Null())

/** Who is signed in with the cookie that came along; null when nobody is. */
export const WhoAmI = command('auth.whoAmI', 'public.enter', Type.Object({}), Type.Union([Me, Type.Null()]))

export const UpdateMe = command(
  'auth.updateMe',
  'self.change',
  Type.Object({
    name: Type.Optional(PersonName),
    language: Type.Optional(Type.Union([Language, Type.Null()])),
    theme: Type.Optional(Theme),
  }),
  Me,
)

/** Ends all other sessions of the person. Wrong current password: `unauthenticated`. */
export const ChangePassword = command(
  'auth.changePassword',
  'self.secure',
  Type.Object({ current: Password, next: NewPassword }),
  Type.Null(),
)

const http = { doors: 'http' } as const

/** Proves anew who one is; the session gets a new secret. What guards the account asks for it: `forbidden`, reason `proof.needed`. */
export const Prove = command('auth.prove', 'self.secure', Type.Object({ password: Password }), Type.Null(), http)
export const AskToProve = command('auth.askToProve', 'self.secure', Type.Object({}), PasskeyOptions, http)
export const ProveByPasskey = command(
  'auth.proveByPasskey',
  'self.secure',
  Type.Object({ answer: PasskeyAnswer }),
  Type.Null(),
  http,
)

export const Passkey = Type.Object({ id: Uuid, name: Type.String(), addedAt: Moment })
export type Passkey = Static<typeof Passkey>

/** How the own account is guarded. */
export const Security = Type.Object({
  /** Whether there is a password, so that one can prove by it who one is. */
  password: Type.Boolean(),
  /** Whether codes of an app are asked for. */
  totp: Type.Boolean(),
  passkeys: Type.Array(Passkey),
  recoveryCodesLeft: Type.Integer(),
  /** Whether the organisation asks for a second factor: the last one cannot be removed. */
  secondFactorRequired: Type.Boolean(),
  /** False: one signs in at the organisation's provider only. */
  localSignIn: Type.Boolean(),
})
export type Security = Static<typeof Security>

export const ReadSecurity = command('auth.readSecurity', 'self.secure', Type.Object({}), Security)

export const BeginTotp = command('auth.beginTotp', 'self.secure', Type.Object({}), NewTotp, http)
export const FinishTotp = command(
  'auth.finishTotp',
  'self.secure',
  Type.Object({ code: TotpCode }),
  Type.Object({ recoveryCodes: RecoveryCodes }),
  http,
)
/** The last second factor of somebody who needs one: `conflict` with the reason `secondFactor.required`. */
export const RemoveTotp = command('auth.removeTotp', 'self.secure', Type.Object({}), Type.Null(), http)

export const BeginPasskey = command('auth.beginPasskey', 'self.secure', Type.Object({}), PasskeyOptions, http)
export const FinishPasskey = command(
  'auth.finishPasskey',
  'self.secure',
  Type.Object({ name: PasskeyName, registration: PasskeyRegistration }),
  Type.Object({ recoveryCodes: RecoveryCodes }),
  http,
)
export const RenamePasskey = command(
  'auth.renamePasskey',
  'self.secure',
  Type.Object({ passkeyId: Uuid, name: PasskeyName }),
  Type.Null(),
)
export const RemovePasskey = command(
  'auth.removePasskey',
  'self.secure',
  Type.Object({ passkeyId: Uuid }),
  Type.Null(),
  http,
)

/** Ten new ones; earlier ones open nothing any more. */
export const RenewRecoveryCodes = command(
  'auth.renewRecoveryCodes',
  'self.secure',
  Type.Object({}),
  Type.Object({ recoveryCodes: RecoveryCodes }),
  http,
)

/** Where somebody is signed in. */
export const SignInSession = Type.Object({
  id: Uuid,
  /** The one that asks. */
  isThis: Type.Boolean(),
  /** As coarse as `Firefox` and `Windows`; null where it did not say. */
  browser: Type.Union([Type.String(), Type.Null()]),
  system: Type.Union([Type.String(), Type.Null()]),
  since: Moment,
  /** To the hour. */
  usedAt: Moment,
  /** At the latest, when the organisation has begun to ask for more; null otherwise. */
  endsAt: Type.Union([Moment, Type.Null()]),
})
export type SignInSession = Static<typeof SignInSession>

export const ListSessions = command('auth.listSessions', 'self.secure', Type.Object({}), Type.Array(SignInSession))
/** One of one's own other sessions; its sockets close at once. */
export const EndSession = command('auth.endSession', 'self.secure', Type.Object({ sessionId: Uuid }), Type.Null())
/** All but this one. */
export const EndOtherSessions = command('auth.endOtherSessions', 'self.secure', Type.Object({}), Type.Null())

export const LinkToken = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })

/** Whom a personal welcome link is for. Unknown, used and expired links are alike: `gone`. */
export const ReadWelcomeLink = command(
  'auth.readWelcomeLink',
  'public.enter',
  Type.Object({ token: LinkToken }),
  Type.Object({ name: Type.String(), email: Type.String() }),
)

/** Sets the password, uses the link up and signs in; whoever has or needs a second factor comes to that step. */
export const UseWelcomeLink = command(
  'auth.useWelcomeLink',
  'public.enter',
  Type.Object({ token: LinkToken, name: PersonName, password: NewPassword }),
  MeOrNextStep,
)

/** Whether a forgotten password is helped with by mail; otherwise the own administrators help. */
export const ReadPasswordResetOffer = command(
  'auth.readPasswordResetOffer',
  'public.enter',
  Type.Object({}),
  Type.Object({ byMail: Type.Boolean() }),
)

/**
 * Sends a link to whoever has the account of this address. The answer is the same, and as fast, when nobody has. Without a mail
 * server: `unavailable`.
 */
export const AskPasswordReset = command(
  'auth.askPasswordReset',
  'public.enter',
  Type.Object({ email: Email }),
  Type.Null(),
)

/** Whose password a link sets. Unknown, used and expired links are alike: `gone`. */
export const ReadPasswordReset = command(
  'auth.readPasswordReset',
  'public.enter',
  Type.Object({ token: LinkToken }),
  Type.Object({ email: Type.String() }),
)

/** Sets the password, uses the link up and ends all sessions. Signs nobody in: a second factor is asked for as ever. */
export const UsePasswordReset = command(
  'auth.usePasswordReset',
  'public.enter',
  Type.Object({ token: LinkToken, password: NewPassword }),
  Type.Null(),
)

/** On the topic `user:<id>`: own settings changed on another device. */
export const MeChanged = event('auth.meChanged', Me)
