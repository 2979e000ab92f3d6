import type { Socket } from './link.ts'

/** How long a WebSocket that was overtaken may still show that it was only slow. */
const VERDICT_MS = 5_000
/** A WebSocket that greeted and then leaves us without an answer for so long is swallowed on the way. */
const SWALLOWED_MS = 3_000

interface Options {
  openWebSocket: () => Socket
  openPolling: () => Socket
  /** How long the WebSocket may stay silent before plain requests are tried beside it. */
  headStartMs: number
  /** Told when it is known whether WebSockets are blocked here. */
  judge: (isBlocked: boolean) => void
}

/** A line that is whichever brings the first frame: the WebSocket, or, when that fails or stays silent, plain requests. */
export class FirstToGreet extends EventTarget {
  readonly #options: Options
  readonly #webSocket: Socket
  #polling: Socket | undefined
  #chosen: Socket | undefined
  #hasFailed = { webSocket: false, polling: false }
  #timer: ReturnType<typeof setTimeout>
  /** When something was sent on a WebSocket that has brought nothing since its greeting. */
  #unansweredSince: number | undefined
  #isProven = false
  #isClosed = false

  constructor(options: Options) {
    super()
    this.#options = options
    this.#webSocket = options.openWebSocket()
    this.#webSocket.addEventListener('message', ({ data }) => this.#webSocketBrought(data))
    this.#webSocket.addEventListener('close', () => this.#webSocketClosed())
    this.#timer = setTimeout(() => this.#tryPolling(), options.headStartMs)
  }

  send(frame: string): void {
    if (this.#chosen === this.#webSocket) this.#unansweredSince ??= Date.now()
    this.#chosen?.send(frame)
  }

  close(): void {
    this.#isClosed = true
    this.#judgeSilence()
    clearTimeout(this.#timer)
    this.#webSocket.close()
    this.#polling?.close()
  }

  #webSocketBrought(data: unknown): void {
    if (this.#chosen === undefined) {
      clearTimeout(this.#timer)
      this.#chosen = this.#webSocket
      this.#polling?.close()
      this.#options.judge(false)
    } else if (this.#chosen === this.#webSocket) this.#isProven = true
    else return this.#judgeOvertaken(false)
    this.#pass(data)
  }

  #webSocketClosed(): void {
    if (this.#isClosed || this.#hasFailed.webSocket) return
    this.#hasFailed.webSocket = true
    if (this.#chosen === this.#webSocket) {
      this.#judgeSilence()
      this.#lost()
    } else if (this.#chosen) this.#judgeOvertaken(true)
    else if (this.#hasFailed.polling) this.#lost()
    else this.#tryPolling()
  }

  #tryPolling(): void {
    clearTimeout(this.#timer)
    if (this.#polling) return
    const polling = this.#options.openPolling()
    this.#polling = polling
    polling.addEventListener('message', ({ data }) => {
      if (this.#chosen === undefined) this.#overtake(polling)
      if (this.#chosen === polling) this.#pass(data)
    })
    polling.addEventListener('close', () => {
      this.#hasFailed.polling = true
      if (this.#chosen === polling || (this.#chosen === undefined && this.#hasFailed.webSocket)) this.#lost()
    })
  }

  #overtake(polling: Socket): void {
    this.#chosen = polling
    if (this.#hasFailed.webSocket) this.#options.judge(true)
    else this.#timer = setTimeout(() => this.#judgeOvertaken(true), VERDICT_MS)
  }

  #judgeOvertaken(isBlocked: boolean): void {
    clearTimeout(this.#timer)
    this.#hasFailed.webSocket = true
    this.#webSocket.close()
    this.#options.judge(isBlocked)
  }

  #judgeSilence(): void {
    const since = this.#unansweredSince
    if (since !== undefined && !this.#isProven && Date.now() - since >= SWALLOWED_MS) this.#options.judge(true)
  }

  #pass(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }

  #lost(): void {
    clearTimeout(this.#timer)
    this.dispatchEvent(new Event('close'))
  }
}
