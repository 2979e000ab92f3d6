import { eq, isNotNull } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import type { Organisation, Policies, SetPolicies, SetRetention } from '#protocol/orgs'
import { recordAudit, type AuditEntry } from '../../platform/audit-log.ts'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { accessOrganisation, lockOrganisation } from './access.ts'
import { readOrganisation } from './organisations.ts'
import { organisations } from './tables.ts'

/** What an organisation allowed and does not any more. */
export interface PoliciesChange {
  organisationId: string
  forbidden: readonly (keyof Policies)[]
}

type Listener = (tx: Transaction, change: PoliciesChange) => Promise<void>

const listeners = new WeakMap<Deps, Listener[]>()

/** Lets a later feature follow in the transaction that changes what an organisation allows. */
export function onPoliciesChanged(deps: Deps, listener: Listener): void {
  listeners.set(deps, [...(listeners.get(deps) ?? []), listener])
}

export async function setPolicies(
  deps: Deps,
  actor: Actor,
  { organisationId, policies }: InputOf<typeof SetPolicies>,
): Promise<Organisation> {
  return deps.db.transaction(async (tx) => {
    // Its people choose under the same lock: nobody switches on what is being forbidden.
    await lockOrganisation(tx, organisationId)
    await accessOrganisation(tx, actor, organisationId, 'organisation.manage')
    const before = await readOrganisation(tx, actor, organisationId)
    const after = { ...before.policies, ...policies }
    await tx.update(organisations).set(after).where(eq(organisations.id, organisationId))
    const names = Object.keys(after) as (keyof Policies)[]
    const forbidden = names.filter((name) => before.policies[name] === 'allowed' && after[name] === 'forbidden')
    for (const listener of listeners.get(deps) ?? []) await listener(tx, { organisationId, forbidden })
    record(deps, tx, actor, { event: 'orgs.policiesChanged', organisationId, details: policies })
    return { ...before, policies: after }
  })
}

export async function setRetention(
  deps: Deps,
  actor: Actor,
  { organisationId, retentionDays }: InputOf<typeof SetRetention>,
): Promise<Organisation> {
  return deps.db.transaction(async (tx) => {
    await lockOrganisation(tx, organisationId)
    await accessOrganisation(tx, actor, organisationId, 'organisation.manage')
    await tx.update(organisations).set({ retentionDays }).where(eq(organisations.id, organisationId))
    record(deps, tx, actor, { event: 'orgs.retentionSet', organisationId, details: { days: retentionDays } })
    return readOrganisation(tx, actor, organisationId)
  })
}

/** Organisations whose projects keep messages for so many days only. */
export async function retentions(db: Queries): Promise<{ organisationId: string; days: number }[]> {
  const rows = await db
    .select({ organisationId: organisations.id, days: organisations.retentionDays })
    .from(organisations)
    .where(isNotNull(organisations.retentionDays))
  return rows.flatMap(({ organisationId, days }) => (days === null ? [] : [{ organisationId, days }]))
}

type Recorded = Pick<AuditEntry, 'event' | 'details'> & { organisationId: string }

function record(deps: Deps, tx: Transaction, actor: Actor, { event, organisationId, details = {} }: Recorded): void {
  const subject = { kind: 'organisation', id: organisationId }
  recordAudit(deps, tx, { event, actorId: actor.userId, organisationId, subject, details })
}
