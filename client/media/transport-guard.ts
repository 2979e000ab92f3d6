import type { ConnectionState } from 'mediasoup-client/types'

/** A short break heals by itself more often than not. */
const PATIENCE_MS = 1_000
const RETRY_MS = 4_000
const ATTEMPTS = 4

export interface GuardedTransport {
  readonly connectionState: ConnectionState
  on(event: 'connectionstatechange', listener: (state: ConnectionState) => void): unknown
}

interface GuardOptions {
  /** Asks the server for new ICE parameters and applies them. */
  restartIce: () => Promise<void>
  /** Called once when restarting did not help. */
  giveUp: () => void
  onChange: (isConnected: boolean) => void
}

/** Watches one transport and restarts its ICE when the way to the server is cut or changes. */
export class TransportGuard {
  readonly #transport: GuardedTransport
  readonly #options: GuardOptions
  readonly #closing = new AbortController()
  #timer: ReturnType<typeof setTimeout> | undefined
  #attempts = 0

  /** `network` tells `online` when the device has a network again. */
  constructor(transport: GuardedTransport, options: GuardOptions, network: EventTarget = window) {
    this.#transport = transport
    this.#options = options
    transport.on('connectionstatechange', (state) => this.#onState(state))
    network.addEventListener('online', () => this.#attemptSoon(0), { signal: this.#closing.signal })
  }

  close(): void {
    this.#closing.abort()
    clearTimeout(this.#timer)
  }

  #onState(state: ConnectionState): void {
    if (this.#closing.signal.aborted) return
    switch (state) {
      case 'connected':
        clearTimeout(this.#timer)
        this.#attempts = 0
        this.#options.onChange(true)
        return
      case 'disconnected':
        this.#options.onChange(false)
        this.#attemptSoon(PATIENCE_MS)
        return
      case 'failed':
        this.#options.onChange(false)
        this.#attemptSoon(0)
        return
      case 'new':
      case 'connecting':
      case 'closed':
        return
    }
  }

  #attemptSoon(delayMs: number): void {
    // Nothing to restart before the first media.
    if (this.#transport.connectionState === 'new' || this.#closing.signal.aborted) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#attempt(), delayMs)
  }

  async #attempt(): Promise<void> {
    if (this.#attempts >= ATTEMPTS) {
      this.close()
      this.#options.giveUp()
      return
    }
    this.#attempts += 1
    try {
      await this.#options.restartIce()
    } catch {
      // The line to the server may be cut as well: the next attempt comes anyway, and giving up joins again.
    }
    if (this.#transport.connectionState !== 'connected') this.#attemptSoon(RETRY_MS)
    else this.#attempts = 0
  }
}
