import { readConfig, type Config } from '../../config/env.ts'
import { buildApp, type App } from '../../server/app.ts'
import type { Clock } from '../../server/platform/clock.ts'
import type { DatabaseTarget } from '../../server/platform/db.ts'
import { createLog } from '../../server/platform/log.ts'
import { createDatabase } from './database.ts'
import { MIGRATIONS } from './global-setup.ts'

export const ORIGIN = 'http://localhost:3000'

export interface TestNode {
  app: App
  /** Where it listens, e.g. `http://127.0.0.1:34567`. */
  url: string
  close(): Promise<void>
}

export interface TestApp extends TestNode {
  database: DatabaseTarget
  clock: TestClock
}

export interface TestClock extends Clock {
  /** Moves time forward. */
  pass(milliseconds: number): void
}

function testClock(): TestClock {
  let ahead = 0
  return {
    now: () => new Date(Date.now() + ahead),
    pass: (milliseconds) => {
      ahead += milliseconds
    },
  }
}

interface NodeOptions {
  /** Folder with a built client; without one none is served. */
  client?: string
  config?: Partial<Config>
  clock?: Clock
}

/** One node on a database: several make a cluster, with `redisUrl` in their config. */
export async function startNode(database: DatabaseTarget, options: NodeOptions = {}): Promise<TestNode> {
  const base = readConfig({
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
    PUBLIC_URL: ORIGIN,
    SECRET_KEY: Buffer.alloc(32, 'allmende').toString('base64'),
  })
  const config: Config = { ...base, host: '127.0.0.1', port: 0, media: testMedia(base), ...options.config }
  const app = await buildApp({
    config,
    log: createLog(config.logLevel),
    clock: options.clock ?? testClock(),
    database,
    migrations: MIGRATIONS,
    checkOutputs: true,
    ...(options.client === undefined ? {} : { client: options.client }),
  })
  await app.listen()
  const address = app.http.server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the node does not listen')
  return { app, url: `http://127.0.0.1:${address.port}`, close: () => app.close() }
}

/** A whole installation for one test file: fresh database, one node, closes itself with `close`. */
export async function startApp(options: NodeOptions = {}): Promise<TestApp> {
  const database = await createDatabase()
  const clock = testClock()
  const node = await startNode(database.target, { clock, ...options })
  return {
    ...node,
    database: database.target,
    clock,
    async close() {
      await node.close()
      await database.drop()
    },
  }
}

let nodes = 0

/** One worker on a port of this test process and this node, on loopback. */
function testMedia(base: Config): Config['media'] {
  const port = 20_000 + (process.pid % 1_200) * 10 + (nodes++ % 10)
  const workerBinary = process.env['MEDIASOUP_WORKER_BIN']
  return { ...base.media, workers: 1, port, listenAddress: '127.0.0.1', workerBinary }
}
