import { and, asc, eq, type SQL } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { CreateOrganisation, Organisation, UpdateOrganisation } from '#protocol/orgs'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { accessInstallation, accessOrganisation, isInstallationAdmin, lockOrganisation } from './access.ts'
import { organisationPeople, organisations, pictures, type OrganisationKindName } from './tables.ts'

export async function listOrganisations({ db }: Deps, actor: Actor): Promise<Organisation[]> {
  return selectOrganisations(db, actor)
}

/** One the actor may know of; any other is not there. */
export async function readOrganisation(db: Queries, actor: Actor, id: string): Promise<Organisation> {
  const [found] = await selectOrganisations(db, actor, eq(organisations.id, id))
  if (!found) throw new Refusal('not_found', 'no such organisation')
  return found
}

/** The actor's own; all for whoever administrates the installation. */
async function selectOrganisations(db: Queries, actor: Actor, condition?: SQL): Promise<Organisation[]> {
  const all = await isInstallationAdmin(db, actor)
  const rows = await db
    .select({ organisation: organisations, myRole: organisationPeople.role, logo: pictures.id })
    .from(organisations)
    .leftJoin(pictures, eq(pictures.organisationId, organisations.id))
    .leftJoin(
      organisationPeople,
      and(eq(organisationPeople.organisationId, organisations.id), eq(organisationPeople.userId, actor.userId)),
    )
    .where(condition)
    .orderBy(asc(organisations.name))
  return rows.filter(({ myRole }) => all || myRole !== null).map(presentOrganisation)
}

function presentOrganisation(row: {
  organisation: typeof organisations.$inferSelect
  myRole: Organisation['myRole']
  logo: string | null
}): Organisation {
  const { id, name, kind, presence, typing, readReceipts, retentionDays } = row.organisation
  const policies = { presence, typing, readReceipts }
  return { id, name, kind, myRole: row.myRole, policies, retentionDays, logo: row.logo }
}

export async function createOrganisation(
  deps: Deps,
  actor: Actor,
  input: InputOf<typeof CreateOrganisation>,
): Promise<Organisation> {
  return deps.db.transaction(async (tx) => {
    await accessInstallation(tx, actor, 'installation.manage')
    const { id } = await insertOrganisation(tx, input)
    const subject = { kind: 'organisation', id }
    recordAudit(deps, tx, { event: 'orgs.created', actorId: actor.userId, subject, details: { kind: input.kind } })
    return readOrganisation(tx, actor, id)
  })
}

export async function updateOrganisation(
  deps: Deps,
  actor: Actor,
  { organisationId, name, kind }: InputOf<typeof UpdateOrganisation>,
): Promise<Organisation> {
  const change = { ...(name === undefined ? {} : { name: name.trim() }), ...(kind === undefined ? {} : { kind }) }
  return deps.db.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    await accessOrganisation(tx, actor, organisationId, 'organisation.keep')
    if (Object.keys(change).length > 0) {
      await tx.update(organisations).set(change).where(eq(organisations.id, organisationId))
      record(deps, tx, actor, 'orgs.updated', organisationId)
    }
    return readOrganisation(tx, actor, organisationId)
  })
}

function record(deps: Deps, tx: Transaction, actor: Actor, event: string, organisationId: string): void {
  const subject = { kind: 'organisation', id: organisationId }
  recordAudit(deps, tx, { event, actorId: actor.userId, organisationId, subject })
}

export async function insertOrganisation(
  db: Queries,
  { name, kind }: { name: string; kind: OrganisationKindName },
): Promise<{ id: string }> {
  const id = newId()
  await db.insert(organisations).values({ id, name: name.trim(), kind })
  return { id }
}
