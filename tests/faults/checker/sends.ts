import { DeleteMessage, EditMessage, React, SendMessage } from '#protocol/rooms'
import type { LedgerChange } from '../ledger.ts'
import type { CallRecord } from '../record.ts'
import { entry, type Book } from './book.ts'
import type { Finding, Run } from './index.ts'
import { isSame } from './sequences.ts'

const CHANGES = [EditMessage, DeleteMessage, React]

/** What was acknowledged is kept (I1), once (I2); what was only ever refused is nowhere. */
export function checkSends({ records, ledger, people }: Run, book: Book): Finding[] {
  const findings: Finding[] = []
  const posted = new Map<string, LedgerChange>()
  for (const change of ledger.changes) {
    const { message } = change
    if (message.seq === message.version) posted.set(`${message.author} ${message.clientId}`, change)
  }
  const sends = new Map<string, CallRecord[]>()
  for (const record of records) {
    if (record.t !== 'call') continue
    if (record.name === SendMessage.name)
      entry(sends, `${people[record.who]} ${record.clientId}`, () => []).push(record)
    else findings.push(...checkChange(record, book))
  }
  for (const [id, calls] of sends) findings.push(...checkSend(calls, posted.get(id)))
  return findings
}

function checkSend(calls: readonly CallRecord[], committed: LedgerChange | undefined): Finding[] {
  const findings: Finding[] = []
  const [first] = calls
  const report = (kind: Finding['kind'], what: string) =>
    findings.push({ kind, what: `person ${first?.who}, message "${first?.body}": ${what}` })
  const answers = calls.flatMap(({ outcome, answer }) => (outcome === 'done' && answer ? [answer] : []))
  if (answers.length > 0 && !committed) report('lost', 'acknowledged, and not there')
  for (const answer of answers) {
    if (!committed) continue
    if (answer.id !== committed.message.id) report('doubled', 'two messages of one client id were acknowledged')
    if (answer.seq !== committed.message.seq)
      report('reordered', `acknowledged at ${answer.seq}, is at ${committed.message.seq}`)
  }
  if (committed && committed.message.body !== first?.body) report('wrong', 'another text was stored')
  // Nobody here uses an id for two things: whoever is told so is shown as failed what is there.
  if (calls.some(({ code }) => code === 'conflict')) report('doubled', 'a repetition was not recognised')
  if (committed && calls.every(({ outcome }) => outcome === 'refused')) report('wrong', 'refused, and there')
  return findings
}

function checkChange(call: CallRecord, book: Book): Finding[] {
  const { name, outcome, answer, room, who } = call
  const isChange = CHANGES.some((command) => command.name === name)
  if (!isChange || outcome !== 'done' || !answer || room === undefined) return []
  const committed = book.changeAt(room, answer.version)
  if (committed && isSame(committed.message, answer)) return []
  return [
    { kind: 'lost', what: `person ${who}: ${name} was acknowledged at version ${answer.version} and is not there` },
  ]
}
