import type { Command, InputOf, OutputOf } from '#wire/command'
import type { RefusalCode } from '#wire/refusal'
import type { TestApp } from '../support/app.ts'
import { ORIGIN } from '../support/app.ts'

/** An answer as the network has it. */
export interface Answer {
  readonly status: number
  /** Without the moment it was given. */
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
  /** Undefined: it was not refused. */
  readonly refusal: RefusalCode | undefined
}

let lines = 0

/** Every request from an address of its own: what is limited by address is tried elsewhere. */
function anyAddress(): string {
  lines += 1
  return `10.${(lines >> 16) & 255}.${(lines >> 8) & 255}.${lines & 255}`
}

/** Somebody at the HTTP door of a node in this process: everything from the parsing of the request on is the product's. */
export class Door {
  readonly #app: TestApp
  readonly #headers: Readonly<Record<string, string>>

  constructor(app: TestApp, headers: Readonly<Record<string, string>>) {
    this.#app = app
    this.#headers = headers
  }

  async send(
    method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'PATCH' | 'OPTIONS',
    url: string,
    payload?: unknown,
  ): Promise<Answer> {
    const response = await this.#app.app.http.inject({
      method,
      url,
      remoteAddress: anyAddress(),
      headers: {
        origin: ORIGIN,
        ...this.#headers,
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
    })
    const { date: _, ...headers } = response.headers
    const { statusCode: status, body } = response
    return { status, headers, body, refusal: status < 400 ? undefined : refusalIn(body) }
  }

  async try<C extends Command>(command: C, input: InputOf<C>): Promise<Answer> {
    return this.send('POST', `/api/${command.name}`, input)
  }

  /** For making the world: what is refused is a mistake. */
  async call<C extends Command>(command: C, input: InputOf<C>): Promise<OutputOf<C>> {
    const { refusal, body } = await this.try(command, input)
    if (refusal !== undefined) throw new Error(`${command.name}: ${body}`)
    return JSON.parse(body) as OutputOf<C>
  }

  /** The same browser before anybody came in. */
  withoutSession(): Door {
    return new Door(this.#app, {})
  }

  /** The same browser with the cookie it was just given. */
  withCookieOf({ headers }: Answer): Door {
    const [line] = [headers['set-cookie']].flat()
    const [cookie = ''] = String(line).split(';')
    return new Door(this.#app, { cookie })
  }

  /** Headers for a socket. */
  get headers(): Readonly<Record<string, string>> {
    return { origin: ORIGIN, ...this.#headers }
  }
}

/** Undefined also where a route answers in a form of its own, as those for other servers do. */
function refusalIn(body: string): RefusalCode | undefined {
  const { refusal } = JSON.parse(body) as { refusal?: { code: RefusalCode } }
  return refusal?.code
}
