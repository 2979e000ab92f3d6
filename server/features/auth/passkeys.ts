import { and, asc, eq, gt, isNull } from 'drizzle-orm'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server'
import { Refusal } from '#wire/refusal'
import type { Passkey, PasskeyAnswer, PasskeyRegistration } from '#protocol/auth'
import type { Queries, Transaction } from '../../platform/db.ts'
import { hashSecret, newId } from '../../platform/ids.ts'
import type { Deps } from '../../realtime/feature.ts'
import { passkeyChallenges, passkeys, users } from './tables.ts'

const CHALLENGE_MS = 5 * 60 * 1_000
/** Passkeys of one person. */
const AT_MOST = 20
/** EdDSA, ES256, RS256: what authenticators of today speak. */
const ALGORITHMS = [-8, -7, -257]

type Purpose = (typeof passkeyChallenges.$inferSelect)['purpose']

/** Where passkeys are good: this host, and pages of this origin only. */
function party({ config: { publicUrl } }: Pick<Deps, 'config'>) {
  return { rpID: publicUrl.hostname, expectedRPID: publicUrl.hostname, expectedOrigin: publicUrl.origin }
}

/** What the browser asks its passkeys. @param userId whose; null: whoever holds one */
export async function askForPasskey(
  deps: Deps,
  purpose: 'signIn' | 'prove',
  userId: string | null,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const own = userId === null ? [] : await readPasskeys(deps.db, userId)
  const options = await generateAuthenticationOptions({
    rpID: party(deps).rpID,
    userVerification: 'required',
    timeout: CHALLENGE_MS,
    allowCredentials: own.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
  })
  await keepChallenge(deps, options.challenge, purpose, userId)
  return options
}

/** Whose passkey has answered. Unknown, wrong, used and late answers are alike: `unauthenticated`. */
export async function checkPasskey(
  deps: Deps,
  purpose: 'signIn' | 'prove',
  userId: string | null,
  answer: PasskeyAnswer,
): Promise<string> {
  const [known] = await deps.db
    .select()
    .from(passkeys)
    .where(and(eq(passkeys.credentialId, answer.id), userId === null ? undefined : eq(passkeys.userId, userId)))
  if (!known) throw notThis()
  const { expectedOrigin, expectedRPID } = party(deps)
  const { verified, authenticationInfo } = await orNotThis(() =>
    verifyAuthenticationResponse({
      response: answer,
      expectedChallenge: (challenge) => takeChallenge(deps, challenge, purpose, userId),
      expectedOrigin,
      expectedRPID,
      credential: {
        id: known.credentialId,
        publicKey: Buffer.from(known.publicKey, 'base64url'),
        counter: known.counter,
        transports: known.transports,
      },
      requireUserVerification: true,
    }),
  )
  if (!verified) throw notThis()
  // A counter that stood still meanwhile is a copy's: of two answers one is taken.
  const counted = await deps.db
    .update(passkeys)
    .set({ counter: authenticationInfo.newCounter })
    .where(and(eq(passkeys.id, known.id), eq(passkeys.counter, known.counter)))
    .returning({ id: passkeys.id })
  if (counted.length === 0) throw notThis()
  return known.userId
}

/** What the browser makes a passkey of. */
export async function offerPasskey(deps: Deps, userId: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const [user] = await deps.db.select({ email: users.email, name: users.name }).from(users).where(eq(users.id, userId))
  const own = await readPasskeys(deps.db, userId)
  if (!user) throw new Refusal('unauthenticated', 'no such person')
  if (own.length >= AT_MOST) throw new Refusal('too_many', 'passkeys of one person')
  const options = await generateRegistrationOptions({
    rpName: 'Allmende',
    rpID: party(deps).rpID,
    userID: Buffer.from(userId),
    userName: user.email ?? '',
    userDisplayName: user.name,
    attestationType: 'none',
    timeout: CHALLENGE_MS,
    excludeCredentials: own.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await keepChallenge(deps, options.challenge, 'register', userId)
  return options
}

/** Keeps a passkey its browser has just made. Throws `invalid` for what cannot be one, `conflict` for a known one. */
export async function addPasskey(
  deps: Deps,
  tx: Transaction,
  userId: string,
  { name, registration }: { name: string; registration: PasskeyRegistration },
): Promise<string> {
  const { expectedOrigin, expectedRPID } = party(deps)
  const { verified, registrationInfo } = await orNotThis(() =>
    verifyRegistrationResponse({
      response: registration,
      expectedChallenge: (challenge) => takeChallenge(deps, challenge, 'register', userId),
      expectedOrigin,
      expectedRPID,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }),
  )
  if (!verified) throw notThis()
  const { id: credentialId, publicKey, counter, transports = [] } = registrationInfo.credential
  const id = newId()
  const added = await tx
    .insert(passkeys)
    .values({
      id,
      userId,
      credentialId,
      publicKey: Buffer.from(publicKey).toString('base64url'),
      counter,
      transports,
      name: name.trim(),
      createdAt: deps.clock.now(),
    })
    .onConflictDoNothing({ target: passkeys.credentialId })
    .returning({ id: passkeys.id })
  if (added.length === 0) throw new Refusal('conflict', 'the passkey is known')
  return id
}

export async function listPasskeys(db: Queries, userId: string): Promise<Passkey[]> {
  const own = await readPasskeys(db, userId)
  return own.map(({ id, name, createdAt }) => ({ id, name, addedAt: createdAt.toISOString() }))
}

async function readPasskeys(db: Queries, userId: string) {
  return db.select().from(passkeys).where(eq(passkeys.userId, userId)).orderBy(asc(passkeys.createdAt))
}

async function keepChallenge(deps: Deps, challenge: string, purpose: Purpose, userId: string | null): Promise<void> {
  const expiresAt = new Date(deps.clock.now().getTime() + CHALLENGE_MS)
  await deps.db.insert(passkeyChallenges).values({ challengeHash: hashSecret(challenge), purpose, userId, expiresAt })
}

/** Uses a challenge up, right or wrong: nobody tries twice at one. */
async function takeChallenge(
  { db, clock }: Deps,
  challenge: string,
  purpose: Purpose,
  userId: string | null,
): Promise<boolean> {
  const taken = await db
    .delete(passkeyChallenges)
    .where(
      and(
        eq(passkeyChallenges.challengeHash, hashSecret(challenge)),
        eq(passkeyChallenges.purpose, purpose),
        userId === null ? isNull(passkeyChallenges.userId) : eq(passkeyChallenges.userId, userId),
        gt(passkeyChallenges.expiresAt, clock.now()),
      ),
    )
    .returning()
  return taken.length === 1
}

/** The library throws whatever does not fit; to whoever sent it that is one answer. */
async function orNotThis<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify()
  } catch (error) {
    if (error instanceof Refusal) throw error
    throw Object.assign(notThis(), { cause: error })
  }
}

function notThis(): Refusal {
  return new Refusal('unauthenticated', 'the passkey does not open this', { reason: 'passkey.unknown' })
}
