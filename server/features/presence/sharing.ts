import { and, eq, isNull, sql } from 'drizzle-orm'
import type { InputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { SetSharing, Sharing, SharingState } from '#protocol/presence'
import type { Queries, Transaction } from '../../platform/db.ts'
import { users } from '../auth/index.ts'
import { organisationPeople, organisations } from '../orgs/index.ts'
import { presenceChoices, presenceSilences } from './tables.ts'

/** What can be shared; also the prefix of its topics. */
export const SIGNS = ['presence', 'typing'] as const
export type Sign = (typeof SIGNS)[number]

/** Of these people, those who share it by their own choice and with their organisation's leave; their names by id. */
export async function sharers(db: Queries, sign: Sign, userIds: readonly string[]): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map()
  const rows = await db
    .select({ id: users.id, name: users.name })
    .from(presenceChoices)
    .innerJoin(users, eq(users.id, presenceChoices.userId))
    .innerJoin(organisationPeople, eq(organisationPeople.userId, users.id))
    .innerJoin(organisations, eq(organisations.id, organisationPeople.organisationId))
    .where(
      and(
        sql`${users.id} = any(${sql.param([...userIds])}::uuid[])`,
        eq(presenceChoices[sign], true),
        eq(organisations[sign], 'allowed'),
        isNull(users.deactivatedAt),
      ),
    )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export async function readSharing(db: Queries, userId: string): Promise<Sharing> {
  const { choice, policies } = await readSwitches(db, userId)
  return { presence: stateOf(policies.presence, choice.presence), typing: stateOf(policies.typing, choice.typing) }
}

/** Writes somebody's choice; what it does not speak of stays. */
export async function choose(tx: Transaction, userId: string, input: InputOf<typeof SetSharing>): Promise<void> {
  // Locked: the organisation cannot take its leave back between the question and the commit.
  const { policies } = await readSwitches(tx, userId, { locked: true })
  for (const sign of SIGNS) {
    if (input[sign] && policies[sign] !== 'allowed') throw new Refusal('forbidden', `${sign} is not allowed here`)
  }
  const { presence, typing } = input
  const choice = { ...(presence === undefined ? {} : { presence }), ...(typing === undefined ? {} : { typing }) }
  if (Object.keys(choice).length === 0) return
  await tx
    .insert(presenceChoices)
    .values({ userId, ...choice })
    .onConflictDoUpdate({ target: presenceChoices.userId, set: choice })
}

/** An organisation takes its leave back: the choice of all its people is off. @returns those who had it on */
export async function switchOff(tx: Transaction, sign: Sign, organisationId: string): Promise<string[]> {
  const people = tx
    .select({ userId: organisationPeople.userId })
    .from(organisationPeople)
    .where(eq(organisationPeople.organisationId, organisationId))
  const rows = await tx
    .update(presenceChoices)
    .set({ [sign]: false })
    .where(and(eq(presenceChoices[sign], true), sql`${presenceChoices.userId} in ${people}`))
    .returning({ userId: presenceChoices.userId })
  return rows.map(({ userId }) => userId)
}

/** Counts that somebody is silenced, in the transaction that does it. */
export async function countSilence(tx: Transaction): Promise<void> {
  const count = sql`${presenceSilences.count} + 1`
  await tx
    .insert(presenceSilences)
    .values({ count: 1 })
    .onConflictDoUpdate({ target: presenceSilences.single, set: { count } })
}

/** As a part of any query. */
export const silencesNow = sql`coalesce((select ${presenceSilences.count} from ${presenceSilences}), 0)`

export async function readSilences(db: Queries): Promise<number> {
  const [row] = await db.select({ count: presenceSilences.count }).from(presenceSilences)
  return row?.count ?? 0
}

async function readSwitches(db: Queries, userId: string, { locked = false } = {}) {
  const own = db
    .select({ presence: organisations.presence, typing: organisations.typing })
    .from(organisationPeople)
    .innerJoin(organisations, eq(organisations.id, organisationPeople.organisationId))
    .where(eq(organisationPeople.userId, userId))
  const [policies] = await (locked ? own.for('share', { of: organisations }) : own)
  const [choice] = await db
    .select({ presence: presenceChoices.presence, typing: presenceChoices.typing })
    .from(presenceChoices)
    .where(eq(presenceChoices.userId, userId))
  return {
    // Whoever belongs to no organisation has nobody who allows it.
    policies: policies ?? ({ presence: 'forbidden', typing: 'forbidden' } as const),
    choice: choice ?? { presence: false, typing: false },
  }
}

function stateOf(policy: 'forbidden' | 'allowed', isChosen: boolean): SharingState {
  if (policy === 'forbidden') return 'forbidden'
  return isChosen ? 'on' : 'off'
}
