import type { ClientFrame, ServerFrame } from '#wire/frames'

/** After a loss; the last one stays. */
const RECONNECT_DELAYS_MS = [0, 300, 1_200, 2_700, 7_000] as const
/** Silence after which the server is asked whether it is there. */
const PING_AFTER_MS = 5_000
/** How long it may take to answer that. Together they bound the time until a dead socket is noticed. */
const PONG_PATIENCE_MS = 4_000
/** How long a socket may take to open and say hello. */
const HELLO_PATIENCE_MS = 8_000

/** What a link needs of a `WebSocket`. */
export type Socket = Pick<WebSocket, 'send' | 'close' | 'addEventListener'>

export type LinkState =
  | { state: 'closed' }
  | { state: 'opening' }
  | { state: 'open' }
  | { state: 'waiting'; nextTryAt: number }

export interface LinkOptions {
  openSocket: () => Socket
  onState: (state: LinkState) => void
  /** Every frame but `pong`; the first of each socket is `hello`, told before the link counts as open: it may be stopped then. */
  onFrame: (frame: ServerFrame) => void
  /** A socket closed before it said hello: the server may have a reason it can only tell over HTTP. */
  onUnwelcome: () => void
  random?: () => number
}

/** Keeps one socket open: notices when it is dead, opens the next one, never too many at once. */
export class Link {
  readonly #options: LinkOptions
  #socket: Socket | undefined
  #welcome = false
  #wanted = false
  #losses = 0
  #returnWithinMs: number | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #watch: ReturnType<typeof setTimeout> | undefined

  constructor(options: LinkOptions) {
    this.#options = options
  }

  get open(): boolean {
    return this.#welcome
  }

  start(): void {
    if (this.#wanted) return
    this.#wanted = true
    this.#losses = 0
    this.#connect()
  }

  stop(): void {
    this.#wanted = false
    clearTimeout(this.#retry)
    this.#drop()
    this.#options.onState({ state: 'closed' })
  }

  /** Sends on an open link; false when there is none, and then nothing of it was sent. */
  send(frame: ClientFrame): boolean {
    if (!this.#socket || !this.#welcome) return false
    this.#socket.send(JSON.stringify(frame))
    return true
  }

  /** The network is back or the page is looked at again: find out at once how the line is. */
  check(): void {
    if (!this.#wanted) return
    if (this.#socket) {
      if (this.#welcome) this.#ping()
      return
    }
    clearTimeout(this.#retry)
    this.#connect()
  }

  #connect(): void {
    this.#options.onState({ state: 'opening' })
    const socket = this.#options.openSocket()
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => {
      if (socket === this.#socket) this.#receive(JSON.parse(String(data)))
    })
    socket.addEventListener('close', () => {
      if (socket === this.#socket) this.#lost()
    })
    this.#watchFor(HELLO_PATIENCE_MS, () => this.#lost())
  }

  #receive(frame: ServerFrame): void {
    this.#watchFor(PING_AFTER_MS, () => this.#ping())
    if (frame.t === 'pong') return
    if (frame.t === 'goodbye') this.#returnWithinMs = frame.returnWithinMs
    this.#options.onFrame(frame)
    if (frame.t !== 'hello' || !this.#wanted) return
    this.#welcome = true
    this.#losses = 0
    this.#options.onState({ state: 'open' })
  }

  #ping(): void {
    this.send({ t: 'ping' })
    this.#watchFor(PONG_PATIENCE_MS, () => this.#lost())
  }

  #lost(): void {
    const wasWelcome = this.#welcome
    this.#drop()
    if (!this.#wanted) return
    const delay = this.#nextDelay()
    this.#options.onState({ state: 'waiting', nextTryAt: Date.now() + delay })
    this.#retry = setTimeout(() => this.#connect(), delay)
    if (!wasWelcome) this.#options.onUnwelcome()
  }

  #drop(): void {
    const socket = this.#socket
    this.#socket = undefined
    this.#welcome = false
    clearTimeout(this.#watch)
    socket?.close()
  }

  /** Everybody who lost the same server comes back at another moment. */
  #nextDelay(): number {
    const random = (this.#options.random ?? Math.random)()
    const asked = this.#returnWithinMs
    this.#returnWithinMs = undefined
    if (asked !== undefined) return asked * random
    const delay = RECONNECT_DELAYS_MS[Math.min(this.#losses, RECONNECT_DELAYS_MS.length - 1)] ?? 0
    this.#losses += 1
    return delay * (0.75 + random / 2)
  }

  #watchFor(patienceMs: number, then: () => void): void {
    clearTimeout(this.#watch)
    this.#watch = setTimeout(then, patienceMs)
  }
}
