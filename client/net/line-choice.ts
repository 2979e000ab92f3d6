import { FallbackLine } from './fallback-line.ts'
import type { Socket } from './link.ts'

/** How long a WebSocket may stay silent before plain requests are tried beside it: at first, and where it was blocked before. */
const HEAD_START_MS = { first: 2_500, again: 800 } as const
/** So long nobody tries a WebSocket again where they are blocked. */
const BLOCKED_MS = 5 * 60_000

export interface LineChoiceOptions {
  openWebSocket: () => Socket
  openPolling: () => Socket
  /** For this visit: since when WebSockets are blocked, in milliseconds since 1970. */
  memory: { read: () => number | undefined; write: (since: number | undefined) => void }
}

/**
 * Opens a WebSocket, or a line of plain requests where something on the way blocks WebSockets: refuses the upgrade, cuts it, or
 * grants it and swallows what is said. Blocked is only what fails while plain requests are answered: a server that is down,
 * or refuses us, blocks nothing.
 */
export class LineChoice {
  readonly #options: LineChoiceOptions

  constructor(options: LineChoiceOptions) {
    this.#options = options
  }

  readonly open = (): Socket => {
    const { memory, ...openers } = this.#options
    const since = memory.read()
    const judge = (isBlocked: boolean) => memory.write(isBlocked ? Date.now() : undefined)
    return new FallbackLine({ ...openers, headStartMs: headStart(since), judge })
  }

  /** Another network may let WebSockets through: the next line tries, without waiting long. */
  networkChanged(): void {
    if (this.#options.memory.read() !== undefined) this.#options.memory.write(0)
  }
}

function headStart(blockedSince: number | undefined): number | undefined {
  if (blockedSince === undefined) return HEAD_START_MS.first
  return Date.now() - blockedSince < BLOCKED_MS ? undefined : HEAD_START_MS.again
}
