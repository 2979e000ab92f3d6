import { and, eq, ne, sql } from 'drizzle-orm'
import type { SsoFailure } from '#protocol/sso'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import { hashSecret } from '../../platform/ids.ts'
import type { CookieCall, Deps } from '../../realtime/feature.ts'
import { endReplaced, endSessions, findUserByEmail, markSsoUser, openSession, users } from '../auth/index.ts'
import {
  countAdmins,
  insertPerson,
  lockOrganisation,
  organisationOfDomain,
  organisationPeople,
  tellOrganisationChanged,
} from '../orgs/index.ts'
import { isAllowed, mappedRole, type Identity } from './claims.ts'
import type { Provider } from './openid.ts'
import { ssoAccounts, ssoLogouts, ssoProviders, ssoSessions } from './tables.ts'

export type Admission = { userId: string } | { failure: SsoFailure; userId?: string }

interface Person {
  id: string
  role: 'admin' | 'auditor' | 'member'
  isActive: boolean
  ofInstallation: boolean
}

/**
 * Lets somebody in whom the provider has proven, as one of its organisation's own people and never as anybody else's. What a
 * refusal changes stays: whoever is not allowed in any more is signed out.
 */
export async function admit(deps: Deps, provider: Provider, identity: Identity, call: CookieCall): Promise<Admission> {
  return deps.db.transaction(async (tx): Promise<Admission> => {
    // People come, roles change and administrators go one after the other.
    await lockOrganisation(tx, provider.organisationId)
    if (!(await isStillOffered(tx, provider))) return { failure: 'notOffered' }
    const known = await findLinked(tx, provider, identity)
    if (!isAllowed(identity, provider)) return expel(deps, tx, known)
    const found = known ?? (await findOrMake(deps, tx, provider, identity))
    if ('failure' in found) return found
    const failure = await reasonAgainst(tx, provider, identity, found)
    if (failure) return { failure, userId: found.id }
    const role = await applyRole(deps, tx, provider, identity, found)
    await begin(deps, tx, provider, identity, { id: found.id, role }, call)
    return { userId: found.id }
  })
}

async function isStillOffered(tx: Transaction, { id, revision }: Provider): Promise<boolean> {
  const [now] = await tx.select({ revision: ssoProviders.revision }).from(ssoProviders).where(eq(ssoProviders.id, id))
  return now?.revision === revision
}

/** By the provider's own word for them. Whoever has left the organisation since is nobody here. */
async function findLinked(tx: Transaction, provider: Provider, identity: Identity): Promise<Person | undefined> {
  const [link] = await tx
    .select({ userId: ssoAccounts.userId })
    .from(ssoAccounts)
    .where(
      and(
        eq(ssoAccounts.providerId, provider.id),
        eq(ssoAccounts.issuer, identity.issuer),
        eq(ssoAccounts.subject, identity.subject),
      ),
    )
  return link && findPerson(tx, provider.organisationId, link.userId)
}

async function findPerson(tx: Queries, organisationId: string, userId: string): Promise<Person | undefined> {
  const [found] = await tx
    .select({
      id: users.id,
      role: organisationPeople.role,
      isActive: sql<boolean>`${users.deactivatedAt} is null`,
      ofInstallation: sql<boolean>`${users.installationAdmin} or ${users.installationAuditor}`,
    })
    .from(users)
    .innerJoin(organisationPeople, eq(organisationPeople.userId, users.id))
    .where(and(eq(users.id, userId), eq(organisationPeople.organisationId, organisationId)))
  return found
}

async function expel(deps: Deps, tx: Transaction, known: Person | undefined): Promise<Admission> {
  if (!known) return { failure: 'notAllowed' }
  // A provider has no say about whoever administrates the installation.
  if (!known.ofInstallation) await endSessions(deps, tx, { userId: known.id })
  return { failure: 'notAllowed', userId: known.id }
}

/**
 * The first time: an account with the same address, if it is of this organisation and nobody else's at the provider; otherwise a new
 * one, if the address is the organisation's to give.
 */
async function findOrMake(
  deps: Deps,
  tx: Transaction,
  provider: Provider,
  identity: Identity,
): Promise<Person | { failure: SsoFailure; userId?: string }> {
  const { email, emailVerified } = identity
  if (email === undefined) return { failure: 'noAddress' }
  if (!emailVerified) return { failure: 'unverifiedAddress' }
  const account = await findUserByEmail(tx, email)
  if (account) return link(deps, tx, provider, identity, account.id)
  const owner = await organisationOfDomain(tx, email)
  if (owner?.id !== provider.organisationId) return { failure: 'foreignAddress' }
  return make(deps, tx, provider, identity, email)
}

async function link(
  deps: Deps,
  tx: Transaction,
  provider: Provider,
  identity: Identity,
  userId: string,
): Promise<Person | { failure: SsoFailure; userId?: string }> {
  const person = await findPerson(tx, provider.organisationId, userId)
  if (!person) return { failure: 'takenAddress' }
  if (person.ofInstallation) return { failure: 'installation', userId }
  if (!person.isActive) return { failure: 'deactivated', userId }
  const [other] = await tx
    .select({ subject: ssoAccounts.subject })
    .from(ssoAccounts)
    .where(
      and(
        eq(ssoAccounts.userId, userId),
        eq(ssoAccounts.providerId, provider.id),
        eq(ssoAccounts.issuer, identity.issuer),
        ne(ssoAccounts.subject, identity.subject),
      ),
    )
  if (other) return { failure: 'takenAddress' }
  await insertLink(deps, tx, provider, identity, userId)
  recordFor(deps, tx, provider, 'sso.accountLinked', userId)
  return person
}

async function make(
  deps: Deps,
  tx: Transaction,
  provider: Provider,
  identity: Identity,
  email: string,
): Promise<Person> {
  const role = 'member'
  const id = await insertPerson(tx, { name: identity.name, email }, { organisationId: provider.organisationId, role })
  await insertLink(deps, tx, provider, identity, id)
  recordFor(deps, tx, provider, 'sso.accountMade', id)
  return { id, role, isActive: true, ofInstallation: false }
}

async function insertLink(
  deps: Deps,
  tx: Transaction,
  { id: providerId }: Provider,
  { issuer, subject }: Identity,
  userId: string,
): Promise<void> {
  await tx.insert(ssoAccounts).values({ providerId, issuer, subject, userId })
  await markSsoUser(deps, tx, userId)
}

async function reasonAgainst(
  tx: Transaction,
  provider: Provider,
  { sid }: Identity,
  person: Person,
): Promise<SsoFailure | undefined> {
  if (person.ofInstallation) return 'installation'
  if (!person.isActive) return 'deactivated'
  return sid !== null && (await isLoggedOut(tx, provider, sid)) ? 'stale' : undefined
}

/** The provider has ended this session while its owner was on the way back to us. */
async function isLoggedOut(tx: Transaction, { id }: Provider, sid: string): Promise<boolean> {
  const found = await tx
    .select({ at: ssoLogouts.expiresAt })
    .from(ssoLogouts)
    .where(and(eq(ssoLogouts.providerId, id), eq(ssoLogouts.sidHash, hashSecret(sid))))
    .limit(1)
  return found.length > 0
}

/** What the provider says they are now. The last administrator stays one: somebody must be able to mend the mapping. */
async function applyRole(
  deps: Deps,
  tx: Transaction,
  provider: Provider,
  identity: Identity,
  { id, role }: Person,
): Promise<Person['role']> {
  const { organisationId } = provider
  const mapped = mappedRole(identity, provider) ?? role
  if (mapped === role) return role
  await tx.update(organisationPeople).set({ role: mapped }).where(eq(organisationPeople.userId, id))
  if (role === 'admin' && (await countAdmins(tx, organisationId)) === 0) {
    await tx.update(organisationPeople).set({ role }).where(eq(organisationPeople.userId, id))
    recordFor(deps, tx, provider, 'sso.lastAdminKept', id)
    return role
  }
  tellOrganisationChanged(deps, tx, [id])
  recordFor(deps, tx, provider, 'sso.roleChanged', id, { from: role, to: mapped })
  return mapped
}

async function begin(
  deps: Deps,
  tx: Transaction,
  provider: Provider,
  { issuer, subject, sid }: Identity,
  { id, role }: Pick<Person, 'id' | 'role'>,
  call: CookieCall,
): Promise<void> {
  await endReplaced(deps, tx, call.sessionSecret)
  const sessionId = await openSession(deps, tx, id, call, 'provider')
  await tx.insert(ssoSessions).values({ sessionId, providerId: provider.id, issuer, subject, sid })
  if (role === 'admin' && provider.provenAt === null)
    await tx.update(ssoProviders).set({ provenAt: deps.clock.now() }).where(eq(ssoProviders.id, provider.id))
  recordFor(deps, tx, provider, 'sso.signedIn', id)
}

function recordFor(
  deps: Deps,
  tx: Transaction,
  { organisationId }: Provider,
  event: string,
  userId: string,
  details: Readonly<Record<string, string>> = {},
): void {
  recordAudit(deps, tx, { event, actorId: userId, organisationId, subject: { kind: 'person', id: userId }, details })
}
