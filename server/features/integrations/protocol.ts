import { Type, type Static } from 'typebox'
import { command } from '#wire/command'
import { Moment, Uuid } from '#wire/ids'
import { LIMITS } from '#wire/limits'
import { RIGHTS, type Right } from '#wire/permissions'

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
