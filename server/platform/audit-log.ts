import { desc, sql } from 'drizzle-orm'
import { CHAIN_START, hashLine, type AuditDetails } from './audit-chain.ts'
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
  /** Ids and words of the code. Anything a person could have written is refused. */
  readonly details?: AuditDetails
}

/** Any number that nothing else in the database locks on: lines are chained one after the other. */
const CHAIN_LOCK = 4_127_003

const waiting = new WeakMap<Transaction, AuditEntry[]>()

/**
 * Notes in the transaction what it does. The lines of a transaction are written together right before its commit, so that the
 * chain's lock is the last one taken and held for a moment only.
 */
export function recordAudit({ clock }: { clock: Clock }, tx: Transaction, entry: AuditEntry): void {
  checkEntry(entry)
  const entries = waiting.get(tx)
  if (entries) return void entries.push(entry)
  const first = [entry]
  waiting.set(tx, first)
  tx.beforeCommit(async () => {
    // What is noted from here on, by other work before the commit, gets a turn of its own.
    waiting.delete(tx)
    await append(tx, first, clock)
  })
}

/**
 * At the end of the chain. The clock is read under the lock: lines that one node writes one after the other say so. Where a clock
 * goes back the line says what the clock said, and the order is that of the chain.
 */
async function append(tx: Transaction, entries: readonly AuditEntry[], clock: Clock): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`)
  const at = clock.now()
  let { seq, hash } = await readHead(tx)
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

/** The last line: whoever keeps it elsewhere finds out when the end is cut off or the chain written anew. */
export async function readHead(db: Queries): Promise<{ seq: number; hash: string }> {
  const [last] = await db
    .select({ seq: auditLog.seq, hash: auditLog.hash })
    .from(auditLog)
    .orderBy(desc(auditLog.seq))
    .limit(1)
  return last ?? { seq: 0, hash: CHAIN_START }
}

const EVENT = /^[a-z]{1,40}\.[a-z][A-Za-z]{1,60}$/
const WORD = /^[a-z][A-Za-z]{0,40}$/
/** Ids, words of the code, numbers, moments, the address of a service; several with commas. No blank and no `@`, as names and mail addresses have. */
const CODE = /^[\w.:+,/-]{0,1000}$/

/** A line is there for ever: what somebody typed must not get into one, whatever the caller thought it was. */
function checkEntry({ event, subject, details = {} }: AuditEntry): void {
  const isPlain =
    EVENT.test(event) &&
    (!subject || (WORD.test(subject.kind) && CODE.test(subject.id))) &&
    Object.entries(details).every(([name, value]) => WORD.test(name) && isCode(value))
  if (!isPlain) throw new Error(`not for the audit log: ${event}`)
}

function isCode(value: unknown): boolean {
  if (typeof value === 'string') return CODE.test(value)
  return value === null || typeof value === 'boolean' || Number.isSafeInteger(value)
}
