import * as openid from 'openid-client'
import { Refusal } from '#wire/refusal'
import type { SsoFinding } from '#protocol/sso'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { accessOrganisation } from '../orgs/index.ts'
import { networkFault, type Finding } from './network-faults.ts'
import { discover, NoKeysError, secretOf, type Provider } from './openid.ts'
import { openProviderLine, type ProviderLine } from './provider-fetch.ts'
import { findProvider } from './providers.ts'
import { describe, redirectUri } from './sign-in.ts'

/** Each asks another host several things: enough to mend settings, too slow to feel one's way through a network. */
const PER_ORGANISATION: Limit = { name: 'sso.check', points: 20, perSeconds: 10 * 60 }
/** Beyond that tokens are refused now and then. */
const MOST_CLOCK_MS = 60_000

type Check = SsoFinding['check']

/**
 * Asks the provider what a sign-in would ask, without anybody signing in. Of what the other side answers nothing is told on: whoever may
 * enter an address must not read through it what stands in the network behind.
 */
export async function checkProvider(deps: Deps, actor: Actor, organisationId: string): Promise<SsoFinding[]> {
  await accessOrganisation(deps.db, actor, organisationId, 'organisation.manage')
  const provider = await findProvider(deps.db, organisationId)
  if (!provider) throw new Refusal('not_found', 'no provider is entered')
  await deps.limits.take(PER_ORGANISATION, organisationId)
  const line = openProviderLine(provider.caCertificates)
  try {
    return await look(deps, provider, line)
  } finally {
    await line.close()
  }
}

async function look(deps: Deps, provider: Provider, line: ProviderLine): Promise<SsoFinding[]> {
  let answered: Date | undefined
  const noting: ProviderLine['fetch'] = async (...request) => {
    const response = await line.fetch(...request)
    answered ??= dateOf(response)
    return response
  }
  let configuration: openid.Configuration
  try {
    configuration = await discover(provider, secretOf(deps, provider), noting, deps.config)
  } catch (error) {
    deps.log.info(
      { fault: describe(error), providerId: provider.id },
      'a sign-in provider was checked and cannot be used',
    )
    return explainDiscovery(error)
  }
  return [
    fine('address'),
    fine('certificate'),
    fine('discovery'),
    checkClock(deps, answered),
    await checkKeys(configuration, line),
    await checkClient(deps, configuration),
    checkLogout(configuration),
  ]
}

const fine = (check: Check): SsoFinding => ({ check, finding: 'fine', kind: 'fine' })
const fault = (check: Check, finding: Finding): SsoFinding => ({ check, finding, kind: 'fault' })
const hint = (check: Check, finding: Finding): SsoFinding => ({ check, finding, kind: 'hint' })

function explainDiscovery(error: unknown): SsoFinding[] {
  const onTheWay = networkFault(error)
  if (onTheWay === 'untrusted' || onTheWay === 'expired' || onTheWay === 'wrongName')
    return [fine('address'), fault('certificate', onTheWay)]
  if (onTheWay) return [fault('address', onTheWay)]
  const reached = [fine('address'), fine('certificate')]
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') return [...reached, fault('discovery', 'otherIssuer')]
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM') return [...reached, fault('discovery', 'wrongStatus')]
  return [...reached, fault('discovery', 'notOpenId')]
}

function dateOf(response: Response): Date | undefined {
  const at = Date.parse(response.headers.get('date') ?? '')
  return Number.isNaN(at) ? undefined : new Date(at)
}

function checkClock({ clock }: Deps, theirs: Date | undefined): SsoFinding {
  if (!theirs) return hint('clock', 'notTold')
  return Math.abs(theirs.getTime() - clock.now().getTime()) > MOST_CLOCK_MS
    ? fault('clock', 'wrongClock')
    : fine('clock')
}

async function checkKeys(configuration: openid.Configuration, { fetch }: ProviderLine): Promise<SsoFinding> {
  try {
    const { jwks_uri: at } = configuration.serverMetadata()
    if (at === undefined) throw new NoKeysError()
    const response = await fetch(at)
    const keys: unknown = response.ok ? await response.json() : undefined
    const list: unknown = typeof keys === 'object' && keys !== null && 'keys' in keys ? keys.keys : undefined
    return Array.isArray(list) && list.length > 0 ? fine('keys') : fault('keys', 'noKeys')
  } catch (error) {
    return fault('keys', networkFault(error) ?? 'noKeys')
  }
}

/** With a code that nobody was given: whether it is us is asked before whether the code is right. */
async function checkClient(deps: Deps, configuration: openid.Configuration): Promise<SsoFinding> {
  try {
    await openid.genericGrantRequest(configuration, 'authorization_code', {
      code: 'check',
      redirect_uri: redirectUri(deps),
      code_verifier: openid.randomPKCECodeVerifier(),
    })
    return hint('client', 'notTold')
  } catch (error) {
    if (error instanceof openid.WWWAuthenticateChallengeError) return fault('client', 'clientUnknown')
    if (error instanceof openid.ResponseBodyError) return explainClient(error.error)
    const onTheWay = networkFault(error)
    return onTheWay ? fault('client', onTheWay) : hint('client', 'notTold')
  }
}

function explainClient(code: string): SsoFinding {
  if (code === 'invalid_grant') return fine('client')
  return code === 'invalid_client' || code === 'unauthorized_client'
    ? fault('client', 'clientUnknown')
    : hint('client', 'notTold')
}

function checkLogout(configuration: openid.Configuration): SsoFinding {
  const { backchannel_logout_supported: isSupported } = configuration.serverMetadata()
  return isSupported === true ? fine('logout') : hint('logout', 'notOffered')
}
