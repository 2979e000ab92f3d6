import { eq } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { SharingChanged, type SetSharing, type Sharing } from '#protocol/presence'
import type { Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { onPoliciesChanged, organisationPeople, type PoliciesChange } from '../orgs/index.ts'
import { findRooms, type Roll } from './roll.ts'
import { choose, countSilence, readSharing, SIGNS, switchOff, type Sign } from './sharing.ts'
import { recheckRooms } from './topics.ts'

/** The actor's own choice. What they stop sharing nobody sees any more once this is answered, nor do they see it of others. */
export async function setSharing(
  deps: Deps,
  roll: Roll,
  actor: Actor,
  input: InputOf<typeof SetSharing>,
): Promise<Sharing> {
  return deps.db.transaction(async (tx) => {
    await choose(tx, actor.userId, input)
    for (const sign of SIGNS) if (input[sign] === false) await silence(deps, roll, tx, sign, [actor.userId])
    tellPeople(deps, tx, [actor.userId])
    return readSharing(tx, actor.userId)
  })
}

/** Follows what organisations allow, in the same transaction. */
export function followPolicies(deps: Deps, roll: Roll): void {
  onPoliciesChanged(deps, (tx, change) => policiesChanged(deps, roll, tx, change))
}

async function policiesChanged(
  deps: Deps,
  roll: Roll,
  tx: Transaction,
  { organisationId, forbidden }: PoliciesChange,
): Promise<void> {
  for (const sign of SIGNS.filter((name) => forbidden.includes(name)))
    await silence(deps, roll, tx, sign, await switchOff(tx, sign, organisationId))
  const people = await tx
    .select({ userId: organisationPeople.userId })
    .from(organisationPeople)
    .where(eq(organisationPeople.organisationId, organisationId))
  tellPeople(
    deps,
    tx,
    people.map(({ userId }) => userId),
  )
}

/** These people stop sharing, and hearing, in the transaction; after its commit on every node. */
async function silence(deps: Deps, roll: Roll, tx: Transaction, sign: Sign, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return
  await countSilence(tx)
  const rooms = await findRooms(tx, userIds)
  tx.afterCommit(() => {
    recheckRooms(deps, [sign], rooms.keys())
    if (sign === 'presence') roll.silence(userIds, rooms)
  })
}

function tellPeople(deps: Deps, tx: Transaction, userIds: readonly string[]): void {
  tx.afterCommit(() => {
    for (const userId of userIds) deps.publish.hint(`user:${userId}`, SharingChanged, {})
  })
}
