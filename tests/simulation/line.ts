import type { ServerFrame } from '#wire/frames'
import type { Socket } from '../../client/net/link.ts'
import type { Line } from '../../server/realtime/gateway.ts'
import type { EncodedFrame, Outlet } from '../../server/realtime/outlet.ts'
import type { Random } from './random.ts'
import type { Schedule } from './schedule.ts'

interface Listeners {
  message: (event: { data: string }) => void
  close: () => void
}

interface LineOptions {
  name: string
  schedule: Schedule
  random: Random
  /** The server is about to write this. */
  written: (frame: ServerFrame) => void
}

/** A connection between a page and a node: both ends, and what is on its way. In order, until it is cut. */
export class SimulatedLine {
  readonly #options: LineOptions
  readonly #up: string[] = []
  readonly #down: string[] = []
  readonly #listeners: Partial<Listeners> = {}
  #server: Line | undefined
  #waitingBytes = 0
  #isOpenAtClient = true
  #isOpenAtServer = true

  constructor(options: LineOptions) {
    this.#options = options
  }

  /** The page's end. */
  readonly socket: Socket = {
    send: (data) => this.#send(data as string),
    close: () => this.#closedByClient(),
    addEventListener: (type: string, listener: unknown) => Object.assign(this.#listeners, { [type]: listener }),
  }

  /** The node's end. */
  outlet(): Outlet {
    const isOpen = () => this.#isOpenAtServer
    const waitingBytes = () => this.#waitingBytes
    return {
      get open() {
        return isOpen()
      },
      get waitingBytes() {
        return waitingBytes()
      },
      write: (frames, written) => this.#write(frames, written),
      pause: () => undefined,
      resume: () => undefined,
      close: () => this.#closedByServer(),
      terminate: () => this.#closedByServer(),
    }
  }

  accepted(server: Line): void {
    this.#server = server
  }

  get isOpenAtClient(): boolean {
    return this.#isOpenAtClient
  }

  refused(): void {
    this.#isOpenAtServer = false
    this.#tellClient()
  }

  /** Nothing arrives any more; each side finds out in its own time. `isNodeGone`: the node has nothing to find out. */
  cut(isNodeGone = false): void {
    this.#down.length = 0
    this.#up.length = 0
    this.#tellClient()
    if (isNodeGone) this.#isOpenAtServer = false
    else this.#tellServer()
  }

  #send(text: string): void {
    if (!this.#isOpenAtClient) return
    if (this.#up.push(text) === 1) this.#options.schedule.add(`${this.#options.name} up`, () => this.#arriveUp())
  }

  #arriveUp(): void {
    const text = this.#up.shift()
    if (text === undefined || !this.#isOpenAtServer) return
    if (this.#up.length > 0) this.#options.schedule.add(`${this.#options.name} up`, () => this.#arriveUp())
    this.#server?.receive(text)
  }

  #write(frames: readonly EncodedFrame[], written: () => void): void {
    const { schedule, random, name } = this.#options
    for (const { text } of frames) {
      this.#options.written(JSON.parse(text) as ServerFrame)
      if (this.#isOpenAtClient && this.#down.push(text) === 1) schedule.add(`${name} down`, () => this.#arriveDown())
    }
    if (!random.once(6)) return
    this.#waitingBytes = 1
    schedule.add(`${name} is taken`, () => {
      this.#waitingBytes = 0
      written()
    })
  }

  #arriveDown(): Promise<void> {
    const { schedule, random, name } = this.#options
    const count = random.once(2) ? 1 : this.#down.length
    const texts = this.#down.splice(0, count)
    if (this.#down.length > 0) schedule.add(`${name} down`, () => this.#arriveDown())
    return this.#hear(texts)
  }

  /** One message at a time, as a browser tells them. */
  async #hear(texts: readonly string[]): Promise<void> {
    for (const data of texts) {
      if (!this.#isOpenAtClient) return
      this.#listeners.message?.({ data })
      await this.#options.schedule.turn()
    }
  }

  #closedByClient(): void {
    if (!this.#isOpenAtClient) return
    this.#isOpenAtClient = false
    this.#down.length = 0
    this.#tellServer()
  }

  #closedByServer(): void {
    if (!this.#isOpenAtServer) return
    this.#isOpenAtServer = false
    this.#tellClient()
    this.#options.schedule.add(`${this.#options.name} is closed at the node`, () => this.#server?.closed())
  }

  /** The client hears what is on its way before it hears of the end. */
  #tellClient(): void {
    const { schedule, name } = this.#options
    schedule.add(`${name} is closed at the page`, async () => {
      await this.#hear(this.#down.splice(0))
      if (!this.#isOpenAtClient) return
      this.#isOpenAtClient = false
      this.#listeners.close?.()
    })
  }

  #tellServer(): void {
    this.#options.schedule.add(`${this.#options.name} is missed at the node`, () => {
      if (!this.#isOpenAtServer) return
      this.#isOpenAtServer = false
      this.#server?.closed()
    })
  }
}
