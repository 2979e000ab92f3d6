import { X509Certificate } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { SetSsoProvider, SsoProvider, SsoSettings } from '#protocol/sso'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { endSessions } from '../auth/index.ts'
import { accessOrganisation, lockOrganisation } from '../orgs/index.ts'
import { isForTrying, relationsOf, secretPlace, type Provider } from './openid.ts'
import { isPasswordAllowed, keepOnlyDoor } from './only-door-rule.ts'
import { redirectUri } from './sign-in.ts'
import { ssoProviders, ssoSessions } from './tables.ts'

const RIGHT = 'organisation.manage'

export async function readSettings(deps: Deps, actor: Actor, organisationId: string): Promise<SsoSettings> {
  await accessOrganisation(deps.db, actor, organisationId, RIGHT)
  return presentSettings(deps, deps.db, organisationId)
}

export async function setProvider(
  deps: Deps,
  actor: Actor,
  { organisationId, clientSecret, ...input }: InputOf<typeof SetSsoProvider>,
): Promise<SsoSettings> {
  const settings = { ...input, ...checkSettings(deps, input) }
  return deps.db.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    await accessOrganisation(tx, actor, organisationId, RIGHT)
    const before = await findProvider(tx, organisationId)
    const id = before?.id ?? newId()
    if (before && isOtherDoor(before, settings)) await keepOnlyDoor(tx, organisationId)
    const secret = sealSecret(deps, id, clientSecret, settings.issuer, before)
    const isSame = before !== undefined && isSameClient(before, { ...settings, clientSecret: secret })
    const values = { ...settings, clientSecret: secret, revision: newId(), ...(isSame ? {} : { provenAt: null }) }
    await tx
      .insert(ssoProviders)
      .values({ id, organisationId, ...values })
      .onConflictDoUpdate({ target: ssoProviders.id, set: values })
    // At another address the same word for somebody may be somebody else.
    if (before && before.issuer !== settings.issuer) await endProviderSessions(deps, tx, id)
    const changes = { issuerChanged: before?.issuer !== settings.issuer, secretSet: clientSecret !== undefined }
    record(deps, tx, actor, { id, organisationId }, 'sso.providerSet', { ...settings, ...changes })
    tx.afterCommit(() => relationsOf(deps).forget(id))
    return presentSettings(deps, tx, organisationId)
  })
}

export async function removeProvider(deps: Deps, actor: Actor, organisationId: string): Promise<SsoSettings> {
  return deps.db.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    await accessOrganisation(tx, actor, organisationId, RIGHT)
    const provider = await findProvider(tx, organisationId)
    if (!provider) return presentSettings(deps, tx, organisationId)
    await keepOnlyDoor(tx, organisationId)
    await endProviderSessions(deps, tx, provider.id)
    await tx.delete(ssoProviders).where(eq(ssoProviders.id, provider.id))
    record(deps, tx, actor, provider, 'sso.providerRemoved')
    tx.afterCommit(() => relationsOf(deps).forget(provider.id))
    return presentSettings(deps, tx, organisationId)
  })
}

export async function findProvider(db: Queries, organisationId: string): Promise<Provider | undefined> {
  const [found] = await db.select().from(ssoProviders).where(eq(ssoProviders.organisationId, organisationId))
  return found
}

async function endProviderSessions(deps: Deps, tx: Transaction, providerId: string): Promise<void> {
  const begun = await tx
    .select({ id: ssoSessions.sessionId })
    .from(ssoSessions)
    .where(eq(ssoSessions.providerId, providerId))
  if (begun.length > 0) await endSessions(deps, tx, { sessionIds: begun.map(({ id }) => id) })
}

type Entered = Omit<InputOf<typeof SetSsoProvider>, 'organisationId' | 'clientSecret'>

/** What can be found wrong without asking anybody, and the rest as it is kept. */
function checkSettings({ config }: Deps, entered: Entered) {
  const scopes = [...new Set(['openid', ...entered.scopes.split(' ')])].join(' ')
  return {
    issuer: checkIssuer(config, entered.issuer),
    clientId: entered.clientId.trim(),
    caCertificates: checkCertificates(entered.caCertificates),
    scopes,
    allowedGroups: tidy(entered.allowedGroups),
    adminGroups: tidy(entered.adminGroups),
    auditorGroups: tidy(entered.auditorGroups),
  }
}

/** Kept as it was written: the provider names itself exactly like that, with or without a stroke at the end. */
function checkIssuer(config: Deps['config'], written: string): string {
  const issuer = written.trim()
  const url = URL.parse(issuer)
  const isPlain = url?.search === '' && url.hash === '' && url.username === '' && url.password === ''
  const isSafe = url?.protocol === 'https:' || (url !== null && isForTrying(url, config))
  if (!isPlain || !isSafe) throw new Refusal('invalid', 'no address of a provider', { field: 'issuer' })
  return issuer
}

const PEM = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g

function checkCertificates(written: string | null): string | null {
  if (written === null || written.trim() === '') return null
  const found = written.match(PEM) ?? []
  if (found.length === 0 || written.replaceAll(PEM, '').trim() !== '' || !found.every(isCertificate))
    throw new Refusal('invalid', 'no certificates', { field: 'caCertificates' })
  return found.join('\n')
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0
  } catch {
    return false
  }
}

function tidy(groups: readonly string[]): string[] {
  return [...new Set(groups.map((group) => group.trim()))]
}

/** The secret that stays would be shown to whoever answers at the new address: there it is entered anew. */
function sealSecret(
  { sealer }: Deps,
  id: string,
  entered: string | null | undefined,
  issuer: string,
  before: Provider | undefined,
): string | null {
  if (entered === null) return null
  if (entered !== undefined) return sealer.seal(entered.trim(), secretPlace(id))
  if (before && before.issuer !== issuer && before.clientSecret !== null)
    throw new Refusal('invalid', 'another provider needs its own secret', { field: 'clientSecret' })
  return before?.clientSecret ?? null
}

/** A new secret or certificate is no other door: both run out, also where it is the only one. */
function isOtherDoor(before: Provider, after: Pick<Provider, 'issuer' | 'clientId' | 'offered'>): boolean {
  return before.issuer !== after.issuer || before.clientId !== after.clientId || (before.offered && !after.offered)
}

function isSameClient(before: Provider, after: Pick<Provider, 'issuer' | 'clientId' | 'clientSecret'>): boolean {
  return (
    before.issuer === after.issuer && before.clientId === after.clientId && before.clientSecret === after.clientSecret
  )
}

function record(
  deps: Deps,
  tx: Transaction,
  actor: Actor,
  { id, organisationId }: Pick<Provider, 'id' | 'organisationId'>,
  event: string,
  settings?: ReturnType<typeof checkSettings> & {
    trustsAddresses: boolean
    offered: boolean
    secretSet: boolean
    issuerChanged: boolean
  },
): void {
  const details: Record<string, string | number | boolean> = settings
    ? {
        issuerChanged: settings.issuerChanged,
        secretSet: settings.secretSet,
        ownCertificates: settings.caCertificates !== null,
        trustsAddresses: settings.trustsAddresses,
        offered: settings.offered,
        allowedGroups: settings.allowedGroups.length,
        adminGroups: settings.adminGroups.length,
        auditorGroups: settings.auditorGroups.length,
      }
    : {}
  recordAudit(deps, tx, { event, actorId: actor.userId, organisationId, subject: { kind: 'ssoProvider', id }, details })
}

export async function presentSettings(deps: Deps, db: Queries, organisationId: string): Promise<SsoSettings> {
  const provider = await findProvider(db, organisationId)
  const { publicUrl } = deps.config
  return {
    provider: provider ? presentProvider(provider) : null,
    passwordAllowed: await isPasswordAllowed(db, organisationId),
    redirectUri: redirectUri(deps),
    logoutUri: provider ? new URL(`/api/sso/backchannel-logout/${provider.id}`, publicUrl).href : null,
    signInLink: new URL(`/sign-in/${organisationId}`, publicUrl).href,
  }
}

/** Row → wire, field by field: the secret stays here. */
function presentProvider(row: Provider): SsoProvider {
  const { id, issuer, clientId, caCertificates, scopes, groupsClaim, allowedGroups, adminGroups, auditorGroups } = row
  const { trustsAddresses, offered } = row
  return {
    id,
    issuer,
    clientId,
    caCertificates,
    scopes,
    groupsClaim,
    allowedGroups,
    adminGroups,
    auditorGroups,
    trustsAddresses,
    offered,
    hasSecret: row.clientSecret !== null,
    proven: row.provenAt !== null,
  }
}
