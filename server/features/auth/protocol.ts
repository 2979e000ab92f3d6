import { Type, type Static } from 'typebox'
import { command, event } from '#wire/command'
import { Uuid } from '#wire/ids'
import { LIMITS } from '#wire/limits'

export const UserId = Uuid
export const PersonName = Type.String({ minLength: 1, maxLength: LIMITS.nameLength, pattern: '\\S' })
export const Email = Type.String({ minLength: 3, maxLength: LIMITS.emailLength, pattern: '^[^\\s@]+@[^\\s@]+$' })
export const NewPassword = Type.String({ minLength: LIMITS.passwordMinLength, maxLength: LIMITS.passwordMaxLength })
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

/** Answers unknown address and wrong password alike: `unauthenticated`. Guessing is slowed: `too_many`. */
export const SignIn = command(
  'auth.signIn',
  'public.enter',
  Type.Object({ email: Email, password: Type.String({ minLength: 1, maxLength: LIMITS.passwordMaxLength }) }),
  Me,
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
  Type.Object({ current: Type.String({ minLength: 1, maxLength: LIMITS.passwordMaxLength }), next: NewPassword }),
  Type.Null(),
)

export const LinkToken = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' })

/** Whom a personal welcome link is for. Unknown, used and expired links are alike: `gone`. */
export const ReadWelcomeLink = command(
  'auth.readWelcomeLink',
  'public.enter',
  Type.Object({ token: LinkToken }),
  Type.Object({ name: Type.String(), email: Type.String() }),
)

/** Sets the password, uses the link up and signs in. */
export const UseWelcomeLink = command(
  'auth.useWelcomeLink',
  'public.enter',
  Type.Object({ token: LinkToken, name: PersonName, password: NewPassword }),
  Me,
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
