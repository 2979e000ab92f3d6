import { eq } from 'drizzle-orm'
import * as openid from 'openid-client'
import { Refusal } from '#wire/refusal'
import type { SsoFailure } from '#protocol/sso'
import type { Limit } from '../../platform/rate-limits.ts'
import { recordAudit } from '../../platform/audit-log.ts'
import type { CookieCall, Deps } from '../../realtime/feature.ts'
import { admit, type Admission } from './admission.ts'
import { beginAttempt, takeAttempt, type AttemptSecrets } from './attempts.ts'
import { readIdentity, type Claims, type Identity } from './claims.ts'
import { networkFault } from './network-faults.ts'
import { relationsOf, type Provider, type Relation } from './openid.ts'
import { safePath } from './safe-path.ts'
import { ssoProviders } from './tables.ts'

/** Ways to a provider from one line, which may be a whole town hall on Monday morning. */
const PER_LINE: Limit = { name: 'sso.line', points: 300, perSeconds: 15 * 60 }
/** Failed ways back from one line: each asks the provider something. */
const PER_LINE_FAILED: Limit = { name: 'sso.failed', points: 60, perSeconds: 15 * 60 }

export type Outcome = { to: string } | { failure: SsoFailure; organisationId?: string }

/** Where somebody is sent to sign in. */
export async function startSignIn(
  deps: Deps,
  browser: string,
  { providerId, to, line }: { providerId: string; to: string | undefined; line: string },
): Promise<Outcome> {
  await deps.limits.take(PER_LINE, line)
  const provider = await findProviderById(deps, providerId)
  if (!provider?.offered) return { failure: 'notOffered' }
  const { organisationId } = provider
  try {
    const { configuration } = await relationsOf(deps).of(provider)
    const secrets = await beginAttempt(deps, browser, { providerId, returnTo: safePath(to) })
    const url = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri(deps),
      scope: provider.scopes,
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(secrets.codeVerifier),
      code_challenge_method: 'S256',
    })
    return url.protocol === 'https:' || url.protocol === new URL(provider.issuer).protocol
      ? { to: url.href }
      : { failure: 'unreachable', organisationId }
  } catch (error) {
    deps.log.warn({ fault: describe(error), providerId }, 'a sign-in provider cannot be used')
    return { failure: 'unreachable', organisationId }
  }
}

/** Back from the provider, at `url`: a session or the reason why not. */
export async function finishSignIn(
  deps: Deps,
  browser: string | undefined,
  url: URL,
  call: CookieCall,
): Promise<Outcome> {
  await deps.limits.take(PER_LINE, call.remoteAddress)
  const attempt = await takeAttempt(deps, browser, url.searchParams.get('state') ?? undefined)
  const provider = attempt && (await findProviderById(deps, attempt.providerId))
  if (!attempt || !provider) return { failure: 'stale' }
  const { organisationId } = provider
  if (!provider.offered) return { failure: 'notOffered', organisationId }
  const proven = await proveIdentity(deps, provider, url, attempt.secrets)
  const admission: Admission = 'failure' in proven ? proven : await admit(deps, provider, proven, call)
  if (!('failure' in admission)) return { to: attempt.returnTo }
  await noteRefusal(deps, provider, admission)
  await deps.limits.take(PER_LINE_FAILED, call.remoteAddress)
  return { failure: admission.failure, organisationId }
}

async function proveIdentity(
  deps: Deps,
  provider: Provider,
  url: URL,
  secrets: AttemptSecrets,
): Promise<Identity | { failure: SsoFailure }> {
  try {
    const relation = await relationsOf(deps).of(provider)
    return readIdentity(await exchange(relation, provider, url, secrets), provider)
  } catch (error) {
    const failure = explainFailure(error)
    if (failure !== 'cancelled')
      deps.log.warn(
        { fault: describe(error), providerId: provider.id },
        'a way back from a sign-in provider does not hold',
      )
    return { failure }
  }
}

/** The claims of the signed token; what it leaves out is asked for, of the same person. */
async function exchange(
  { configuration }: Relation,
  provider: Provider,
  url: URL,
  { state, nonce, codeVerifier }: AttemptSecrets,
): Promise<Claims> {
  const tokens = await openid.authorizationCodeGrant(configuration, url, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true,
  })
  const claims = tokens.claims()
  if (!claims) throw new Error('no identity token')
  const wanted = ['email', 'email_verified', 'name', provider.groupsClaim.split('.', 1)[0] ?? '']
  const { userinfo_endpoint: more } = configuration.serverMetadata()
  if (more === undefined || wanted.every((name) => name in claims)) return claims
  const told = await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub)
  return { ...told, ...claims }
}

function explainFailure(error: unknown): SsoFailure {
  if (error instanceof openid.AuthorizationResponseError)
    return error.error === 'access_denied' || error.error === 'login_required' ? 'cancelled' : 'refused'
  if (error instanceof openid.ResponseBodyError) return 'refused'
  return networkFault(error) === undefined ? 'unproven' : 'unreachable'
}

/** For the log: what kind of fault, without a word of what came along. */
export function describe(error: unknown): { type: string; code?: unknown; message: string } {
  if (!(error instanceof Error)) return { type: 'unknown', message: 'not an error' }
  const deepest = error.cause instanceof Error ? error.cause : error
  const code = 'code' in deepest ? deepest.code : 'code' in error ? error.code : undefined
  return { type: error.name, code, message: error.message }
}

async function noteRefusal(
  deps: Deps,
  { id, organisationId }: Provider,
  { failure, userId }: { failure: SsoFailure; userId?: string },
): Promise<void> {
  if (failure === 'cancelled' || failure === 'unreachable') return
  await deps.db.transaction(async (tx) =>
    recordAudit(deps, tx, {
      event: 'sso.signInRefused',
      actorId: userId ?? null,
      organisationId,
      subject: { kind: 'ssoProvider', id },
      details: { reason: failure },
    }),
  )
}

export async function findProviderById({ db }: Pick<Deps, 'db'>, id: string): Promise<Provider | undefined> {
  const [found] = await db.select().from(ssoProviders).where(eq(ssoProviders.id, id))
  return found
}

export function redirectUri({ config }: Pick<Deps, 'config'>): string {
  return new URL('/api/sso/callback', config.publicUrl).href
}

export function isTooMany(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'too_many'
}
