import type { Command, InputOf, OutputOf } from '#wire/command'
import type { RefusalBody } from '#wire/frames'
import { Refusal } from '#wire/refusal'
import { ORIGIN } from './app.ts'
import { CLEAR, PollingWire, type Weather } from './polling.ts'
import { TestSocket } from './socket.ts'

/** Somebody's browser: a cookie jar, and the two doors. */
export class Browser {
  readonly url: string
  /** The page its requests come from. */
  readonly #origin: string
  #cookies = new Map<string, string>()

  constructor(url: string, origin: string = ORIGIN) {
    this.url = url
    this.#origin = origin
  }

  get cookie(): string | undefined {
    return this.#cookies.size === 0 ? undefined : [...this.#cookies].map((pair) => pair.join('=')).join('; ')
  }

  /** Another browser without a session. */
  copy(): Browser {
    return new Browser(this.url)
  }

  /** The same signed-in browser at another node. */
  at(url: string): Browser {
    const other = new Browser(url)
    other.adopt(this)
    return other
  }

  /** Takes over another browser's session. */
  protected adopt(other: Browser): void {
    this.#cookies = new Map(other.#cookies)
  }

  /** Calls over HTTP. Throws `Refusal` like the product's own client. */
  async call<C extends Command>(command: C, input: InputOf<C>): Promise<OutputOf<C>> {
    return this.callWith(command, input, {})
  }

  /** The same with further header lines. */
  async callWith<C extends Command>(
    command: C,
    input: InputOf<C>,
    headers: Record<string, string>,
  ): Promise<OutputOf<C>> {
    const response = await this.post(`/api/${command.name}`, JSON.stringify(input), headers)
    const body: unknown = await response.json()
    if (!response.ok) throw asRefusal(body)
    return body as OutputOf<C>
  }

  /** Any request body, as a browser would send it; for bad input. */
  async post(
    path: string,
    body: string,
    headers: Record<string, string> = {},
    options: { signal?: AbortSignal } = {},
  ): Promise<Response> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.#origin, ...this.#cookieHeader(), ...headers },
      body,
      ...options,
    })
    for (const line of response.headers.getSetCookie()) this.#remember(line)
    return response
  }

  /** Opens an address of the product in a tab, without following where it leads. */
  async goTo(path: string): Promise<Response> {
    const response = await fetch(this.url + path, { headers: this.#cookieHeader(), redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) this.#remember(line)
    return response
  }

  get(path: string): Promise<Response> {
    return fetch(this.url + path, { headers: this.#cookieHeader() })
  }

  /** Opens the socket and waits for its hello. */
  async socket(): Promise<TestSocket> {
    return TestSocket.open(this.url, { origin: this.#origin, ...this.#cookieHeader() })
  }

  /** Opens a line of plain requests, each of which arrives at any of these nodes, and waits for its hello. */
  async polling(nodes: readonly Browser[] = [this], weather: Weather = CLEAR): Promise<TestSocket> {
    return TestSocket.over(new PollingWire(nodes, weather))
  }

  #cookieHeader(): Record<string, string> {
    return this.cookie === undefined ? {} : { cookie: this.cookie }
  }

  #remember(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '') this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }
}

function asRefusal(body: unknown): Refusal {
  const { refusal } = body as { refusal: RefusalBody }
  const { code, text, ...details } = refusal
  return new Refusal(code, text, details)
}
