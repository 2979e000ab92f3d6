import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { AddDomain, OrganisationDomain, RemoveDomain, SetJoinAllowed, VerifyDomain } from '#protocol/orgs'
import { recordAudit } from '../../platform/audit-log.ts'
import { postgresCode, type Queries, type Transaction } from '../../platform/db.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { accessOrganisation, lockOrganisation } from './access.ts'
import { normalizeDomain, parseDomain, refuseIfForEverybody, showDomain } from './domain-names.ts'
import { organisationDomains, organisations } from './tables.ts'

/** Claims of one organisation: each is one more thing for somebody to look at. */
const MOST_DOMAINS = 50
const CLAIMED: Limit = { name: 'orgs.addDomain', points: 50, perSeconds: 60 * 60 }

/** The organisation that answers for a mail domain. */
export interface DomainOwner {
  id: string
  name: string
  /** Whether whoever proves an address there may make an account as one of its people. */
  joinAllowed: boolean
}

/** Whose people have addresses in this domain, if somebody has confirmed that; asked with a domain or a whole address. */
export async function organisationOfDomain(db: Queries, written: string): Promise<DomainOwner | undefined> {
  const domain = normalizeDomain(written.slice(written.lastIndexOf('@') + 1))
  if (domain === undefined) return undefined
  const [found] = await db
    .select({ id: organisations.id, name: organisations.name, joinAllowed: organisationDomains.joinAllowed })
    .from(organisationDomains)
    .innerJoin(organisations, eq(organisations.id, organisationDomains.organisationId))
    .where(and(eq(organisationDomains.domain, domain), isNotNull(organisationDomains.verifiedAt)))
  return found
}

/** Every domain that is confirmed to be an organisation's. */
export async function domainsOf(db: Queries, organisationId: string): Promise<readonly string[]> {
  const rows = await db
    .select({ domain: organisationDomains.domain })
    .from(organisationDomains)
    .where(and(eq(organisationDomains.organisationId, organisationId), isNotNull(organisationDomains.verifiedAt)))
  return rows.map(({ domain }) => domain)
}

/** Whether anybody can make an account by the domain of their address. */
export async function isAnyDomainOpen(db: Queries): Promise<boolean> {
  const open = await db
    .select({ domain: organisationDomains.domain })
    .from(organisationDomains)
    .where(eq(organisationDomains.joinAllowed, true))
    .limit(1)
  return open.length > 0
}

export async function listDomains({ db }: Deps, actor: Actor, organisationId: string): Promise<OrganisationDomain[]> {
  await accessOrganisation(db, actor, organisationId, 'organisation.readDomains')
  return selectDomains(db, organisationId)
}

export async function addDomain(
  deps: Deps,
  actor: Actor,
  input: InputOf<typeof AddDomain>,
): Promise<OrganisationDomain[]> {
  const { organisationId } = input
  await accessOrganisation(deps.db, actor, organisationId, 'organisation.manage')
  await deps.limits.take(CLAIMED, actor.userId)
  const domain = parseDomain(input.domain)
  refuseIfForEverybody(domain)
  return deps.db.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    await accessOrganisation(tx, actor, organisationId, 'organisation.manage')
    const known = await selectDomains(tx, organisationId)
    if (known.length >= MOST_DOMAINS) throw new Refusal('too_many', 'as many domains as an organisation can have')
    const added = await tx
      .insert(organisationDomains)
      .values({ organisationId, domain })
      .onConflictDoNothing()
      .returning()
    if (added.length > 0) record(deps, tx, actor, 'orgs.domainAdded', organisationId)
    return selectDomains(tx, organisationId)
  })
}

export async function removeDomain(
  deps: Deps,
  actor: Actor,
  input: InputOf<typeof RemoveDomain>,
): Promise<OrganisationDomain[]> {
  const { organisationId } = input
  return deps.db.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    await accessOrganisation(tx, actor, organisationId, 'organisation.manage')
    const domain = parseDomain(input.domain)
    const claim = isClaim(organisationId, domain)
    const removed = await tx.delete(organisationDomains).where(claim).returning()
    if (removed.length > 0) record(deps, tx, actor, 'orgs.domainRemoved', organisationId)
    return selectDomains(tx, organisationId)
  })
}

/**
 * Only who administrates the installation confirms, and always by hand: an address proves a mailbox and not a domain, and
 * administrators make accounts with whatever address they like.
 */
export async function verifyDomain(
  deps: Deps,
  actor: Actor,
  { organisationId, verified, ...input }: InputOf<typeof VerifyDomain>,
): Promise<OrganisationDomain[]> {
  const domain = parseDomain(input.domain)
  return deps.db.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    await accessOrganisation(tx, actor, organisationId, 'organisation.keep')
    const verifiedAt = verified ? deps.clock.now() : null
    const change = verified ? { verifiedAt } : { verifiedAt, joinAllowed: false }
    await changeClaim(tx, organisationId, domain, change)
    record(deps, tx, actor, verified ? 'orgs.domainVerified' : 'orgs.domainUnverified', organisationId)
    return selectDomains(tx, organisationId)
  })
}

export async function setJoinAllowed(
  deps: Deps,
  actor: Actor,
  { organisationId, joinAllowed, ...input }: InputOf<typeof SetJoinAllowed>,
): Promise<OrganisationDomain[]> {
  const domain = parseDomain(input.domain)
  return deps.db.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    await accessOrganisation(tx, actor, organisationId, 'organisation.manage')
    await changeClaim(tx, organisationId, domain, { joinAllowed })
    record(deps, tx, actor, 'orgs.domainJoinSet', organisationId, { joinAllowed })
    return selectDomains(tx, organisationId)
  })
}

async function changeClaim(
  tx: Transaction,
  organisationId: string,
  domain: string,
  change: Partial<typeof organisationDomains.$inferInsert>,
): Promise<void> {
  try {
    const claim = isClaim(organisationId, domain)
    const changed = await tx.update(organisationDomains).set(change).where(claim).returning()
    if (changed.length === 0) throw new Refusal('not_found', 'no such domain')
  } catch (error) {
    const code = postgresCode(error)
    if (code === '23505') throw new Refusal('conflict', 'confirmed for another organisation')
    if (code === '23514') throw new Refusal('conflict', 'not confirmed')
    throw error
  }
}

function isClaim(organisationId: string, domain: string) {
  return and(eq(organisationDomains.organisationId, organisationId), eq(organisationDomains.domain, domain))
}

/** The log holds nothing that somebody typed: which domain it was is in the table. */
function record(
  deps: Deps,
  tx: Transaction,
  actor: Actor,
  event: string,
  organisationId: string,
  details: Record<string, boolean> = {},
): void {
  const subject = { kind: 'organisation', id: organisationId }
  recordAudit(deps, tx, { event, actorId: actor.userId, organisationId, subject, details })
}

async function selectDomains(db: Queries, organisationId: string): Promise<OrganisationDomain[]> {
  const rows = await db
    .select()
    .from(organisationDomains)
    .where(eq(organisationDomains.organisationId, organisationId))
    .orderBy(asc(organisationDomains.domain))
  return rows.map(({ domain, verifiedAt, joinAllowed }) => ({
    domain,
    shown: showDomain(domain),
    verified: verifiedAt !== null,
    joinAllowed,
  }))
}
