import type {} from '@fastify/cookie'
import type { FastifyRequest } from 'fastify'
import { PERSON_HEADER, PROTOCOL } from '#wire/limits'
import type { Right } from '#wire/permissions'
import { Refusal } from '#wire/refusal'
import { networkLine } from '../platform/network-line.ts'
import type { Actor, SecretKind } from './actor.ts'
import { checkCaller } from './caller-rights.ts'
import type { Caller, Gateway } from './gateway.ts'

/** A guest's cookie is another one: whoever has an account and follows a guest link is not signed out by it. */
export const COOKIES = { person: 'allmende_session', guest: 'allmende_guest' } as const

const BEARER = /^Bearer ([\w-]{1,200})$/i

interface CallerCheckOptions {
  gateway: Gateway
  findActor: (kind: SecretKind, secret: string, remoteAddress: string) => Promise<Actor | undefined>
  publicUrl: URL
}

/** Who knocks, the same at every door. Everything here throws `Refusal`. */
export class CallerCheck {
  readonly #options: CallerCheckOptions

  constructor(options: CallerCheckOptions) {
    this.#options = options
  }

  /** A browser names its origin, and newer ones whether that is ours; whoever names another one is a page that is not ours. */
  origin({ headers }: FastifyRequest): void {
    const { origin, 'sec-fetch-site': site } = headers
    const isOther = origin !== undefined && origin !== this.#options.publicUrl.origin
    if (isOther || site === 'cross-site' || site === 'same-site') throw new Refusal('forbidden', 'wrong origin')
  }

  /** Whoever shows a token is that and nobody else; a person comes before the guest at the same browser. */
  async actor({ headers, cookies, ip }: FastifyRequest): Promise<Actor | undefined> {
    const find = async (kind: SecretKind, secret: string | undefined) =>
      secret === undefined ? undefined : this.#options.findActor(kind, secret, networkLine(ip))
    if (headers.authorization !== undefined) return find('token', BEARER.exec(headers.authorization)?.[1])
    return (await find('person', cookies[COOKIES.person])) ?? find('guest', cookies[COOKIES.guest])
  }

  /** A page that was opened for one person never acts as the next one at the same browser. */
  person(request: FastifyRequest, actor: Actor | undefined): void {
    const person = request.headers[PERSON_HEADER]
    if (person !== undefined && person !== actor?.userId) {
      throw new Refusal('unauthenticated', 'the session is not of the person this page is for')
    }
  }

  async signedIn(request: FastifyRequest): Promise<Actor> {
    const actor = await this.actor(request)
    if (!actor) throw new Refusal('unauthenticated', 'no session')
    this.person(request, actor)
    return actor
  }

  /** Whoever knocks at a plain route that needs this right. */
  async withRight(request: FastifyRequest, right: Right): Promise<Actor> {
    this.origin(request)
    const actor = await this.signedIn(request)
    checkCaller(right, actor)
    return actor
  }

  /** Whoever opens a line, of whatever kind. */
  async newLine(request: FastifyRequest): Promise<Caller> {
    this.origin(request)
    checkProtocol(request)
    const { gateway } = this.#options
    const { endings } = gateway
    const actor = await this.signedIn(request)
    if (actor.tokenRights) throw new Refusal('forbidden', 'tokens have the HTTP door only')
    if (gateway.draining) throw new Refusal('unavailable', 'this node is stopping', { retryAfterMs: 1_000 })
    if (!gateway.hasRoomFor(actor)) throw new Refusal('too_many', 'too many sockets', { retryAfterMs: 30_000 })
    return { actor, remoteAddress: networkLine(request.ip), endings }
  }
}

function checkProtocol(request: FastifyRequest): void {
  const spoken = Number(new URL(request.url, 'http://localhost').searchParams.get('protocol'))
  if (!(spoken >= PROTOCOL.oldest && spoken <= PROTOCOL.current))
    throw new Refusal('outdated', 'this protocol is not served')
}
