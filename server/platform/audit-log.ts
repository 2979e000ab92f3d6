import { createHash } from 'node:crypto'
import { desc, sql } from 'drizzle-orm'
import type { Clock } from './clock.ts'
import type { Queries, Transaction } from './db.ts'
import { auditLog } from './tables.ts'

/** What somebody did, in ids: no content, and no name where there is an id. */
export interface AuditEntry {
  /** `<feature>.<whatHappened>`, e.g. `orgs.personDeactivated`. */
  readonly event: string
  /** Who did it; null: somebody unknown, or the installation itself. */
  readonly actorId: string | null
  /** The organisation whose concern it is; absent: the installation's. */
  readonly organisationId?: string
  /** What it was done to. */
  readonly subject?: { readonly kind: string; readonly id: string }
  readonly details?: Readonly<Record<string, string | number | boolean | null>>
}

export type AuditLine = typeof auditLog.$inferSelect

/** Any number that nothing else in the database locks on: lines are chained one after the other. */
const CHAIN_LOCK = 4_127_003
/** Stands before the first line. */
export const CHAIN_START = '0'.repeat(64)

const waiting = new WeakMap<Transaction, AuditEntry[]>()

/**
 * Notes in the transaction what it does. The lines of a transaction are written together right before its commit, so that the
 * chain's lock is the last one taken and held for a moment only.
 */
export function recordAudit({ clock }: { clock: Clock }, tx: Transaction, entry: AuditEntry): void {
  const entries = waiting.get(tx)
  if (entries) return void entries.push(entry)
  const first = [entry]
  waiting.set(tx, first)
  tx.beforeCommit(() => append(tx, first, clock.now()))
}

async function append(tx: Transaction, entries: readonly AuditEntry[], at: Date): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`)
  let { seq, hash } = await readEnd(tx)
  const lines = entries.map(({ event, actorId, organisationId, subject, details }) => {
    const line = {
      seq: seq + 1,
      at,
      event,
      actorId,
      organisationId: organisationId ?? null,
      subjectKind: subject?.kind ?? null,
      subjectId: subject?.id ?? null,
      details: details ?? {},
    }
    seq = line.seq
    hash = hashLine(line, hash)
    return { ...line, hash }
  })
  await tx.insert(auditLog).values(lines)
}

async function readEnd(db: Queries): Promise<{ seq: number; hash: string }> {
  const [last] = await db
    .select({ seq: auditLog.seq, hash: auditLog.hash })
    .from(auditLog)
    .orderBy(desc(auditLog.seq))
    .limit(1)
  return last ?? { seq: 0, hash: CHAIN_START }
}

/** SHA-256, hex, of everything a line says and of the line before it. */
export function hashLine(line: Omit<AuditLine, 'hash'>, before: string): string {
  const { seq, at, event, actorId, organisationId, subjectKind, subjectId, details } = line
  const sorted = Object.entries(details).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const said = [before, seq, at.toISOString(), event, actorId, organisationId, subjectKind, subjectId, sorted]
  return createHash('sha256').update(JSON.stringify(said)).digest('hex')
}
