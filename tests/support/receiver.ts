import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  path: string
  headers: NodeJS.Dict<string | string[]>
  text: string
  body: { event: string; room: { id: string }; message?: { id: string; text?: string | null } } & Record<
    string,
    unknown
  >
}

/** A server of somebody else's that webhooks are sent to. */
export class Receiver {
  readonly received: Received[] = []
  /** What it answers. */
  answer: { status: number; headers?: Record<string, string> } = { status: 204 }
  readonly #server: Server
  readonly #watchers = new Set<() => void>()

  private constructor() {
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8')
        const { url: path = '', headers } = request
        this.received.push({ path, headers, text, body: JSON.parse(text) as Received['body'] })
        response.writeHead(this.answer.status, this.answer.headers).end()
        for (const watcher of this.#watchers) watcher()
      })
    })
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver()
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve))
    return receiver
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/allmende`
  }

  /** Waits until so many requests have come. */
  async until(count: number, patienceMs = 15_000): Promise<Received[]> {
    const end = Date.now() + patienceMs
    while (this.received.length < count) {
      const left = end - Date.now()
      if (left <= 0) throw new Error(`${this.received.length} of ${count} came`)
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
    return this.received
  }

  events(): string[] {
    return this.received.map(({ body }) => body.event)
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** Whether what came was signed with this secret, as the documentation says one checks it. */
export function isSigned({ headers, text }: Received, secret: string): boolean {
  const [, time, given] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['allmende-signature'])) ?? []
  return given !== undefined && createHmac('sha256', secret).update(`${time}.${text}`).digest('hex') === given
}
