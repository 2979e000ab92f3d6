import type { ClientFrame, ServerFrame } from '#wire/frames'

/** After a loss; the last one stays. Most losses are over within seconds: so long the server is asked more than twice a second. */
const RECONNECT_DELAYS_MS = [0, 300, 400, 400, 400, 400, 400, 400, 400, 400, 600, 1_200, 2_700, 5_000] as const
/** Silence after which the server is asked whether it is there. */
const PING_AFTER_MS = 5_000
/** How long it may take to answer that. Together they bound the time until a dead socket is noticed. */
const PONG_PATIENCE_MS = 4_000
/** How long a socket may take to open and say hello. */
const HELLO_PATIENCE_MS = 8_000

/** Wait before the next try while a line that is being handed over still serves. */
const HANDOVER_RETRY_MS = 700
/** How long a line that was left may go on answering what was asked on it. */
const LEAVING_MS = 5_000

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
  /** What was asked on this line and not answered will not be answered any more. */
  onLineEnded: (line: number) => void
  /** A socket closed before it said hello: the server may have a reason it can only tell over HTTP. */
  onUnwelcome: () => void
  random?: () => number
}

/**
 * Keeps one socket open: notices when it is dead, opens the next one, never too many at once. A server that stops asks for the
 * next line beforehand: it is opened while the old one serves, so that nobody notices.
 */
export class Link {
  readonly #options: LinkOptions
  #socket: Socket | undefined
  /** The line that will take over, until it has said hello. */
  #successor: Socket | undefined
  /** Lines that were left, and still answer what was asked on them. */
  readonly #left = new Map<Socket, { line: number; timer: ReturnType<typeof setTimeout> }>()
  #line = 0
  #welcome = false
  #wanted = false
  #losses = 0
  #returnWithinMs: number | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #watch: ReturnType<typeof setTimeout> | undefined
  #handover: ReturnType<typeof setTimeout> | undefined

  constructor(options: LinkOptions) {
    this.#options = options
  }

  get open(): boolean {
    return this.#welcome
  }

  /** Counts the lines: which one a frame is sent on now. */
  get line(): number {
    return this.#line
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
    for (const socket of this.#left.keys()) this.#close(socket)
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
    this.#await(this.#open())
  }

  #await(socket: Socket): void {
    this.#options.onState({ state: 'opening' })
    this.#socket = socket
    this.#line += 1
    this.#watchFor(HELLO_PATIENCE_MS, () => this.#lost())
  }

  #open(): Socket {
    const socket = this.#options.openSocket()
    socket.addEventListener('message', ({ data }) => this.#heard(socket, JSON.parse(String(data))))
    socket.addEventListener('close', () => this.#closed(socket))
    return socket
  }

  #heard(socket: Socket, frame: ServerFrame): void {
    if (socket === this.#socket) this.#receive(frame)
    else if (socket === this.#successor && frame.t === 'hello') this.#takeOver(socket, frame)
    else if (this.#left.has(socket) && frame.t === 'reply') this.#options.onFrame(frame)
  }

  #closed(socket: Socket): void {
    if (socket === this.#successor) this.#tryAgain()
    else if (socket !== this.#socket) this.#close(socket)
    else if (this.#successor) this.#lostWhileHandingOver(this.#successor)
    else this.#lost()
  }

  /** The next line is on its way already: it is waited for instead of another one. */
  #lostWhileHandingOver(successor: Socket): void {
    this.#successor = undefined
    this.#drop()
    this.#await(successor)
  }

  #receive(frame: ServerFrame): void {
    this.#watchFor(PING_AFTER_MS, () => this.#ping())
    if (frame.t === 'pong') return
    if (frame.t === 'goodbye') this.#toldToLeave(frame)
    this.#options.onFrame(frame)
    if (frame.t !== 'hello' || !this.#wanted) return
    this.#welcome = true
    this.#losses = 0
    this.#options.onState({ state: 'open' })
  }

  #toldToLeave({ reason, returnWithinMs }: ServerFrame & { t: 'goodbye' }): void {
    this.#returnWithinMs = returnWithinMs
    if (reason !== 'drain' || this.#handover !== undefined) return
    this.#handover = setTimeout(() => this.#openSuccessor(), returnWithinMs * this.#random())
  }

  #openSuccessor(): void {
    this.#successor = this.#open()
    this.#handover = setTimeout(() => this.#tryAgain(), HELLO_PATIENCE_MS)
  }

  /** The next line did not come about; the one there is still serves. */
  #tryAgain(): void {
    const failed = this.#successor
    this.#successor = undefined
    failed?.close()
    clearTimeout(this.#handover)
    this.#handover = setTimeout(() => this.#openSuccessor(), HANDOVER_RETRY_MS * (0.75 + this.#random() / 2))
  }

  #takeOver(socket: Socket, hello: ServerFrame): void {
    const old = this.#socket
    this.#successor = undefined
    this.#endHandover()
    this.#socket = socket
    this.#returnWithinMs = undefined
    if (old) this.#left.set(old, { line: this.#line, timer: setTimeout(() => this.#close(old), LEAVING_MS) })
    this.#line += 1
    this.#receive(hello)
  }

  #close(socket: Socket): void {
    const left = this.#left.get(socket)
    if (!left) return
    clearTimeout(left.timer)
    this.#left.delete(socket)
    socket.close()
    this.#options.onLineEnded(left.line)
  }

  #endHandover(): void {
    clearTimeout(this.#handover)
    this.#handover = undefined
    this.#successor?.close()
    this.#successor = undefined
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
    this.#endHandover()
    if (!socket) return
    socket.close()
    this.#options.onLineEnded(this.#line)
  }

  /** Everybody who lost the same server comes back at another moment. */
  #nextDelay(): number {
    const random = this.#random()
    const asked = this.#returnWithinMs
    this.#returnWithinMs = undefined
    if (asked !== undefined) return asked * random
    const delay = RECONNECT_DELAYS_MS[Math.min(this.#losses, RECONNECT_DELAYS_MS.length - 1)] ?? 0
    this.#losses += 1
    return delay * (0.75 + random / 2)
  }

  #random(): number {
    return (this.#options.random ?? Math.random)()
  }

  #watchFor(patienceMs: number, then: () => void): void {
    clearTimeout(this.#watch)
    this.#watch = setTimeout(then, patienceMs)
  }
}
