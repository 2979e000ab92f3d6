import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { LIMITS } from '#wire/limits'
import { Give, LineId, Take } from '#wire/line'
import { Refusal } from '#wire/refusal'
import type { Metrics } from '../platform/metrics.ts'
import type { Actor } from './actor.ts'
import type { Bus } from './bus.ts'
import type { CallerCheck } from './caller-check.ts'
import type { Gateway } from './gateway.ts'
import { PollingLines } from './polling-lines.ts'

const SMALL_BODY_BYTES = 4 * 1024
/** A frame that is text in JSON is at most twice as long. */
const GIVE_BODY_BYTES = 2 * LIMITS.frameBytes + SMALL_BODY_BYTES

type Work = (id: string, actor: Actor, body: unknown, nobodyWaits: () => AbortSignal) => Promise<unknown>

interface PollingDoorOptions {
  gateway: Gateway
  bus: Bus
  metrics: Metrics
  check: CallerCheck
}

/** The door for where WebSockets are blocked: `POST /api/line`. Everything of it is checked as at the socket's door. */
export function openPollingDoor(http: FastifyInstance, options: PollingDoorOptions): void {
  const { check } = options
  const lines = new PollingLines(options)
  http.addHook('preClose', async () => lines.close())

  http.post('/api/line', {
    schema: { hide: true },
    bodyLimit: SMALL_BODY_BYTES,
    handler: async (request, reply) => {
      const caller = await check.newLine(request)
      parse(nothing, request.body)
      return unkept(reply).send(await lines.open(caller))
    },
  })

  function route(name: string, bodyLimit: number, work: Work): void {
    http.post<{ Params: { id: string } }>(`/api/line/:id/${name}`, {
      schema: { hide: true },
      bodyLimit,
      preHandler: async (request) => check.origin(request),
      handler: async (request, reply) => {
        const actor = await check.signedIn(request)
        const id = parse(lineId, request.params.id)
        const answer = await work(id, actor, request.body, () => whenCut(reply))
        return unkept(reply).send(answer ?? {})
      },
    })
  }

  route('take', SMALL_BODY_BYTES, (id, actor, body, nobodyWaits) =>
    lines.take(id, actor, parse(take, body), nobodyWaits()),
  )
  route('give', GIVE_BODY_BYTES, (id, actor, body) => lines.give(id, actor, parse(give, body)))
  route('leave', SMALL_BODY_BYTES, (id, actor, body) => {
    parse(nothing, body)
    return lines.leave(id, actor)
  })
}

const nothing = Compile(Type.Object({}))
const lineId = Compile(LineId)
const take = Compile(Take)
const give = Compile(Give)

function parse<Value>(schema: { Check(value: unknown): value is Value }, value: unknown): Value {
  if (!schema.Check(value)) throw new Refusal('invalid', 'the input does not fit')
  return value
}

/** Nobody between us and the client keeps it. */
function unkept(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store')
}

function whenCut(reply: FastifyReply): AbortSignal {
  const cut = new AbortController()
  reply.raw.once('close', () => cut.abort())
  return cut.signal
}
