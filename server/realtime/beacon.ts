import type { Logger } from '../platform/log.ts'

/** How often a node compares what it serves with the database. */
const BEACON_MS = 2_000

/** Finds what the bus lost: a last message, an ended session, a whole outage. Slows down by itself while the database does not answer. */
export function startBeacon(
  comparisons: readonly (() => Promise<void>)[],
  log: Logger,
): { now: () => void; stop: () => void } {
  let timer: NodeJS.Timeout | undefined
  let running = false
  let stopped = false

  async function compare(): Promise<void> {
    if (running || stopped) return
    running = true
    for (const comparison of comparisons) {
      try {
        await comparison()
      } catch (error) {
        log.warn({ err: error }, 'comparing with the database failed')
      }
    }
    running = false
    if (stopped) return
    clearTimeout(timer)
    timer = setTimeout(() => void compare(), BEACON_MS)
    timer.unref()
  }

  void compare()
  return {
    now: () => void compare(),
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
