import { eq } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { MergePeople, OrganisationPerson, OrganisationRole, PreviewMerge } from '#protocol/orgs'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { deleteUser, endSessions, lockUser, setUserActive, users } from '../auth/index.ts'
import { accessPerson, lockOrganisation } from './access.ts'
import { keepAdmin } from './accounts.ts'
import { readPerson } from './directory.ts'
import { personDeactivated } from './lifecycle.ts'
import { organisationPeople, pictures } from './tables.ts'

/** Two accounts of one person: everything of `gone` becomes `keep`'s. */
export interface Merge {
  keep: string
  gone: string
}

/** What a feature does when two accounts become one. */
export interface MergeFollower {
  /** Takes the locks that `move` needs; those of earlier features are held. */
  lock?(tx: Transaction, merge: Merge): Promise<void>
  /** Gives what is `gone`'s to `keep`; what later features held is moved already. */
  move(tx: Transaction, merge: Merge): Promise<void>
  /** Names what comes to `keep`, in the order in which people read. */
  preview?(db: Queries, merge: Merge): Promise<OutputOf<typeof PreviewMerge>['projects']>
}

const followers = new WeakMap<Deps, MergeFollower[]>()

/** Lets a later feature follow in the transaction that makes one account of two. */
export function onPeopleMerged(deps: Deps, follower: MergeFollower): void {
  followers.set(deps, [...(followers.get(deps) ?? []), follower])
}

export async function previewMerge(
  deps: Deps,
  actor: Actor,
  { keepId, goneId }: InputOf<typeof PreviewMerge>,
): Promise<OutputOf<typeof PreviewMerge>> {
  await accessBoth(deps.db, actor, keepId, goneId)
  const keep = await readPerson(deps.db, keepId)
  const gone = await readPerson(deps.db, goneId)
  const projects = []
  for (const follower of followers.get(deps) ?? [])
    projects.push(...((await follower.preview?.(deps.db, { keep: keepId, gone: goneId })) ?? []))
  return { keep, gone, role: higherRole(keep, gone), projects }
}

/**
 * Makes one account of two that are the same person's, in one transaction. `gone` is no more; whoever signed in with it signs in
 * with `keep`'s password or with the account of the town.
 */
export async function mergePeople(
  deps: Deps,
  actor: Actor,
  { keepId, goneId }: InputOf<typeof MergePeople>,
): Promise<OrganisationPerson> {
  const merge: Merge = { keep: keepId, gone: goneId }
  return deps.db.transaction(async (tx) => {
    const before = await accessBoth(tx, actor, keepId, goneId)
    await lockOrganisation(tx, before.organisationId)
    const { organisationId } = await accessBoth(tx, actor, keepId, goneId)
    const [keep, gone] = [await readPerson(tx, keepId), await readPerson(tx, goneId)]
    await refuseInstallationRole(tx, goneId)
    if (keep.state === 'deactivated') throw new Refusal('conflict', 'the account that stays is locked')
    for (const id of [keepId, goneId].toSorted()) await lockUser(tx, id)
    const all = followers.get(deps) ?? []
    for (const follower of all) await follower.lock?.(tx, merge)
    for (const follower of all.toReversed()) await follower.move(tx, merge)
    await tx
      .update(organisationPeople)
      .set({ role: higherRole(keep, gone) })
      .where(eq(organisationPeople.userId, keepId))
    await movePicture(tx, merge)
    // Ends whatever lets somebody in by it, as when an account is locked.
    await setUserActive(deps, tx, goneId, false)
    await personDeactivated(deps, tx, { userId: goneId, organisationId })
    await endSessions(deps, tx, { userId: keepId })
    await deleteUser(tx, goneId)
    await keepAdmin(tx, organisationId)
    const subject = { kind: 'person', id: keepId }
    const details = { gone: goneId }
    recordAudit(deps, tx, { event: 'orgs.peopleMerged', actorId: actor.userId, organisationId, subject, details })
    return readPerson(tx, keepId)
  })
}

/** A task at the installation is not passed on with an account: it is withdrawn first. */
async function refuseInstallationRole(db: Queries, userId: string): Promise<void> {
  const [user] = await db
    .select({ admin: users.installationAdmin, auditor: users.installationAuditor })
    .from(users)
    .where(eq(users.id, userId))
  if (user?.admin || user?.auditor) throw new Refusal('conflict', 'has a role at the installation')
}

/** Both are the actor's own people, and neither is the actor: nobody takes over what a colleague reads. */
async function accessBoth(
  db: Queries,
  actor: Actor,
  keepId: string,
  goneId: string,
): Promise<{ organisationId: string }> {
  const keep = await accessPerson(db, actor, keepId)
  const gone = await accessPerson(db, actor, goneId)
  if (keep.organisationId !== gone.organisationId) throw new Refusal('not_found', 'no such person')
  if (keepId === goneId || [keepId, goneId].includes(actor.userId)) throw new Refusal('conflict', 'not these two')
  return keep
}

const ROLES: readonly OrganisationRole[] = ['member', 'auditor', 'admin']

/** Whoever administrates may do everything an auditor may. */
function higherRole(keep: OrganisationPerson, gone: OrganisationPerson): OrganisationRole {
  return ROLES.indexOf(gone.role) > ROLES.indexOf(keep.role) ? gone.role : keep.role
}

async function movePicture(tx: Transaction, { keep, gone }: Merge): Promise<void> {
  const [own] = await tx.select({ id: pictures.id }).from(pictures).where(eq(pictures.userId, keep))
  if (!own) await tx.update(pictures).set({ userId: keep }).where(eq(pictures.userId, gone))
}
