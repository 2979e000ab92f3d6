import type { Anchor, AuditLine, Tampering, Verdict } from './platform/audit-chain.ts'
import { verifyChain } from './platform/audit-chain.ts'
import { connect, type DatabaseTarget } from './platform/db.ts'

const LINES_AT_ONCE = 1_000

/** `N:hash`, as the log says it, or a line's hash alone, as an organisation's auditors see it. Undefined: it is neither. */
export function readAnchor(text: string): Anchor | undefined {
  const [, seq, hash] = /^(?:(\d{1,15}):)?([0-9a-f]{64})$/.exec(text.trim()) ?? []
  if (hash === undefined) return undefined
  return seq === undefined ? { hash } : { seq: Number(seq), hash }
}

/** Reads the audit log of this database, as of one moment, without changing anything. */
export async function verifyAudit(target: DatabaseTarget, anchors: readonly Anchor[]): Promise<Verdict> {
  const sql = connect(target, { max: 1 })
  try {
    return await sql.begin('isolation level repeatable read read only', async (tx) => {
      const rows = tx<AuditRow[]>`
        select seq::text, at, event, actor_id, organisation_id, subject_kind, subject_id, details, hash
        from audit_log order by audit_log.seq, hash`
      return verifyChain(linesOf(rows.cursor(LINES_AT_ONCE)), anchors)
    })
  } finally {
    await sql.end()
  }
}

interface AuditRow {
  seq: string
  at: Date
  event: string
  actor_id: string | null
  organisation_id: string | null
  subject_kind: string | null
  subject_id: string | null
  details: AuditLine['details']
  hash: string
}

async function* linesOf(pages: AsyncIterable<AuditRow[]>): AsyncGenerator<AuditLine> {
  for await (const page of pages) {
    for (const { seq, actor_id, organisation_id, subject_kind, subject_id, ...line } of page) {
      yield {
        ...line,
        seq: Number(seq),
        actorId: actor_id,
        organisationId: organisation_id,
        subjectKind: subject_kind,
        subjectId: subject_id,
      }
    }
  }
}

/** The verdict for whoever runs the command. */
export function describeVerdict({ lines, head, clockWentBack, tampering }: Verdict): string {
  const clock =
    clockWentBack.length === 0 ? '' : `The clock was set back before these lines: ${clockWentBack.join(', ')}.\n`
  if (tampering) return `${clock}The audit log was manipulated. ${describe(tampering)} Lines 1 to ${lines} are whole.\n`
  return `${clock}The audit log is whole: ${lines} lines. Keep its head elsewhere and give it to --expect next time:\n${head.seq}:${head.hash}\n`
}

function describe(tampering: Tampering): string {
  if (tampering.kind === 'unknownAnchor') return `No line has the hash ${tampering.hash}.`
  const { seq } = tampering
  switch (tampering.kind) {
    case 'changed':
      return `Line ${seq} was changed.`
    case 'removed':
      return `Line ${seq} was removed.`
    case 'inserted':
      return `Line ${seq} was inserted.`
    case 'moved':
      return `Line ${seq} stands elsewhere: lines were put in another order.`
    case 'detached':
      return `Line ${seq} does not follow from line ${seq - 1}: it, or the one before it, was replaced.`
    case 'cut':
      return `Lines ${seq} to ${tampering.to} were cut off at the end.`
    case 'rewritten':
      return `Line ${seq} has another hash than was expected: the chain was written anew from a line between ${tampering.after + 1} and ${seq}.`
  }
}
