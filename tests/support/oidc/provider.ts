import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, fetch as undiciFetch } from 'undici'
import { ORIGIN } from '../app.ts'
import { freePort } from '../ports.ts'
import { makeCertificates, type Certificates } from './certificates.ts'
import type { Order, Setting } from './messages.ts'

const PROCESS = new URL('provider-process.ts', import.meta.url).pathname

interface Options {
  certificates?: Certificates
  port?: number
  claimsInToken?: boolean
  /** The product's own address. */
  origin?: string
}

/** A town's OpenID provider as a process of its own, with https by an authority of its own. */
export class TownProvider {
  readonly issuer: string
  readonly port: number
  readonly certificates: Certificates
  readonly clientId = 'allmende'
  readonly clientSecret = 'geheim zwischen Stadt und Allmende'
  /** For visitors of its pages, who trust the town's authority. */
  readonly dispatcher: Agent
  readonly #child: ReturnType<typeof fork>
  readonly #waiting = new Map<number, (result: string | null) => void>()
  #orders = 0

  private constructor(setting: Setting, certificates: Certificates) {
    this.issuer = setting.issuer
    this.port = setting.port
    this.certificates = certificates
    this.dispatcher = new Agent({ connect: { ca: certificates.authority } })
    this.#child = fork(PROCESS, [JSON.stringify(setting)], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#child.on('message', ({ id, result }: { id?: number; result?: string | null }) => {
      if (id !== undefined) this.#waiting.get(id)?.(result ?? null)
    })
  }

  static async start(options: Options = {}): Promise<TownProvider> {
    const certificates = options.certificates ?? makeCertificates()
    const port = options.port ?? (await freePort())
    const setting: Setting = {
      issuer: `https://localhost:${port}`,
      port,
      key: certificates.key,
      certificate: certificates.certificate,
      clientId: 'allmende',
      clientSecret: 'geheim zwischen Stadt und Allmende',
      redirectUri: `${options.origin ?? ORIGIN}/api/sso/callback`,
      claimsInToken: options.claimsInToken ?? false,
    }
    const provider = new TownProvider(setting, certificates)
    await once(provider.#child, 'message')
    return provider
  }

  /** Whom it knows, by the name they sign in with, and what it says of them. */
  async people(people: Record<string, Record<string, unknown>>): Promise<void> {
    await this.#order({ do: 'people', people })
  }

  async twist(claims: Record<string, unknown> | null, foreignKey = false): Promise<void> {
    await this.#order({ do: 'twist', claims, foreignKey })
  }

  async logoutAt(url: string): Promise<void> {
    await this.#order({ do: 'logoutAt', url })
  }

  async sign(
    claims: Record<string, unknown>,
    header: Record<string, unknown> = {},
    foreignKey = false,
  ): Promise<string> {
    return (await this.#order({ do: 'sign', claims, header, foreignKey })) ?? ''
  }

  async stop(): Promise<void> {
    await this.dispatcher.destroy()
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await gone
  }

  #order(order: Order): Promise<string | null> {
    const id = ++this.#orders
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#child.send({ id, order })
    })
  }
}

/** Somebody's browser at the provider's pages. */
export class Visitor {
  readonly #provider: TownProvider
  readonly #cookies = new Map<string, string>()

  constructor(provider: TownProvider) {
    this.#provider = provider
  }

  /** Follows a link to the provider, signs in as somebody where it asks, and gives the address it leads back to. */
  async signIn(link: string, login: string): Promise<string> {
    let at = new URL(link)
    let answer = await this.#open(at)
    for (let steps = 0; steps < 10; steps++) {
      const next = answer.headers.get('location')
      if (next === null) answer = await this.#open(at, new URLSearchParams({ login }))
      else {
        at = new URL(next, at)
        if (at.origin !== this.#provider.issuer) return at.href
        answer = await this.#open(at)
      }
    }
    throw new Error('the provider leads in circles')
  }

  /** Signs out of the provider, which tells everybody it let somebody in to. */
  async signOut(): Promise<void> {
    const page = await (await this.#open(new URL('/session/end', this.#provider.issuer))).text()
    const xsrf = /name="xsrf" value="(\w+)"/.exec(page)?.[1] ?? ''
    const confirm = new URL('/session/end/confirm', this.#provider.issuer)
    await this.#open(confirm, new URLSearchParams({ xsrf, logout: 'yes' }))
  }

  async #open(url: URL, form?: URLSearchParams) {
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ')
    const answer = await undiciFetch(url, {
      dispatcher: this.#provider.dispatcher,
      redirect: 'manual',
      headers: { cookie },
      ...(form ? { method: 'POST', body: form } : {}),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return answer
  }
}
