import { WebSocket } from 'ws'
import type { Command, DataOf, EventDefinition, InputOf, OutputOf } from '#wire/command'
import type { CaughtUp, EventFrame, ServerFrame } from '#wire/frames'
import { PROTOCOL } from '#wire/limits'
import { Refusal } from '#wire/refusal'

const PATIENCE_MS = 5_000

/** What a line is made of, whatever its kind. */
export interface Wire {
  on(event: 'message', listener: (data: Buffer) => void): unknown
  on(event: 'close', listener: (code: number) => void): unknown
  on(event: 'error', listener: () => void): unknown
  send(data: string | Buffer): void
  pause(): void
  resume(): void
  close(): void
  terminate(): void
}

/** A client of the socket door that keeps everything it hears. */
export class TestSocket {
  readonly heard: ServerFrame[] = []
  readonly #socket: Wire
  readonly #watchers = new Set<() => void>()
  #nextId = 1
  closed: { code: number } | undefined

  private constructor(socket: Wire) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => {
      this.heard.push(JSON.parse(data.toString('utf8')) as ServerFrame)
      this.#wake()
    })
    socket.on('close', (code) => {
      this.closed = { code }
      this.#wake()
    })
    socket.on('error', () => this.#wake())
  }

  /** Opens and waits for `hello`. Throws an error with the HTTP status when the door is shut. */
  static async open(
    url: string,
    headers: Record<string, string>,
    protocol: number = PROTOCOL.current,
  ): Promise<TestSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/api/socket?protocol=${protocol}`, { headers })
    const opened = new TestSocket(socket)
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve)
      socket.once('error', reject)
      socket.once('unexpected-response', (_request, response) => reject(new Error(`status ${response.statusCode}`)))
    })
    await opened.until((frame) => frame.t === 'hello')
    return opened
  }

  /** The same over another kind of line. */
  static async over(wire: Wire): Promise<TestSocket> {
    const opened = new TestSocket(wire)
    await opened.#wait(() => opened.heard[0] ?? opened.closed, PATIENCE_MS)
    if (opened.closed) throw new Error('the line was refused')
    return opened
  }

  async call<C extends Command>(command: C, input: InputOf<C>): Promise<OutputOf<C>> {
    const id = this.sendCall(command.name, input)
    const reply = await this.until((frame) => frame.t === 'reply' && frame.id === id)
    if (reply.t !== 'reply') throw new Error('not a reply')
    if (reply.ok) return reply.output as OutputOf<C>
    const { code, text, ...details } = reply.refusal
    throw new Refusal(code, text, details)
  }

  /** Sends a call without waiting. */
  sendCall(name: string, input: unknown): number {
    const id = this.#nextId++
    this.sendRaw(JSON.stringify({ t: 'call', id, name, input }))
    return id
  }

  async subscribe(cursors: Record<string, number | null>): Promise<Record<string, CaughtUp>> {
    const id = this.#nextId++
    this.sendRaw(JSON.stringify({ t: 'subscribe', id, cursors }))
    const answer = await this.until((frame) => (frame.t === 'caughtUp' || frame.t === 'reply') && frame.id === id)
    if (answer.t === 'caughtUp') return answer.topics
    throw new Error('subscribing was refused')
  }

  sendRaw(data: string | Buffer): void {
    this.#socket.send(data)
  }

  /** Stops reading, like a laptop whose lid is closed. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /** All events of one kind heard so far, in order. */
  events<E extends EventDefinition>(event: E): { topic: string; v: number | undefined; data: DataOf<E> }[] {
    return this.heard
      .filter((frame): frame is EventFrame => frame.t === 'event' && frame.name === event.name)
      .map(({ topic, v, data }) => ({ topic, v, data: data as DataOf<E> }))
  }

  /** Waits for an event that fits; looks at what was already heard first. */
  async event<E extends EventDefinition>(
    event: E,
    fits: (data: DataOf<E>) => boolean = () => true,
  ): Promise<DataOf<E>> {
    const frame = await this.until(
      (heard) => heard.t === 'event' && heard.name === event.name && fits(heard.data as DataOf<E>),
    )
    return (frame as EventFrame).data as DataOf<E>
  }

  /** Waits for any frame that fits. */
  async until(fits: (frame: ServerFrame) => boolean, patienceMs = PATIENCE_MS): Promise<ServerFrame> {
    return this.#wait(() => this.heard.find(fits), patienceMs)
  }

  async untilClosed(patienceMs = PATIENCE_MS): Promise<{ code: number }> {
    return this.#wait(() => this.closed, patienceMs)
  }

  /** Everything sent before this has been handled and everything it caused on this node has arrived. */
  async settle(): Promise<void> {
    const before = this.heard.filter((frame) => frame.t === 'pong').length
    this.sendRaw(JSON.stringify({ t: 'ping' }))
    await this.#wait(
      () => (this.heard.filter((frame) => frame.t === 'pong').length > before ? true : undefined),
      PATIENCE_MS,
    )
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.#socket.close()
    await this.untilClosed()
  }

  /** Cuts the connection without a word. */
  cut(): void {
    this.#socket.terminate()
  }

  async #wait<T>(look: () => T | undefined, patienceMs: number): Promise<T> {
    const until = Date.now() + patienceMs
    for (;;) {
      const found = look()
      if (found !== undefined) return found
      const left = until - Date.now()
      if (left <= 0) throw new Error(`waited in vain; heard ${JSON.stringify(this.heard.slice(-5)).slice(0, 600)}`)
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          this.#watchers.delete(wake)
          resolve()
        }
        const timer = setTimeout(wake, left)
        this.#watchers.add(wake)
      })
    }
  }

  #wake(): void {
    for (const watcher of this.#watchers) watcher()
  }
}
