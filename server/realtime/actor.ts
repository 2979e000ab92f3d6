import type { Right } from '#wire/permissions'

/**
 * Who acts, in one of their sessions: a person, who may be limited to what a token carries, or a guest of one meeting. Made by
 * the session check only.
 */
export interface Actor {
  /** The person; for a guest an id that is nobody's in any other table, so that every other door finds nothing. */
  readonly userId: string
  /** The sign-in session, guest session or token by which they came. */
  readonly sessionId: string
  /** Let in to this meeting by link, without an account. */
  readonly guestOf?: string
  /** Acts by an API token: may do nothing but this. */
  readonly tokenRights?: ReadonlySet<Right>
}

/** By what somebody shows who they are: a cookie of a signed-in person, one of a guest, or the bearer token of a program. */
export type SecretKind = 'person' | 'guest' | 'token'
