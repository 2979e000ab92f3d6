import { eq } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import type { Organisation, Policies, SetPolicies } from '#protocol/orgs'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { accessOrganisation } from './access.ts'
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
    await tx
      .select({ id: organisations.id })
      .from(organisations)
      .where(eq(organisations.id, organisationId))
      .for('update')
    await accessOrganisation(tx, actor, organisationId, 'organisation.manage')
    const before = await readOrganisation(tx, actor, organisationId)
    const after = { ...before.policies, ...policies }
    await tx.update(organisations).set(after).where(eq(organisations.id, organisationId))
    const names = Object.keys(after) as (keyof Policies)[]
    const forbidden = names.filter((name) => before.policies[name] === 'allowed' && after[name] === 'forbidden')
    for (const listener of listeners.get(deps) ?? []) await listener(tx, { organisationId, forbidden })
    recordAudit(deps, tx, {
      event: 'orgs.policiesChanged',
      actorId: actor.userId,
      organisationId,
      subject: { kind: 'organisation', id: organisationId },
      details: policies,
    })
    return { ...before, policies: after }
  })
}
