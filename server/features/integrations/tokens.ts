import { and, count, desc, eq } from 'drizzle-orm'
import type { InputOf, OutputOf } from '#wire/command'
import { isForTokens, type Right } from '#wire/permissions'
import { Refusal } from '#wire/refusal'
import type { AccessToken, CreateToken } from '#protocol/integrations'
import { recordAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/db.ts'
import { hashSecret, newId } from '../../platform/ids.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { organisationOf } from '../orgs/index.ts'
import { newIntegrationSecret } from './secrets.ts'
import { accessTokens } from './tables.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const MOST_TOKENS = 50

export async function listTokens({ db }: Deps, actor: Actor): Promise<AccessToken[]> {
  const rows = await db
    .select()
    .from(accessTokens)
    .where(eq(accessTokens.userId, actor.userId))
    .orderBy(desc(accessTokens.createdAt), desc(accessTokens.id))
  return rows.map(presentToken)
}

export async function createToken(
  deps: Deps,
  actor: Actor,
  input: InputOf<typeof CreateToken>,
): Promise<OutputOf<typeof CreateToken>> {
  return deps.db.transaction(async (tx) => {
    // Whoever makes several at once is counted with each.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, actor.userId)).for('update')
    const [own] = await tx.select({ tokens: count() }).from(accessTokens).where(eq(accessTokens.userId, actor.userId))
    if ((own?.tokens ?? 0) >= MOST_TOKENS) throw new Refusal('too_many', 'enough tokens for one person')
    const secret = newIntegrationSecret('personal')
    const token = await insertToken(deps, tx, actor.userId, secret, input)
    await record(deps, tx, actor, 'integrations.tokenCreated', token.id, { rights: input.rights.join(',') })
    return { token, secret }
  })
}

export interface NewToken {
  name: string
  rights: readonly Right[]
  days: number
}

export async function insertToken(
  { clock }: Pick<Deps, 'clock'>,
  tx: Transaction,
  userId: string,
  secret: string,
  { name, rights, days }: NewToken,
): Promise<AccessToken> {
  const now = clock.now()
  const [row] = await tx
    .insert(accessTokens)
    .values({
      id: newId(),
      userId,
      name: name.trim(),
      secretHash: hashSecret(secret),
      rights: [...rights],
      expiresAt: new Date(now.getTime() + days * DAY_MS),
      createdAt: now,
    })
    .returning()
  if (!row) throw new Error('a token that was just written is missing')
  return presentToken(row)
}

/** One's own; anybody else's is not there. */
export async function revokeToken(deps: Deps, actor: Actor, tokenId: string): Promise<null> {
  await deps.db.transaction(async (tx) => {
    const ended = await tx
      .delete(accessTokens)
      .where(and(eq(accessTokens.id, tokenId), eq(accessTokens.userId, actor.userId)))
      .returning({ id: accessTokens.id })
    if (ended.length === 0) throw new Refusal('not_found', 'no such token')
    await record(deps, tx, actor, 'integrations.tokenRevoked', tokenId)
  })
  return null
}

/** Whoever is deactivated has none any more, also when they come back. */
export async function endTokensOf(tx: Transaction, userId: string): Promise<void> {
  await tx.delete(accessTokens).where(eq(accessTokens.userId, userId))
}

async function record(
  deps: Deps,
  tx: Transaction,
  { userId }: Actor,
  event: string,
  tokenId: string,
  details: Record<string, string> = {},
): Promise<void> {
  const organisation = await organisationOf(tx, userId)
  const concern = organisation ? { organisationId: organisation.id } : {}
  recordAudit(deps, tx, { event, actorId: userId, ...concern, subject: { kind: 'token', id: tokenId }, details })
}

/** Row → wire, field by field. */
function presentToken(row: typeof accessTokens.$inferSelect): AccessToken {
  return {
    id: row.id,
    name: row.name,
    rights: row.rights.filter(isForTokens),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedOn: row.lastUsedOn,
  }
}
