import type { GoodbyeFrame } from '#wire/frames'
import type { Static } from 'typebox'
import type { Socket } from './link.ts'

/** A WebSocket that greeted and then leaves us without an answer for so long is swallowed on the way. */
const SWALLOWED_MS = 3_000
/** While plain requests serve, WebSockets are tried again from time to time. */
const TRY_AGAIN_MS = 5 * 60_000
/** How long such a try may take. */
const TRY_MS = 8_000

/** Asks for the next line while this one serves. */
const MOVE_ON: Static<typeof GoodbyeFrame> = { t: 'goodbye', reason: 'drain', returnWithinMs: 0 }

interface Options {
  openWebSocket: () => Socket
  openPolling: () => Socket
  /** How long the WebSocket may stay silent before plain requests are tried beside it; undefined begins with plain requests. */
  headStartMs: number | undefined
  /** While plain requests serve: when a WebSocket is tried again for the first time. */
  tryAgainMs: number
  /** Told whenever it turns out whether WebSockets are blocked here. */
  judge: (isBlocked: boolean) => void
}

/** A line that is whichever brings the first frame: the WebSocket, or, when that fails or stays silent, plain requests. */
export class FallbackLine extends EventTarget {
  readonly #options: Options
  #webSocket: Socket | undefined
  #polling: Socket | undefined
  #chosen: Socket | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  /** When something was sent on a WebSocket that has brought nothing since its greeting. */
  #unansweredSince: number | undefined
  #isProven = false
  #isClosed = false

  constructor(options: Options) {
    super()
    this.#options = options
    if (options.headStartMs === undefined) this.#tryPolling()
    else this.#tryWebSocket(options.headStartMs)
  }

  send(frame: string): void {
    if (this.#chosen === this.#webSocket) this.#unansweredSince ??= Date.now()
    this.#chosen?.send(frame)
  }

  close(): void {
    this.#isClosed = true
    this.#judgeSilence()
    clearTimeout(this.#timer)
    this.#webSocket?.close()
    this.#polling?.close()
  }

  #tryWebSocket(headStartMs: number): void {
    const webSocket = this.#options.openWebSocket()
    this.#webSocket = webSocket
    this.#timer = setTimeout(() => this.#tryPolling(), headStartMs)
    webSocket.addEventListener('message', ({ data }) => {
      if (this.#chosen === undefined) this.#chooseWebSocket(webSocket)
      else this.#isProven = true
      if (this.#chosen === webSocket) this.#pass(data)
    })
    webSocket.addEventListener('close', () => {
      if (this.#webSocket !== webSocket || this.#isClosed) return
      this.#judgeSilence()
      this.#webSocket = undefined
      if (this.#chosen === webSocket) this.#lost()
      else if (!this.#polling) this.#tryPolling()
    })
  }

  #tryPolling(): void {
    clearTimeout(this.#timer)
    const polling = this.#options.openPolling()
    this.#polling = polling
    polling.addEventListener('message', ({ data }) => {
      if (this.#chosen === undefined) this.#choosePolling(polling)
      if (this.#chosen === polling) this.#pass(data)
    })
    polling.addEventListener('close', () => {
      this.#polling = undefined
      if (this.#chosen === polling || !this.#webSocket) this.#lost()
    })
  }

  #chooseWebSocket(webSocket: Socket): void {
    clearTimeout(this.#timer)
    this.#chosen = webSocket
    this.#polling?.close()
    this.#options.judge(false)
  }

  #choosePolling(polling: Socket): void {
    const overtaken = this.#webSocket
    this.#chosen = polling
    this.#webSocket = undefined
    overtaken?.close()
    if (this.#options.headStartMs !== undefined) this.#options.judge(true)
    this.#timer = setTimeout(() => this.#tryAgain(), this.#options.tryAgainMs)
  }

  /** A WebSocket that greets and answers is better: then the next line is asked for. */
  #tryAgain(): void {
    const webSocket = this.#options.openWebSocket()
    this.#webSocket = webSocket
    let hasGreeted = false
    const done = (isBlocked: boolean) => {
      if (this.#webSocket !== webSocket || this.#isClosed) return
      clearTimeout(this.#timer)
      this.#webSocket = undefined
      webSocket.close()
      this.#options.judge(isBlocked)
      if (isBlocked) this.#timer = setTimeout(() => this.#tryAgain(), TRY_AGAIN_MS)
      else this.#pass(JSON.stringify(MOVE_ON))
    }
    webSocket.addEventListener('message', () => {
      if (hasGreeted) done(false)
      else webSocket.send('{"t":"ping"}')
      hasGreeted = true
    })
    webSocket.addEventListener('close', () => done(true))
    this.#timer = setTimeout(() => done(true), TRY_MS)
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
