import { timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { Refusal } from '#wire/refusal'
import type { Config } from '../../config/env.ts'
import { isAlive, type Queries } from './db.ts'
import type { Logger } from './log.ts'
import type { Metrics } from './metrics.ts'

type Readiness = 'ok' | 'preparing' | 'failed'

interface StateOptions {
  config: Config
  db: Queries
  bus: { ping(): Promise<void> }
  /** True once the node is about to stop: the balancer should send nobody here any more. */
  isDraining: () => boolean
  metrics: Metrics
  log: Logger
  readiness: readonly { name: string; check: () => Promise<Readiness> }[]
}

/** How long a part may take to say that it is well. */
const PATIENCE_MS = 2_000

/** `/api/health`: the process lives. `/api/ready`: it can serve. `/metrics`: figures, by token or on a port of their own. */
export function serveState(http: FastifyInstance, options: StateOptions): void {
  const { config, db, bus, readiness } = options
  http.get('/api/health', { schema: { tags: ['state'], security: [] } }, () => ({ live: true }))
  http.get('/api/ready', { schema: { tags: ['state'], security: [] } }, async (_request, reply) => {
    const parts = [
      { name: 'database', check: async () => answered(await isAlive(db)) },
      { name: 'bus', check: async () => answered(await bus.ping().then(() => true)) },
      ...readiness,
    ]
    const states = Object.fromEntries(await Promise.all(parts.map(async ({ name, check }) => [name, await ask(check)])))
    // Without media workers there are no meetings, but everything else: the balancer should keep sending people here.
    const draining = options.isDraining()
    const ready = states['database'] === 'ok' && !draining
    return reply.status(ready ? 200 : 503).send({ ready, draining, ...states })
  })
  serveMetrics(http, options, config)
}

function answered(alive: boolean): Readiness {
  return alive ? 'ok' : 'failed'
}

async function ask(check: () => Promise<Readiness>): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Readiness>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, 'failed')
  })
  try {
    return await Promise.race([check(), late])
  } catch {
    return 'failed'
  } finally {
    clearTimeout(timer)
  }
}

function serveMetrics(http: FastifyInstance, { metrics, log }: StateOptions, config: Config): void {
  const { token, port } = config.metrics
  if (token !== undefined) {
    http.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
      if (!sameText(request.headers.authorization ?? '', `Bearer ${token}`))
        throw new Refusal('not_found', 'no such page')
      const { contentType, body } = await metrics.render()
      return reply.type(contentType).send(body)
    })
  }
  if (port === undefined) return
  const server = createServer((_request, response) => {
    metrics.render().then(
      ({ contentType, body }) => response.setHeader('content-type', contentType).end(body),
      (error: unknown) => {
        log.error({ err: error }, 'rendering metrics failed')
        response.writeHead(500).end()
      },
    )
  })
  // Before the node's own port is open: a taken one is a fault of the start.
  http.addHook('onReady', async () => {
    server.listen(port, config.host)
    await once(server, 'listening')
  })
  http.addHook('onClose', (_instance, done) => {
    server.closeAllConnections()
    server.close(() => done())
  })
}

function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
