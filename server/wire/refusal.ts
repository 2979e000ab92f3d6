/**
 * Why a command was refused. The interface turns codes into sentences; the text here is for logs and developers, in English,
 * and never carries content or names.
 */
export const REFUSAL_CODES = [
  'invalid', // the input does not fit its schema or makes no sense
  'unauthenticated', // no valid session, or wrong credentials
  'forbidden', // the resource is visible to the caller, the action is not theirs
  'not_found', // missing, or not for the caller to know of
  'conflict', // contradicts what is already there
  'gone', // existed and was ended: a closed meeting, a used link
  'too_large',
  'too_many', // rate limit, or a bound on a collection
  'unavailable', // cannot be served now, may be later
  'outdated', // the client speaks a protocol version that is no longer served
  'internal', // a bug; details are in the server's log only
] as const

export type RefusalCode = (typeof REFUSAL_CODES)[number]

/** The HTTP status a refusal has at the HTTP door. */
export const REFUSAL_STATUS: Readonly<Record<RefusalCode, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
  outdated: 426,
  internal: 500,
}

export interface RefusalDetails {
  /** Milliseconds after which the same command may succeed. */
  retryAfterMs?: number
  /** The part of the input that was refused, e.g. `email`. */
  field?: string
  /** Why, where the code does not tell enough for a sentence, e.g. `password.common`. */
  reason?: string
}

/** A typed "no". Anything else that is thrown is a bug and answered as `internal`. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly details: RefusalDetails

  constructor(code: RefusalCode, text: string = code, details: RefusalDetails = {}) {
    super(text)
    this.name = 'Refusal'
    this.code = code
    this.details = details
  }
}
