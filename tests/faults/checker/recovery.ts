import type { FaultRecord } from '../record.ts'
import type { Book } from './book.ts'
import { overlap, type Diary, type RoomRecord, type Span } from './diary.ts'

/** Milliseconds. */
export interface Recovery {
  /** From a line being whole again until everything that was missed is shown; one for each cut. */
  times: number[]
  p50: number
  p99: number
  longest: number
  /** The longest time somebody whose line was whole was not current because nodes stopped in an orderly way. */
  longestBreakWhileStopping: number
}

/** How soon clients are themselves again. */
export function measureRecovery(diaries: readonly Diary[], book: Book, faults: readonly FaultRecord[]): Recovery {
  const times = diaries.flatMap((diary) => recoveriesOf(diary, book, faults)).toSorted((a, b) => a - b)
  const at = (part: number) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0)
  const stops = faults.filter(({ kind }) => kind === 'stop')
  const breaks = diaries.flatMap((diary) =>
    breaksOf(diary).filter((span) => stops.some((stop) => overlap(span, stop) > 0)),
  )
  return {
    times,
    p50: at(0.5),
    p99: at(0.99),
    longest: at(1),
    longestBreakWhileStopping: Math.round(Math.max(0, ...breaks.map(({ from, to }) => to - from))),
  }
}

function recoveriesOf(diary: Diary, book: Book, faults: readonly FaultRecord[]): number[] {
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
    return [Math.max(0, recovered - possible)]
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
