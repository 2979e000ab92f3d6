import { and, asc, eq, inArray, isNull, ne } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import type { Holding, Successor } from '#protocol/orgs'
import type { Queries, Transaction } from '../../platform/db.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { accessPerson } from './access.ts'
import { allHoldings } from './lifecycle.ts'
import { organisationPeople } from './tables.ts'

export async function listHoldings(deps: Deps, actor: Actor, personId: string): Promise<Holding[]> {
  const { organisationId } = await accessPerson(deps.db, actor, personId)
  const found: Holding[] = []
  for (const holdings of allHoldings(deps)) {
    for (const { id, name } of await holdings.soleOf(deps.db, personId)) {
      const colleagues = await holdings.alreadyIn(deps.db, id, organisationId)
      const candidates = colleagues.filter((colleague) => colleague.id !== personId)
      found.push({ kind: holdings.kind, id, name, candidates })
    }
  }
  return found
}

interface HandingOver {
  actor: Actor
  organisationId: string
  from: string
  successors: readonly Successor[]
}

/**
 * Hands over everything the person alone answers for, each to the successor that was named for it; without one nothing happens.
 * Their organisation locked.
 * @returns what was handed over
 */
export async function handOver(deps: Deps, tx: Transaction, handing: HandingOver): Promise<Successor[]> {
  const handed: Successor[] = []
  for (const holdings of allHoldings(deps)) {
    await holdings.lock(tx, handing.from)
    for (const { id } of await holdings.soleOf(tx, handing.from)) {
      const named = handing.successors.find((one) => one.kind === holdings.kind && one.id === id)
      if (!named) throw new Refusal('conflict', 'something has no successor', { field: 'successors' })
      const insiders = await holdings.alreadyIn(tx, id, handing.organisationId)
      await checkSuccessor(tx, handing, named.successorId, insiders)
      await holdings.handOver(tx, id, named.successorId)
      handed.push(named)
    }
  }
  return handed
}

/**
 * A colleague who is in it already. Where there is none any active colleague will do, and who administrates only when there is
 * no other: managing is not reading.
 */
async function checkSuccessor(
  tx: Transaction,
  { actor, organisationId, from }: HandingOver,
  successorId: string,
  insiders: readonly { id: string }[],
): Promise<void> {
  const others = insiders.filter(({ id }) => id !== from)
  if (others.length > 0) {
    if (others.some(({ id }) => id === successorId)) return
  } else if (await isColleague(tx, organisationId, successorId, from)) {
    if (successorId !== actor.userId || !(await hasOther(tx, organisationId, [from, actor.userId]))) return
  }
  throw new Refusal('conflict', 'not somebody who can take it over', { field: 'successors' })
}

async function isColleague(db: Queries, organisationId: string, userId: string, not: string): Promise<boolean> {
  if (userId === not) return false
  return (await activeColleagues(db, organisationId, [userId])).length > 0
}

async function hasOther(db: Queries, organisationId: string, not: readonly string[]): Promise<boolean> {
  const [found] = await db
    .select({ id: users.id })
    .from(organisationPeople)
    .innerJoin(users, eq(users.id, organisationPeople.userId))
    .where(
      and(
        eq(organisationPeople.organisationId, organisationId),
        isNull(users.deactivatedAt),
        ...not.map((id) => ne(users.id, id)),
      ),
    )
    .limit(1)
  return found !== undefined
}

/** Of these people, those who belong to the organisation and are not locked, by name. */
export async function activeColleagues(
  db: Queries,
  organisationId: string,
  userIds: readonly string[],
): Promise<{ id: string; name: string }[]> {
  if (userIds.length === 0) return []
  return db
    .select({ id: users.id, name: users.name })
    .from(organisationPeople)
    .innerJoin(users, eq(users.id, organisationPeople.userId))
    .where(
      and(
        eq(organisationPeople.organisationId, organisationId),
        inArray(users.id, [...userIds]),
        isNull(users.deactivatedAt),
      ),
    )
    .orderBy(asc(users.sortName), asc(users.id))
}
