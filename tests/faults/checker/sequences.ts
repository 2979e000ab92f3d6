import { RoomPeopleChanged } from '#protocol/rooms'
import type { SeenChange, SeenMessage } from '../record.ts'
import type { Book } from './book.ts'
import type { Diary, RoomRecord } from './diary.ts'
import type { Finding } from './index.ts'

/** Every room of a client, change by change: the next version each time, nothing missing, and each as it was committed. */
export function checkSequences(diary: Diary, book: Book): Finding[] {
  const findings: Finding[] = []
  for (const [room, records] of diary.rooms) {
    const report = (kind: Finding['kind'], what: string) =>
      findings.push({ kind, what: `person ${diary.who}, room ${room}: ${what}` })
    let cursor = 0
    for (const record of records) cursor = follow(record, cursor, book, report)
  }
  return findings
}

type Report = (kind: Finding['kind'], what: string) => void

function follow(record: RoomRecord, cursor: number, book: Book, report: Report): number {
  switch (record.t) {
    case 'follow':
      return record.state === 'begins' ? record.version : cursor
    case 'change': {
      const { change, room } = record
      if (change.v <= cursor) report('doubled', `version ${change.v} came again after ${cursor}`)
      else if (change.v > cursor + 1) report('reordered', `version ${change.v} was shown after ${cursor}`)
      compare(room, change, book, report)
      return Math.max(cursor, change.v)
    }
    case 'caughtUp': {
      if (record.state === 'reset') return record.version
      checkCaughtUp(record, cursor, book, report)
      return Math.max(cursor, record.version)
    }
    default:
      return record satisfies never
  }
}

function checkCaughtUp(
  { room, version, changes }: Extract<RoomRecord, { t: 'caughtUp' }>,
  cursor: number,
  book: Book,
  report: Report,
): void {
  if (version < cursor) report('reordered', `caught up to version ${version} after ${cursor}`)
  let before = cursor
  for (const change of changes) {
    if (change.v <= before) report('reordered', `caught up with ${change.v} after ${before}`)
    before = change.v
    compare(room, change, book, report)
  }
  const given = new Map(changes.map(({ message }) => [message?.id, message?.version ?? 0]))
  const missed = book.changedWithin(room, cursor, version)
  for (const [id, v] of missed.messages) {
    // What changed again after it comes with that.
    if ((given.get(id) ?? 0) < v && book.lastVersion(id) <= version)
      report('lost', `catching up from ${cursor} to ${version} left out version ${v}`)
  }
  if (missed.people && !changes.some(({ name }) => name === RoomPeopleChanged.name))
    report('lost', `catching up from ${cursor} to ${version} left out that people changed`)
}

function compare(room: string, { v, name, message }: SeenChange, book: Book, report: Report): void {
  if (!message) {
    if (name === RoomPeopleChanged.name && !book.isMembership(room, v))
      report('wrong', `people changed at version ${v}, which they did not`)
    return
  }
  const committed = book.changeAt(room, v)
  if (!committed) report('wrong', `version ${v} was never committed`)
  else if (!isSame(committed.message, message)) report('wrong', `version ${v} is shown otherwise than it was committed`)
}

export function isSame(a: SeenMessage, b: SeenMessage): boolean {
  return (
    a.id === b.id &&
    a.clientId === b.clientId &&
    a.seq === b.seq &&
    a.version === b.version &&
    a.author === b.author &&
    a.body === b.body &&
    a.marks === b.marks
  )
}
