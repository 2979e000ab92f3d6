import { createRemoteJWKSet, customFetch as jwksFetch, type JWTVerifyGetKey } from 'jose'
import * as openid from 'openid-client'
import type { Config } from '../../../config/env.ts'
import type { Deps } from '../../realtime/feature.ts'
import { openProviderLine, PROVIDER_PATIENCE_MS, type ProviderLine } from './provider-fetch.ts'
import type { ssoProviders } from './tables.ts'

export type Provider = typeof ssoProviders.$inferSelect

/** What is known of a provider from itself. Believed for so long, then asked for again. */
const KNOWN_MS = 10 * 60 * 1_000
/** Clocks of servers are not the same to the second. */
export const CLOCK_TOLERANCE_SECONDS = 30

export interface Relation {
  readonly configuration: openid.Configuration
  readonly keys: JWTVerifyGetKey
}

interface Known {
  readonly revision: string
  readonly until: number
  readonly line: ProviderLine
  readonly relation: Promise<Relation>
}

/** The relations of this node with the providers of the organisations. */
class Relations {
  readonly #deps: Pick<Deps, 'config' | 'sealer' | 'clock'>
  readonly #known = new Map<string, Known>()

  constructor(deps: Pick<Deps, 'config' | 'sealer' | 'clock'>) {
    this.#deps = deps
  }

  /** Throws what the network or the library throws: `explainProvider` tells it apart. */
  async of(provider: Provider): Promise<Relation> {
    const now = this.#deps.clock.now().getTime()
    const known = this.#known.get(provider.id)
    if (known?.revision === provider.revision && known.until > now) return known.relation
    this.forget(provider.id)
    const line = openProviderLine(provider.caCertificates)
    const relation = this.#begin(provider, line)
    const mine = { revision: provider.revision, until: now + KNOWN_MS, line, relation }
    this.#known.set(provider.id, mine)
    try {
      return await relation
    } catch (error) {
      if (this.#known.get(provider.id) === mine) this.forget(provider.id)
      throw error
    }
  }

  forget(providerId: string): void {
    const known = this.#known.get(providerId)
    this.#known.delete(providerId)
    // Whoever is being served with it finishes first.
    if (known) setTimeout(() => void known.line.close(), 3 * PROVIDER_PATIENCE_MS).unref()
  }

  async close(): Promise<void> {
    const all = [...this.#known.values()]
    this.#known.clear()
    await Promise.all(all.map(({ line }) => line.close()))
  }

  async #begin(provider: Provider, { fetch }: ProviderLine): Promise<Relation> {
    const configuration = await discover(provider, secretOf(this.#deps, provider), fetch, this.#deps.config)
    const { jwks_uri: keysAt } = configuration.serverMetadata()
    if (keysAt === undefined) throw new NoKeysError()
    const keys = createRemoteJWKSet(new URL(keysAt), {
      [jwksFetch]: fetch,
      timeoutDuration: PROVIDER_PATIENCE_MS,
      cooldownDuration: 5_000,
    })
    return { configuration, keys }
  }
}

const ofDeps = new WeakMap<Deps, Relations>()

export function relationsOf(deps: Deps): Relations {
  const known = ofDeps.get(deps) ?? new Relations(deps)
  ofDeps.set(deps, known)
  return known
}

/** A provider without keys: nothing it says can be checked. */
export class NoKeysError extends Error {}

export function secretPlace(providerId: string): string {
  return `sso.clientSecret:${providerId}`
}

export function secretOf({ sealer }: Pick<Deps, 'sealer'>, { id, clientSecret }: Provider): string | undefined {
  return clientSecret === null ? undefined : sealer.open(clientSecret, secretPlace(id))
}

/** Asks the provider what it says of itself. */
export async function discover(
  { issuer, clientId }: Provider,
  secret: string | undefined,
  fetch: ProviderLine['fetch'],
  config: Config,
): Promise<openid.Configuration> {
  const execute = [openid.enableNonRepudiationChecks]
  if (isForTrying(new URL(issuer), config)) execute.push(openid.allowInsecureRequests)
  const client = { [openid.clockTolerance]: CLOCK_TOLERANCE_SECONDS }
  return openid.discovery(new URL(issuer), clientId, client, clientAuthentication(secret), {
    [openid.customFetch]: fetch,
    timeout: PROVIDER_PATIENCE_MS / 1_000,
    execute,
  })
}

/** In the header, as the standard says where nothing is said; in the body only for those who know nothing else. */
function clientAuthentication(secret: string | undefined): openid.ClientAuth {
  if (secret === undefined) return openid.None()
  const [inHeader, inBody] = [openid.ClientSecretBasic(secret), openid.ClientSecretPost(secret)]
  return (server, ...rest) => {
    const { token_endpoint_auth_methods_supported: methods } = server
    return (methods && !methods.includes('client_secret_basic') ? inBody : inHeader)(server, ...rest)
  }
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Plain http is for trying things out on one machine: the provider and we ourselves on loopback. */
export function isForTrying(issuer: URL, { publicUrl }: Pick<Config, 'publicUrl'>): boolean {
  const isPlainLoopback = (url: URL) => url.protocol === 'http:' && LOOPBACK.has(url.hostname)
  return isPlainLoopback(issuer) && isPlainLoopback(publicUrl)
}
