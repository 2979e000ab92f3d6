import { Refusal } from '#wire/refusal'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Call, Deps } from '../../realtime/feature.ts'

const WINDOW_SECONDS = 15 * 60

/** Guesses at one account, from anywhere. */
export const PER_ACCOUNT: Limit = { name: 'signIn.account', points: 10, perSeconds: WINDOW_SECONDS }
/** Tries from one address, which may be a whole town hall. */
export const PER_ADDRESS: Limit = { name: 'signIn.address', points: 100, perSeconds: WINDOW_SECONDS }
/** Wrong guesses in the whole installation; beyond it, it is under attack. */
export const WRONG_IN_ALL: Limit = { name: 'signIn.wrong', points: 1_000, perSeconds: WINDOW_SECONDS }
/** Under attack: wrong guesses from one address. A town hall, where most guess right, does not notice. */
const WRONG_PER_ADDRESS: Limit = { name: 'signIn.wrongAddress', points: 10, perSeconds: WINDOW_SECONDS }
/** From here on a password alone opens nothing until it is over; with a second factor or by passkey one still gets in. */
export const WRONG_AT_MOST: Limit = { name: 'signIn.wrongAtMost', points: 5_000, perSeconds: WINDOW_SECONDS }
/** Guesses at the second factor of one account, by whoever knows the first. */
export const PER_SECOND_FACTOR: Limit = { name: 'signIn.secondFactor', points: 10, perSeconds: 60 * 60 }
/** Every sign-in page asks once, so that the browser can offer its passkeys. */
export const PER_ASKING_ADDRESS: Limit = { name: 'passkey.address', points: 1_000, perSeconds: WINDOW_SECONDS }
export const PER_LINK_ADDRESS: Limit = { name: 'welcome.address', points: 60, perSeconds: WINDOW_SECONDS }

type Limits = Pick<Deps, 'limits'>

/** How a try stands before anything is compared; the same for every account, known or not. */
export interface Guess {
  /** Whether a password alone is not enough at the moment. */
  readonly needsMore: boolean
  /** It was wrong. */
  wrong(): Promise<void>
}

/** Counts a try at an account. Throws `too_many` when the account or the address has had its share. */
export async function beginGuess({ limits }: Limits, account: string, { remoteAddress }: Call): Promise<Guess> {
  await limits.take(PER_ADDRESS, remoteAddress)
  await limits.take(PER_ACCOUNT, account)
  if ((await limits.isSpent(WRONG_IN_ALL, '')) && (await limits.isSpent(WRONG_PER_ADDRESS, remoteAddress)))
    throw new Refusal('too_many', 'too many wrong guesses from here', { retryAfterMs: WINDOW_SECONDS * 1_000 })
  return {
    needsMore: await limits.isSpent(WRONG_AT_MOST, ''),
    async wrong() {
      await limits.count(WRONG_IN_ALL, '')
      await limits.count(WRONG_PER_ADDRESS, remoteAddress)
      await limits.count(WRONG_AT_MOST, '')
    },
  }
}

export function tooManyInAll(): Refusal {
  return new Refusal('too_many', 'the installation is being guessed at', { retryAfterMs: WINDOW_SECONDS * 1_000 })
}
