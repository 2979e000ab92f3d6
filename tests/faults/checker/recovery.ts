import type { FaultRecord } from '../record.ts'
import type { Book } from './book.ts'
import { overlap, type Diary, type RoomRecord, type Span } from './diary.ts'

/** Milliseconds. */
export interface Recovery {
  /** From a line being whole again until everything that was missed is shown; one for each cut, ascending. */
  times: number[]
  p50: number
  p99: number
  longest: number
  /** Of the cuts in whose time nothing else was broken. */
  alone: { p50: number; p99: number }
  /** The longest time somebody whose line was whole was not current because nodes stopped in an orderly way. */
  longestBreakWhileStopping: number
}

/** How soon clients are themselves again. */
export function measureRecovery(diaries: readonly Diary[], book: Book, faults: readonly FaultRecord[]): Recovery {
  const cuts = diaries.flatMap((diary) => recoveriesOf(diary, book, faults))
  const times = cuts.map(({ time }) => time).toSorted((a, b) => a - b)
  const alone = cuts.filter((cut) => !faults.some((fault) => fault.kind !== 'clock' && overlap(fault, cut) > 0))
  const timesAlone = alone.map(({ time }) => time).toSorted((a, b) => a - b)
  const stops = faults.filter(({ kind }) => kind === 'stop')
  const breaks = diaries.flatMap((diary) =>
    breaksOf(diary).filter((span) => stops.some((stop) => overlap(span, stop) > 0)),
  )
  return {
    times,
    p50: at(times, 0.5),
    p99: at(times, 0.99),
    longest: at(times, 1),
    alone: { p50: at(timesAlone, 0.5), p99: at(timesAlone, 0.99) },
    longestBreakWhileStopping: Math.round(Math.max(0, ...breaks.map(({ from, to }) => to - from))),
  }
}

function at(ascending: readonly number[], part: number): number {
  return Math.round(ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * part))] ?? 0)
}

/** A cut, from its beginning to the recovery, and how long that took once it was possible. */
interface Cut extends Span {
  time: number
}

function recoveriesOf(diary: Diary, book: Book, faults: readonly FaultRecord[]): Cut[] {
  return diary.lines.flatMap(({ state, at: whole }, index) => {
    if (state !== 'whole') return []
    const until = diary.lines[index + 1]?.at ?? diary.end
    const isSignedOut = diary.states.some(
      (entry) => entry.state === 'idle' && entry.at > whole - 3_000 && entry.at < until,
    )
    if (isSignedOut) return []
    const recovered = Math.min(until, recoveredAt(diary, book, whole))
    // Without Postgres nobody can catch up.
    const away = faults.filter(({ kind, from, to }) => kind === 'postgres' && from < recovered && to > whole)
    const possible = Math.max(whole, ...away.map(({ to }) => to))
    return [{ from: diary.lines[index - 1]?.at ?? whole, to: recovered, time: Math.max(0, recovered - possible) }]
  })
}

/** Has a line again, and has in every room what was committed before that was possible. */
function recoveredAt(diary: Diary, book: Book, whole: number): number {
  let last = diary.openFrom(whole) ?? Infinity
  for (const [room, records] of diary.rooms) {
    const followed = records.findLast((record) => record.at <= whole && record.t === 'follow')
    if (!followed || followed.t !== 'follow' || followed.state !== 'begins') continue
    const head = book.headAt(room, whole)
    const reached = records.find((record) => record.at >= followed.at && versionOf(record) >= head)
    last = Math.max(last, reached?.at ?? whole)
  }
  return last
}

function versionOf(record: RoomRecord): number {
  if (record.t === 'change') return record.change.v
  // Whoever may not hear the room any more lacks nothing of it.
  return record.t === 'follow' && record.state !== 'begins' ? Infinity : record.version
}

/** Times in which a client was not current although its line was neither cut nor mended a moment ago. */
function breaksOf(diary: Diary): Span[] {
  const breaks: Span[] = []
  let since: number | undefined
  for (const { state, at } of diary.states) {
    if (state === 'reconnecting' || state === 'behind') since ??= at
    else {
      if (since !== undefined && state === 'connected') breaks.push({ from: since, to: at })
      since = undefined
    }
  }
  return breaks.filter(({ from, to }) => !diary.lines.some((line) => line.at > from - 5_000 && line.at < to))
}
