import { FallbackLine } from './fallback-line.ts'
import type { Socket } from './link.ts'

/**
 * How long a WebSocket may stay silent before plain requests are tried beside it: at first; where WebSockets were blocked before;
 * and where they worked before, so that a busy server that all come back to is not asked twice by everybody.
 */
const HEAD_START_MS = { first: 2_500, again: 800, worked: 6_000 } as const
/** So long plain requests are begun with where WebSockets are blocked. */
const BLOCKED_MS = 5 * 60_000
/** When a WebSocket is tried again beside them: soon, because a server that stops refuses too; after that rarely. */
const TRY_AGAIN_MS = { soon: 15_000, later: 5 * 60_000 } as const

export interface LineChoiceOptions {
  openWebSocket: () => Socket
  openPolling: () => Socket
  /** For this visit: when WebSockets were last found to be blocked, in milliseconds since 1970. */
  memory: { read: () => number | undefined; write: (since: number | undefined) => void }
}

/**
 * Opens a WebSocket, or a line of plain requests where something on the way blocks WebSockets: refuses the upgrade, cuts it, or
 * grants it and swallows what is said. Blocked is only what fails while plain requests are answered: a server that is down,
 * or refuses us, blocks nothing.
 */
export class LineChoice {
  readonly #options: LineChoiceOptions
  #hasWorked = false

  constructor(options: LineChoiceOptions) {
    this.#options = options
  }

  readonly open = (): Socket => {
    const { memory, ...openers } = this.#options
    const since = memory.read()
    const age = since === undefined ? undefined : Date.now() - since
    const judge = (isBlocked: boolean) => {
      this.#hasWorked = !isBlocked
      memory.write(isBlocked ? Date.now() : undefined)
    }
    return new FallbackLine({ ...openers, ...waits(age, this.#hasWorked), judge })
  }

  /** Another network may let WebSockets through: the next line tries, without waiting long. */
  networkChanged(): void {
    this.#hasWorked = false
    if (this.#options.memory.read() !== undefined) this.#options.memory.write(0)
  }
}

/** @param blockedMs how long ago WebSockets were last found to be blocked */
function waits(
  blockedMs: number | undefined,
  hasWorked: boolean,
): { headStartMs: number | undefined; tryAgainMs: number } {
  const { soon, later } = TRY_AGAIN_MS
  const { first, again, worked } = HEAD_START_MS
  if (blockedMs === undefined) return { headStartMs: hasWorked ? worked : first, tryAgainMs: soon }
  if (blockedMs >= BLOCKED_MS) return { headStartMs: again, tryAgainMs: soon }
  return { headStartMs: undefined, tryAgainMs: blockedMs < soon ? soon : later }
}
