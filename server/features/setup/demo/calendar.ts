const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** From 7:00 to 14:30 UTC the town halls of Germany are at work, in summer and in winter. */
const OPENS_AT = 7 * 60
const OPEN_MINUTES = 450
/** The latest a day's talk begins after opening. */
const LATEST_START = 200
const PAUSE_TODAY = 11
/** The least between two lines, so that an edit fits in between. */
const LEAST_PAUSE = 4

/**
 * When the lines of a day were said, in order and never in the future: on working days in working hours, today within
 * the last hours. `shift` is any whole number ≥ 0 and keeps rooms from talking in step.
 */
export function momentsOf(daysAgo: number, lines: number, now: Date, shift: number): Date[] {
  const start = (shift * 37) % LATEST_START
  const pause = daysAgo === 0 ? PAUSE_TODAY : Math.min(17, Math.floor((OPEN_MINUTES - start) / lines))
  const minutes = Array.from({ length: lines }, (_, at) => at * pause + unevenness(at + shift, pause))
  const first = daysAgo === 0 ? firstOfToday(now, minutes, shift) : workingDay(now, daysAgo) + start * MINUTE_MS
  return minutes.map((minute) => new Date(first + minute * MINUTE_MS))
}

function unevenness(seed: number, pause: number): number {
  return (seed * seed * 7 + seed) % Math.max(1, pause - LEAST_PAUSE + 1)
}

/** So that the last line was said a few minutes ago. */
function firstOfToday(now: Date, minutes: readonly number[], shift: number): number {
  const sinceLast = LEAST_PAUSE + ((shift * 13) % 50)
  return now.getTime() - ((minutes.at(-1) ?? 0) + sinceLast) * MINUTE_MS
}

/** The opening of the town halls, so many working days before today. */
function workingDay(now: Date, daysAgo: number): number {
  let day = Math.floor(now.getTime() / DAY_MS) * DAY_MS
  for (let left = daysAgo; left > 0;) {
    day -= DAY_MS
    if (![0, 6].includes(new Date(day).getUTCDay())) left -= 1
  }
  return day + OPENS_AT * MINUTE_MS
}
