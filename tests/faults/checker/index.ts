import type { FinalTruth, Ledger } from '../ledger.ts'
import type { FaultRecord, FinalClient, RunRecord } from '../record.ts'
import { Book } from './book.ts'
import { Diary } from './diary.ts'
import { checkFinals } from './finals.ts'
import { checkLeaks } from './leaks.ts'
import { checkLedger } from './numbering.ts'
import { measureRecovery, type Recovery } from './recovery.ts'
import { checkSends } from './sends.ts'
import { checkSequences } from './sequences.ts'
import { checkStaleness } from './staleness.ts'

/** A run as it was written down, and what Postgres says of it. */
export interface Run {
  /** User ids, by number. */
  people: readonly string[]
  ledger: Ledger
  truth: FinalTruth
  records: readonly RunRecord[]
  faults: readonly FaultRecord[]
  clients: readonly FinalClient[]
}

/**
 * `lost`: committed or acknowledged, and not shown although the client says it is current. `doubled`: shown, stored or numbered
 * twice. `reordered`: out of the room's order, or with a hole. `leaked`: reached somebody it was no longer for. `wrong`: shown
 * otherwise than it was ever committed.
 */
export interface Finding {
  kind: 'lost' | 'doubled' | 'reordered' | 'leaked' | 'wrong'
  what: string
}

export interface Verdict {
  findings: Finding[]
  /** Changes that clients were given, live or caught up. */
  deliveries: number
  recovery: Recovery
}

/** Finds everything in a run that must not be. Pure. */
export function check(run: Run): Verdict {
  const book = new Book(run.ledger)
  const diaries = run.people.map((id, who) => new Diary(id, who))
  const findings: Finding[] = []
  let deliveries = 0
  for (const record of run.records) {
    diaries[record.who]?.add(record)
    if (record.t === 'broken') findings.push({ kind: record.kind, what: `person ${record.who}: ${record.what}` })
    if (record.t === 'change') deliveries += 1
    if (record.t === 'caughtUp') deliveries += record.changes.length
  }
  findings.push(...checkLedger(run.ledger, run.truth), ...checkSends(run, book))
  for (const diary of diaries) {
    findings.push(...checkSequences(diary, book), ...checkStaleness(diary, book, run.faults))
  }
  findings.push(...checkLeaks(run, book), ...checkFinals(run))
  return { findings, deliveries, recovery: measureRecovery(diaries, book, run.faults) }
}
