import { createHmac } from 'node:crypto'
import { and, eq, gt, lt } from 'drizzle-orm'
import type { Queries } from '../../platform/db.ts'
import { hashSecret, newSecret } from '../../platform/ids.ts'
import type { Deps } from '../../realtime/feature.ts'
import { ssoAttempts, ssoLogouts } from './tables.ts'

/** Signing in at the provider may take a while: a lost phone, a new password. */
export const ATTEMPT_MS = 15 * 60 * 1_000

/**
 * What binds the way back to the browser it began in. Both are made of the browser's secret, so that the database holds nothing with
 * which somebody could finish it.
 */
export interface AttemptSecrets {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
}

export interface Attempt {
  readonly providerId: string
  readonly returnTo: string
}

export async function beginAttempt(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  browser: string,
  attempt: Attempt,
): Promise<AttemptSecrets> {
  const state = newSecret()
  const expiresAt = new Date(clock.now().getTime() + ATTEMPT_MS)
  await db
    .insert(ssoAttempts)
    .values({ ...attempt, stateHash: hashSecret(state), browserHash: hashSecret(browser), expiresAt })
  return attemptSecrets(browser, state)
}

/** Gives the attempt to one caller only, and only to the browser that began it: another one does not use it up. */
export async function takeAttempt(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  browser: string | undefined,
  state: string | undefined,
): Promise<(Attempt & { secrets: AttemptSecrets }) | undefined> {
  if (!isSecret(browser) || !isSecret(state)) return undefined
  const [taken] = await db
    .delete(ssoAttempts)
    .where(
      and(
        eq(ssoAttempts.stateHash, hashSecret(state)),
        eq(ssoAttempts.browserHash, hashSecret(browser)),
        gt(ssoAttempts.expiresAt, clock.now()),
      ),
    )
    .returning({ providerId: ssoAttempts.providerId, returnTo: ssoAttempts.returnTo })
  return taken && { ...taken, secrets: attemptSecrets(browser, state) }
}

export function isSecret(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{43}$/.test(text)
}

function attemptSecrets(browser: string, state: string): AttemptSecrets {
  const derive = (purpose: string) => createHmac('sha256', browser).update(`${purpose}:${state}`).digest('base64url')
  return { state, nonce: derive('nonce'), codeVerifier: derive('verifier') }
}

export async function sweepAttempts(db: Queries, now: Date): Promise<void> {
  await db.delete(ssoAttempts).where(lt(ssoAttempts.expiresAt, now))
  await db.delete(ssoLogouts).where(lt(ssoLogouts.expiresAt, now))
}
