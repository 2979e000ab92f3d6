import type {} from '@fastify/cookie'
import type {} from '@fastify/swagger'
import type {} from '@fastify/websocket'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Command } from '#wire/command'
import { RefusalBody } from '#wire/frames'
import { LIMITS, PERSON_HEADER, PROTOCOL } from '#wire/limits'
import { Refusal, REFUSAL_STATUS } from '#wire/refusal'
import { Type } from 'typebox'
import { isDatabaseAway } from '../platform/db.ts'
import { networkLine } from '../platform/network-line.ts'
import type { Actor } from './actor.ts'
import { refusalBody, type Dispatcher } from './dispatch.ts'
import type { CookieCall } from './feature.ts'
import type { Gateway } from './gateway.ts'
import { acceptWebSocket } from './web-socket.ts'

const SESSION_COOKIE = 'allmende_session'

interface DoorOptions {
  dispatcher: Dispatcher
  gateway: Gateway
  findActor: (secret: string) => Promise<Actor | undefined>
  publicUrl: URL
}

const Refused = Type.Object({ refusal: RefusalBody })

/** The two doors: `POST /api/<command>` for every command, and the socket. Needs the cookie and websocket plugins. */
export function openDoors(http: FastifyInstance, options: DoorOptions): void {
  const { dispatcher, gateway, publicUrl } = options
  const actors = new WeakMap<FastifyRequest, Actor>()

  /** A browser always names its origin; whoever names another one is a page that is not ours. */
  function checkOrigin(request: FastifyRequest): void {
    const { origin } = request.headers
    if (origin !== undefined && origin !== publicUrl.origin) throw new Refusal('forbidden', 'wrong origin')
  }

  async function actorOf(request: FastifyRequest): Promise<Actor | undefined> {
    const secret = request.cookies[SESSION_COOKIE]
    return secret === undefined ? undefined : options.findActor(secret)
  }

  for (const command of dispatcher.commands()) {
    http.post(`/api/${command.name}`, {
      schema: documentation(command),
      // The dispatcher is the one place that parses; this schema is documentation.
      validatorCompiler: () => () => true,
      serializerCompiler: () => JSON.stringify,
      bodyLimit: LIMITS.frameBytes,
      preHandler: async (request) => checkOrigin(request),
      handler: async (request, reply) => {
        const call = cookieCall(request, reply, publicUrl)
        const actor = await actorOf(request)
        if (command.caller === 'signedIn') checkPerson(request, actor)
        const output = await dispatcher.run(command.name, actor, request.body ?? {}, call)
        return reply.type('application/json').send(JSON.stringify(output))
      },
    })
  }

  http.get(
    '/api/socket',
    {
      websocket: true,
      schema: { hide: true },
      preValidation: async (request) => {
        checkOrigin(request)
        checkProtocol(request)
        const actor = await actorOf(request)
        if (!actor) throw new Refusal('unauthenticated', 'no session')
        if (gateway.draining) throw new Refusal('unavailable', 'this node is stopping', { retryAfterMs: 1_000 })
        if (!gateway.hasRoomFor(actor)) throw new Refusal('too_many', 'too many sockets', { retryAfterMs: 30_000 })
        // Last: a browser does not tell why a socket was refused, so the client asks again without the upgrade.
        if (request.headers.upgrade?.toLowerCase() !== 'websocket') throw new Refusal('invalid', 'this is a socket')
        actors.set(request, actor)
      },
    },
    (socket, request) => {
      const actor = actors.get(request)
      if (actor) acceptWebSocket(gateway, socket, request.raw.socket, { actor, remoteAddress: networkLine(request.ip) })
      else socket.close()
    },
  )
}

/** A page that was opened for one person never acts as the next one at the same browser. */
function checkPerson(request: FastifyRequest, actor: Actor | undefined): void {
  const person = request.headers[PERSON_HEADER]
  if (person !== undefined && person !== actor?.userId) {
    throw new Refusal('unauthenticated', 'the session is not of the person this page is for')
  }
}

function checkProtocol(request: FastifyRequest): void {
  const spoken = Number(new URL(request.url, 'http://localhost').searchParams.get('protocol'))
  if (!(spoken >= PROTOCOL.oldest && spoken <= PROTOCOL.current))
    throw new Refusal('outdated', 'this protocol is not served')
}

function cookieCall(request: FastifyRequest, reply: FastifyReply, publicUrl: URL): CookieCall {
  const settings = { httpOnly: true, sameSite: 'lax', path: '/', secure: publicUrl.protocol === 'https:' } as const
  return {
    remoteAddress: networkLine(request.ip),
    socketId: undefined,
    setSession: (secret, expires) => void reply.setCookie(SESSION_COOKIE, secret, { ...settings, expires }),
    keepSession: (expires) => {
      const secret = request.cookies[SESSION_COOKIE]
      if (secret !== undefined) void reply.setCookie(SESSION_COOKIE, secret, { ...settings, expires })
    },
    clearSession: () => void reply.clearCookie(SESSION_COOKIE, settings),
  }
}

function documentation(command: Command) {
  const [feature] = command.name.split('.')
  return {
    tags: feature === undefined ? [] : [feature],
    operationId: command.name,
    body: command.input,
    response: { 200: command.output, default: Refused },
    ...(command.caller === 'anyone' ? { security: [] } : {}),
  }
}

/** One answer for everything thrown: refusals as they are, the framework's own client errors by their kind, bugs as `internal`. */
export function answerErrors(http: FastifyInstance): void {
  http.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const refusal = asRefusal(error)
    if (refusal !== error && refusal.code === 'internal') request.log.error({ err: error }, 'a request failed')
    const wait = refusal.details.retryAfterMs
    if (wait !== undefined) void reply.header('retry-after', Math.ceil(wait / 1_000))
    return reply.status(REFUSAL_STATUS[refusal.code]).send({ refusal: refusalBody(refusal) })
  })
}

function asRefusal(error: Error & { statusCode?: number }): Refusal {
  if (error instanceof Refusal) return error
  if (isDatabaseAway(error)) return new Refusal('unavailable', 'the database is away', { retryAfterMs: 300 })
  const status = error.statusCode ?? 500
  if (status === 413) return new Refusal('too_large', 'the body is too large')
  if (status === 404) return new Refusal('not_found', 'no such page')
  if (status === 429) return new Refusal('too_many', 'too many requests')
  return status < 500 ? new Refusal('invalid', 'the request cannot be read') : new Refusal('internal', 'internal')
}
