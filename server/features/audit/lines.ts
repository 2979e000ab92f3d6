import { and, asc, desc, eq, gt, gte, isNull, like, lt, lte, type SQL } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import type { AuditLine } from '../../platform/audit-chain.ts'
import type { Queries } from '../../platform/db.ts'
import { auditLog } from '../../platform/tables.ts'

/** Whose lines: one organisation's, the installation's own, or all there are. */
export type Scope = { kind: 'organisation'; organisationId: string } | { kind: 'installation' } | { kind: 'all' }

/** Optional fields may be there without a value, as the wire gives them. */
export interface Filter {
  event?: string | undefined
  from?: string | undefined
  until?: string | undefined
}

/** Newest first. `before`: the id of a line of the same scope. */
export async function readBefore(
  db: Queries,
  scope: Scope,
  filter: Filter,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<AuditLine[]> {
  const end = before === undefined ? undefined : lt(auditLog.seq, await numberOf(db, scope, before))
  return db
    .select()
    .from(auditLog)
    .where(and(isIn(scope), isWanted(filter), end))
    .orderBy(desc(auditLog.seq))
    .limit(limit)
}

/** Oldest first: those after one number, up to another. */
export async function readAfter(
  db: Queries,
  scope: Scope,
  filter: Filter,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<AuditLine[]> {
  return db
    .select()
    .from(auditLog)
    .where(and(isIn(scope), isWanted(filter), gt(auditLog.seq, after), lte(auditLog.seq, upTo)))
    .orderBy(asc(auditLog.seq))
    .limit(limit)
}

/** A line of another scope is as unknown as one that never was. */
async function numberOf(db: Queries, scope: Scope, hash: string): Promise<number> {
  const [found] = await db
    .select({ seq: auditLog.seq })
    .from(auditLog)
    .where(and(isIn(scope), eq(auditLog.hash, hash)))
  if (!found) throw new Refusal('invalid', 'no such line', { field: 'before' })
  return found.seq
}

function isIn(scope: Scope): SQL | undefined {
  if (scope.kind === 'organisation') return eq(auditLog.organisationId, scope.organisationId)
  return scope.kind === 'installation' ? isNull(auditLog.organisationId) : undefined
}

function isWanted({ event, from, until }: Filter): SQL | undefined {
  return and(
    event === undefined
      ? undefined
      : event.includes('.')
        ? eq(auditLog.event, event)
        : like(auditLog.event, `${event}.%`),
    from === undefined ? undefined : gte(auditLog.at, moment(from, 'from')),
    until === undefined ? undefined : lt(auditLog.at, moment(until, 'until')),
  )
}

function moment(text: string, field: string): Date {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw new Refusal('invalid', 'no moment', { field })
  return date
}
