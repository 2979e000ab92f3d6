import { POLLING, type Give, type Opened, type Take, type Taken } from '#wire/line'
import { isRefused } from './http-call.ts'
import type { WithPlace } from './waiting-place.ts'

/** How often is asked where no request may wait. */
const ASK_AGAIN_MS = 1_000
/** What is added to the wait for an answer that may take its time. */
const PATIENCE_MS = 10_000
/** Between tries of a request that got no answer of the server; after the last one the line is lost. */
const RETRY_DELAYS_MS = [200, 500, 1_000, 2_000] as const

/** Posts JSON to the server. Throws what `fetch` throws. */
export type Post = (
  path: string,
  body: unknown,
  options: { signal?: AbortSignal; keepalive?: boolean },
) => Promise<Response>

/**
 * A line of plain requests that looks like a `WebSocket` to whoever uses it: one request waits for frames of the server, another
 * brings ours. Frames are numbered in both directions, so that a request that failed on the way is simply made again.
 */
export class PollingSocket extends EventTarget {
  readonly #post: Post
  readonly #withPlace: WithPlace
  readonly #unsent: string[] = []
  readonly #stop = new AbortController()
  #path: string | undefined
  #received = 0
  #given = 0
  #giving = false

  constructor(post: Post, protocol: number, withPlace: WithPlace = (work) => work(true)) {
    super()
    this.#post = post
    this.#withPlace = withPlace
    void this.#run(protocol)
  }

  send(frame: string): void {
    this.#unsent.push(frame)
    void this.#giveAll()
  }

  close(): void {
    if (this.#closed) return
    this.#stop.abort()
    this.#leave()
  }

  get #closed(): boolean {
    return this.#stop.signal.aborted
  }

  async #run(protocol: number): Promise<void> {
    const opened = await this.#ask<Opened>(`/api/line?protocol=${protocol}`, {}, 0)
    if (!opened) return this.#lost()
    this.#path = `/api/line/${opened.id}`
    if (this.#closed) return this.#leave()
    void this.#giveAll()
    this.#deliver(opened.taken)
    while (!this.#closed) await this.#take(this.#path)
  }

  async #take(path: string): Promise<void> {
    const taken = await this.#withPlace(async (hasPlace) => {
      const take: Take = { received: this.#received, waitMs: hasPlace ? POLLING.waitMs : 0 }
      const answer = await this.#persist<Taken>(`${path}/take`, take, take.waitMs)
      return answer && { ...answer, askAgainMs: hasPlace || answer.frames.length > 0 ? 0 : ASK_AGAIN_MS }
    })
    if (!taken) return this.#lost()
    this.#deliver(taken)
    if (taken.askAgainMs > 0) await pause(taken.askAgainMs)
  }

  #deliver({ first, frames, closed }: Taken): void {
    // A hole means that the server and we do not speak of the same line any more.
    if (first > this.#received + 1) return this.#lost()
    for (const data of frames.slice(this.#received + 1 - first)) {
      this.#received += 1
      if (!this.#closed) this.dispatchEvent(new MessageEvent('message', { data }))
    }
    if (closed !== undefined) this.#lost(closed)
  }

  /** What is sent in one go, or while a request is on its way, leaves together. */
  async #giveAll(): Promise<void> {
    if (this.#giving || this.#path === undefined) return
    this.#giving = true
    await Promise.resolve()
    while (this.#unsent.length > 0 && !this.#closed) {
      const give: Give = { first: this.#given + 1, frames: nextFrames(this.#unsent) }
      if (!(await this.#persist(`${this.#path}/give`, give, 0))) return this.#lost()
      this.#given += give.frames.length
      this.#unsent.splice(0, give.frames.length)
    }
    this.#giving = false
  }

  /** Asks until the server answers; undefined when it refuses or there is no reaching it. */
  async #persist<Answer>(path: string, body: unknown, waitMs: number): Promise<Answer | undefined> {
    for (const delay of RETRY_DELAYS_MS) {
      const answer = await this.#ask<Answer>(path, body, waitMs)
      if (answer !== null || this.#closed) return answer ?? undefined
      await pause(delay)
    }
    return (await this.#ask<Answer>(path, body, waitMs)) ?? undefined
  }

  /** Undefined when the server refuses, null when it did not answer. */
  async #ask<Answer>(path: string, body: unknown, waitMs: number): Promise<Answer | undefined | null> {
    try {
      const patience = AbortSignal.timeout(waitMs + PATIENCE_MS)
      // Opening is not cut off: the line it opens must be left.
      const signal = this.#path === undefined ? patience : AbortSignal.any([this.#stop.signal, patience])
      const response = await this.#post(path, body, { signal })
      const answer: unknown = await response.json()
      if (response.ok) return answer as Answer
      return isRefused(answer) ? undefined : null
    } catch {
      return null
    }
  }

  #lost(code = 1006): void {
    if (this.#closed) return
    this.#stop.abort()
    this.dispatchEvent(new CloseEvent('close', { code }))
  }

  /** Tells the server, also while the page is being left. */
  #leave(): void {
    if (this.#path === undefined) return
    this.#post(`${this.#path}/leave`, {}, { keepalive: true }).catch(() => undefined)
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function nextFrames(unsent: readonly string[]): string[] {
  let text = 0
  const beyond = unsent.findIndex((frame, index) => {
    text += frame.length
    return index > 0 && (index >= POLLING.framesPerGive || text > POLLING.textPerGive)
  })
  return beyond === -1 ? [...unsent] : unsent.slice(0, beyond)
}
