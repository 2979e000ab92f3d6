import type {} from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { Type, type Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { Refusal } from '#wire/refusal'
import { MessageBody, MessageId } from '#protocol/rooms'
import { RefusalBody } from '#wire/frames'
import { networkLine } from '../../platform/network-line.ts'
import type { Deps } from '../../realtime/feature.ts'
import { postByHook } from './incoming-hooks.ts'

/** Enough for the longest text, whatever it is written in. */
const BODY_BYTES = 128 * 1024
const MOST_KEY = 200

const Body = Type.Object({ text: MessageBody })
const body = Compile(Body)

const schema = {
  operationId: 'integrations.postByHook',
  tags: ['integrations'],
  description:
    'Posts into the room of an incoming webhook. `text` is Markdown as in messages; other fields are ignored. Sent again with the same `Idempotency-Key` it is the same message. Unknown, revoked, and of an archived room: 404.',
  security: [],
  params: Type.Object({ secret: Type.String() }),
  headers: Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: MOST_KEY })) }),
  body: Body,
  response: { 200: Type.Object({ id: MessageId }), default: Type.Object({ refusal: RefusalBody }) },
}

/** `POST /api/hooks/<secret>`: for what can send JSON and nothing else. */
export function mountIncomingHooks(http: FastifyInstance, deps: Deps): void {
  http.post<{ Params: { secret: string } }>('/api/hooks/:secret', {
    schema,
    // Whether the address is one is asked before the text is looked at: who does not know it learns nothing.
    validatorCompiler: () => () => true,
    serializerCompiler: () => JSON.stringify,
    bodyLimit: BODY_BYTES,
    handler: async ({ params, body: sent, headers, ip }, reply) => {
      const key = headers['idempotency-key']
      const { id } = await postByHook(deps, {
        secret: params.secret,
        text: () => textOf(sent),
        key: () => keyOf(key),
        remoteAddress: networkLine(ip),
      })
      return reply.send({ id })
    },
  })
}

function textOf(sent: unknown): string {
  const { text } = (typeof sent === 'object' && sent !== null ? sent : {}) as Partial<Static<typeof Body>>
  // Postgres keeps neither U+0000 nor half a surrogate pair as it came.
  const isKept = typeof text === 'string' && text.isWellFormed() && !text.includes('\u0000')
  if (!isKept || !body.Check({ text })) throw new Refusal('invalid', 'a text is needed', { field: 'text' })
  return text
}

function keyOf(key: string | string[] | undefined): string | undefined {
  if (key === undefined) return undefined
  if (typeof key === 'string' && key !== '' && key.length <= MOST_KEY) return key
  throw new Refusal('invalid', 'the key is too long', { field: 'idempotency-key' })
}
