import { DeleteMessage } from '#protocol/rooms'
import type { ArrivedRecord } from '../record.ts'
import type { Book } from './book.ts'
import type { Finding, Run } from './index.ts'

/** Nothing newer than a removal reaches whoever was removed, nothing newer than a sign-out the session that ended (I5). */
export function checkLeaks({ people, records }: Run, book: Book): Finding[] {
  const findings: Finding[] = []
  const begun = beginnings(records)
  const ended = new Map<string, number>()
  for (const record of records) if (record.t === 'signedOut') ended.set(`${record.who} ${record.session}`, record.at)
  for (const record of records) {
    if (record.t !== 'arrived') continue
    const { who, room, v, name, by } = record
    if (!book.isFor(people[who] ?? '', room, v, record.at))
      findings.push({
        kind: 'leaked',
        what: `person ${who}: version ${v} of room ${room} came after a removal (${name} by ${by})`,
      })
    const endedAt = ended.get(`${who} ${record.session}`)
    const begunAt = begun(record, book)
    if (endedAt !== undefined && begunAt !== undefined && record.at > endedAt && begunAt > endedAt)
      findings.push({
        kind: 'leaked',
        what: `person ${who}: version ${v} of room ${room} came after the session had ended (${name} by ${by})`,
      })
  }
  return findings
}

/** When the call began that made a version; undefined where none was written down. */
function beginnings(records: Run['records']): (item: ArrivedRecord, book: Book) => number | undefined {
  const byText = new Map<string, number>()
  const byDeleted = new Map<string, number>()
  const keepFirst = (map: Map<string, number>, key: string | undefined, at: number) => {
    if (key !== undefined) map.set(key, Math.min(at, map.get(key) ?? Infinity))
  }
  for (const record of records) {
    if (record.t !== 'call') continue
    keepFirst(byText, record.body, record.at)
    if (record.name === DeleteMessage.name) keepFirst(byDeleted, record.messageId, record.at)
  }
  return ({ room, v }, book) => {
    const message = book.changeAt(room, v)?.message
    if (!message) return undefined
    return message.body === null ? byDeleted.get(message.id) : byText.get(message.body)
  }
}
