import { and, eq, isNull, or, type SQL } from 'drizzle-orm'
import { jwtVerify, type JWTPayload } from 'jose'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/db.ts'
import { hashSecret } from '../../platform/ids.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Deps } from '../../realtime/feature.ts'
import { endSessions } from '../auth/index.ts'
import { lockOrganisation } from '../orgs/index.ts'
import { CLOCK_TOLERANCE_SECONDS, relationsOf, type Provider } from './openid.ts'
import { describe, findProviderById } from './sign-in.ts'
import { ssoLogouts, ssoSessions } from './tables.ts'

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout'
/** Only what is signed with a key that the provider alone has. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
/** A logout that is older is not news. */
const MOST_AGE_SECONDS = 5 * 60
/** Longer than any token is taken, so that each counts once. */
const REMEMBERED_MS = 15 * 60 * 1_000
/** At the end of a working day everybody signs out at once; nobody guesses here, a token is signed. */
const PER_PROVIDER: Limit = { name: 'sso.logout', points: 3_000, perSeconds: 60 }
const PER_LINE: Limit = { name: 'sso.logoutLine', points: 3_000, perSeconds: 60 }
const PER_LINE_REFUSED: Limit = { name: 'sso.logoutRefused', points: 60, perSeconds: 60 }

interface Logout {
  readonly token: string
  readonly subject: string | undefined
  readonly sid: string | undefined
}

/** OpenID Connect Back-Channel Logout 1.0: the provider ends somebody's sessions. False: it was not the provider, or not news. */
export async function logOut(deps: Deps, providerId: string, token: string, line: string): Promise<boolean> {
  await deps.limits.take(PER_LINE, line)
  const provider = await findProviderById(deps, providerId)
  if (provider) await deps.limits.take(PER_PROVIDER, provider.id)
  const logout = provider && (await readLogout(deps, provider, token))
  if (logout && (await endThose(deps, provider, logout))) return true
  await deps.limits.take(PER_LINE_REFUSED, line)
  return false
}

async function readLogout(deps: Deps, provider: Provider, token: string): Promise<Logout | undefined> {
  try {
    const { keys } = await relationsOf(deps).of(provider)
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer: provider.issuer,
      audience: provider.clientId,
      currentDate: deps.clock.now(),
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      maxTokenAge: MOST_AGE_SECONDS,
      requiredClaims: ['iat', 'jti', 'events'],
    })
    // An identity token of the same provider is none of these, whatever else is in it.
    const type = protectedHeader.typ?.toLowerCase()
    if (type !== undefined && type !== 'jwt' && !/^(application\/)?logout\+jwt$/.test(type)) return undefined
    return asLogout(payload)
  } catch (error) {
    deps.log.warn({ fault: describe(error), providerId: provider.id }, 'a logout of a sign-in provider does not hold')
    return undefined
  }
}

function asLogout({ sub, sid, jti, events, nonce }: JWTPayload): Logout | undefined {
  if (nonce !== undefined || typeof jti !== 'string' || jti === '') return undefined
  const event: unknown = typeof events === 'object' && events !== null ? Reflect.get(events, LOGOUT_EVENT) : undefined
  if (typeof event !== 'object' || event === null) return undefined
  if (sub !== undefined && typeof sub !== 'string') return undefined
  if (sid !== undefined && typeof sid !== 'string') return undefined
  return sub === undefined && sid === undefined ? undefined : { token: jti, subject: sub, sid }
}

async function endThose(deps: Deps, provider: Provider, { token, subject, sid }: Logout): Promise<boolean> {
  return deps.db.transaction(async (tx) => {
    // With a sign-in that is on its way one of the two is first, and the other one knows.
    await lockOrganisation(tx, provider.organisationId)
    const expiresAt = new Date(deps.clock.now().getTime() + REMEMBERED_MS)
    const tokenHash = hashSecret(token)
    const sidHash = sid === undefined ? null : hashSecret(sid)
    const news = await tx
      .insert(ssoLogouts)
      .values({ providerId: provider.id, tokenHash, sidHash, expiresAt })
      .onConflictDoNothing()
      .returning({ tokenHash: ssoLogouts.tokenHash })
    if (news.length === 0) return false
    const sessionIds = await findSessions(tx, provider, { subject, sid })
    if (sessionIds.length > 0) await endSessions(deps, tx, { sessionIds })
    recordAudit(deps, tx, {
      event: 'sso.loggedOutByProvider',
      actorId: null,
      organisationId: provider.organisationId,
      subject: { kind: 'ssoProvider', id: provider.id },
      details: { sessions: sessionIds.length },
    })
    return true
  })
}

/** Those of one session at the provider where it is named, all of somebody's otherwise. */
async function findSessions(
  tx: Transaction,
  { id, issuer }: Provider,
  { subject, sid }: Pick<Logout, 'subject' | 'sid'>,
): Promise<string[]> {
  const ofSubject = subject === undefined ? undefined : eq(ssoSessions.subject, subject)
  const found = await tx
    .select({ id: ssoSessions.sessionId })
    .from(ssoSessions)
    .where(and(eq(ssoSessions.providerId, id), eq(ssoSessions.issuer, issuer), ofSubject, ofSid(sid, subject)))
  return found.map((session) => session.id)
}

/** Sessions that began without a name at the provider may be the one that is meant. */
function ofSid(sid: string | undefined, subject: string | undefined): SQL | undefined {
  if (sid === undefined) return undefined
  return subject === undefined ? eq(ssoSessions.sid, sid) : or(eq(ssoSessions.sid, sid), isNull(ssoSessions.sid))
}
