import type { FaultRecord } from '../record.ts'
import type { Book } from './book.ts'
import { overlap, type Diary, type RoomRecord, type Span } from './diary.ts'
import type { Finding } from './index.ts'

/**
 * So long a client may say that it is current and lack something: a lost hint is found by the next comparison with Postgres (two
 * seconds apart), held 250 ms by the client, and fetched; the rest is a machine with more processes than cores.
 */
const MAY_LACK_MS = 5_000
/** After so long a client knows that its node answers no more: five seconds of silence, four of asking. */
const SILENCE_MS = 9_500

/** Whoever lacks something says so, or lacks it only for a moment (I4). One finding per room and stretch. */
export function checkStaleness(diary: Diary, book: Book, faults: readonly FaultRecord[]): Finding[] {
  const findings: Finding[] = []
  for (const [room, records] of diary.rooms) {
    for (const stretch of stretches(records, diary.end)) {
      const lacking = firstLack(stretch, diary, book.versions(room), faults)
      if (lacking !== undefined)
        findings.push({
          kind: 'lost',
          what: `person ${diary.who}, room ${room}: said to be current and lacked version ${lacking}`,
        })
    }
  }
  return findings
}

interface Stretch extends Span {
  /** What the client had, and since when. */
  reached: { at: number; version: number }[]
}

/** Times in which a client followed a room without a break. */
function stretches(records: readonly RoomRecord[], end: number): Stretch[] {
  const all: Stretch[] = []
  let current: Stretch | undefined
  for (const record of records) {
    if (record.t === 'follow') {
      if (current) current.to = record.at
      current = undefined
      if (record.state === 'begins') {
        current = { from: record.at, to: end, reached: [{ at: record.at, version: record.version }] }
        all.push(current)
      }
      continue
    }
    const version = record.t === 'change' ? record.change.v : record.version
    current?.reached.push({ at: record.at, version })
  }
  return all
}

function firstLack(
  { from, to, reached }: Stretch,
  diary: Diary,
  versions: readonly { version: number; at: number }[],
  faults: readonly FaultRecord[],
): number | undefined {
  let next = 0
  for (const { version, at } of versions) {
    while ((reached[next]?.version ?? Infinity) < version) next += 1
    const lacked = { from: Math.max(at, from), to: Math.min(reached[next]?.at ?? to, to) }
    if (lacked.to - lacked.from <= MAY_LACK_MS) continue
    if (diary.connectedWithin(lacked.from, lacked.to) - excused(lacked, diary, faults) > MAY_LACK_MS) return version
  }
  return undefined
}

/** While Postgres is away nothing can be found out; a paused node is only noticed by its silence. */
function excused(lacked: Span, diary: Diary, faults: readonly FaultRecord[]): number {
  let sum = 0
  for (const fault of faults) {
    if (fault.kind === 'postgres') sum += overlap(lacked, fault)
    if (fault.kind !== 'pause' || fault.node === undefined) continue
    const silent = diary.socketsAt(fault.node).map((span) => overlap(lacked, bothOf(span, fault)))
    sum += Math.min(SILENCE_MS, Math.max(0, ...silent))
  }
  return sum
}

function bothOf(a: Span, b: Span): Span {
  return { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) }
}
