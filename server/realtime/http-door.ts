import type {} from '@fastify/cookie'
import type {} from '@fastify/swagger'
import type {} from '@fastify/websocket'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import { needsNoSession, type Command } from '#wire/command'
import { RefusalBody } from '#wire/frames'
import { LIMITS } from '#wire/limits'
import { isForTokens } from '#wire/permissions'
import { Refusal, REFUSAL_STATUS } from '#wire/refusal'
import { Type } from 'typebox'
import { isDatabaseAway } from '../platform/db.ts'
import type { Metrics } from '../platform/metrics.ts'
import { networkLine } from '../platform/network-line.ts'
import type { Actor, SecretKind } from './actor.ts'
import type { Bus } from './bus.ts'
import { CallerCheck, COOKIES } from './caller-check.ts'
import { refusalBody, type Dispatcher } from './dispatch.ts'
import type { Callers, CookieCall } from './feature.ts'
import type { Caller, Gateway } from './gateway.ts'
import { openPollingDoor } from './polling-door.ts'
import { acceptWebSocket } from './web-socket.ts'

interface DoorOptions {
  dispatcher: Dispatcher
  gateway: Gateway
  bus: Bus
  metrics: Metrics
  findActor: (kind: SecretKind, secret: string, remoteAddress: string) => Promise<Actor | undefined>
  publicUrl: URL
}

const Refused = Type.Object({ refusal: RefusalBody })

/** The doors: `POST /api/<command>` for every command, the socket, and the line for where sockets are blocked. Needs the cookie and websocket plugins. */
export function openDoors(http: FastifyInstance, options: DoorOptions): Callers {
  const { dispatcher, gateway, publicUrl } = options
  const check = new CallerCheck(options)
  const callers = new WeakMap<FastifyRequest, { caller: Caller; response: ServerResponse }>()

  for (const command of dispatcher.commands()) {
    http.post(`/api/${command.name}`, {
      schema: documentation(command),
      // The dispatcher is the one place that parses; this schema is documentation.
      validatorCompiler: () => () => true,
      serializerCompiler: () => JSON.stringify,
      bodyLimit: LIMITS.frameBytes,
      preHandler: async (request) => check.origin(request),
      handler: async (request, reply) => {
        const call = cookieCall(request, reply, publicUrl)
        const actor = await check.actor(request)
        if (!needsNoSession(command)) check.person(request, actor)
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
      preValidation: async (request, { raw: response }) => {
        const caller = await check.newLine(request)
        // Last: a browser does not tell why a socket was refused, so the client asks again without the upgrade.
        if (request.headers.upgrade?.toLowerCase() !== 'websocket') throw new Refusal('invalid', 'this is a socket')
        callers.set(request, { caller, response })
      },
    },
    (socket, request) => {
      const opened = callers.get(request)
      if (!opened) return socket.close()
      const connection = request.raw.socket
      letGoOfRequest(socket, connection, opened.response)
      acceptWebSocket(gateway, socket, connection, opened.caller)
    },
  )

  openPollingDoor(http, { ...options, check })
  return { actor: (request, right) => check.withRight(request, right) }
}

/**
 * The request that became a socket is over, but the response that never came and the plugin's own listener would hold all of it for
 * as long as the socket is open: with thousands of idle people most of the memory.
 */
function letGoOfRequest(socket: WebSocket, connection: Socket, response: ServerResponse): void {
  response.detachSocket(connection)
  socket.removeAllListeners('error')
}

/** What a route of its own may do with cookies, as a command at the HTTP door. */
export function cookieCall(request: FastifyRequest, reply: FastifyReply, publicUrl: URL): CookieCall {
  const settings = { httpOnly: true, sameSite: 'lax', path: '/', secure: publicUrl.protocol === 'https:' } as const
  return {
    remoteAddress: networkLine(request.ip),
    socketId: undefined,
    setSession: (secret, expires, kind = 'person') =>
      void reply.setCookie(COOKIES[kind], secret, { ...settings, expires }),
    keepSession: (expires) => {
      const secret = request.cookies[COOKIES.person]
      if (secret !== undefined) void reply.setCookie(COOKIES.person, secret, { ...settings, expires })
    },
    clearSession: (kind = 'person') => void reply.clearCookie(COOKIES[kind], settings),
    sessionSecret: request.cookies[COOKIES.person],
    userAgent: request.headers['user-agent'],
  }
}

function documentation(command: Command) {
  const [feature] = command.name.split('.')
  return {
    tags: feature === undefined ? [] : [feature],
    operationId: command.name,
    body: command.input,
    response: { 200: command.output, default: Refused },
    description: `Needs \`${command.right}\`.`,
    ...securityOf(command),
  }
}

function securityOf(command: Command) {
  if (needsNoSession(command)) return { security: [] }
  return isForTokens(command.right) ? { security: [{ session: [] }, { token: [] }] } : {}
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
