import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { Config } from '../config/env.ts'
import { features } from './features.ts'
import type { Clock } from './platform/clock.ts'
import { openDatabase, type DatabaseTarget } from './platform/db.ts'
import type { Logger } from './platform/log.ts'
import { createMail } from './platform/mail.ts'
import { createMetrics } from './platform/metrics.ts'
import { readInstallation, renewEpoch } from './platform/installation.ts'
import { migrateDatabase } from './platform/migrate.ts'
import { createJobs } from './platform/pg-boss-jobs.ts'
import { createRateLimits } from './platform/rate-limits.ts'
import { openRedis } from './platform/redis.ts'
import { registerPlugins } from './platform/http-plugins.ts'
import { createSealer } from './platform/sealed.ts'
import { serveClient } from './platform/serve-client.ts'
import { serveState } from './platform/serve-state.ts'
import { startBeacon } from './realtime/beacon.ts'
import { Dispatcher } from './realtime/dispatch.ts'
import type { Deps } from './realtime/feature.ts'
import { Gateway } from './realtime/gateway.ts'
import { answerErrors, openDoors } from './realtime/http-door.ts'
import { MemoryBus } from './realtime/memory-bus.ts'
import { createPublisher } from './realtime/publisher.ts'
import { RedisBus } from './realtime/redis-bus.ts'
import { Registrations } from './realtime/registrations.ts'
import { SignOuts } from './realtime/sign-outs.ts'
import { Topics } from './realtime/topics.ts'

/** What runs when the node stops may take so long; then its connection is cut. */
const LAST_REQUESTS_MS = 5_000
/** A request that has not arrived as a whole after so long is cut. */
const REQUEST_MS = 30_000

/** A count that takes longer is made in this process alone. */
const LIMIT_PATIENCE_MS = 500

export interface AppOptions {
  config: Config
  log: Logger
  clock: Clock
  database: DatabaseTarget
  /** Folder with the SQL migrations. */
  migrations: string
  /** Folder with the built client; undefined serves none. */
  client?: string
  /** A backup was restored: clients drop what they know of the history that is gone. */
  restored?: boolean
  /** Check every answer against its schema: tests and development. */
  checkOutputs?: boolean
}

export interface App {
  readonly http: FastifyInstance
  readonly deps: Deps
  /** Listens at the configured host and port. Throws the system's error when the port is taken. */
  listen(): Promise<void>
  /** Says goodbye to the clients, finishes what runs, closes everything. */
  close(): Promise<void>
}

/** Migrates, starts the features in order and opens the doors; everything but listening. */
export async function buildApp(options: AppOptions): Promise<App> {
  const { config, log, clock, database } = options
  await migrateDatabase(database, options.migrations)

  const db = openDatabase({ target: database, log })
  const metrics = createMetrics()
  const jobs = createJobs(database, db, log)
  const mail = createMail(config, { clock, metrics })
  const redis =
    config.redisUrl === undefined ? undefined : openRedis(config.redisUrl, log, { patienceMs: LIMIT_PATIENCE_MS })
  const limits = createRateLimits(redis)
  const bus = config.redisUrl === undefined ? new MemoryBus() : new RedisBus(config.redisUrl, log)

  if (options.restored) await renewEpoch({ db, clock })
  const installation = await readInstallation(db)
  const signOuts = new SignOuts(
    {
      read: () => readInstallation(db),
      endClosed: () => endClosedSessions(),
      epochChanged: (epoch) => gateway.epochChanged(epoch),
      alone: config.redisUrl === undefined,
    },
    installation,
  )
  const topics = new Topics({ bus, log, signOuts })
  const dispatcher = new Dispatcher({ log, metrics, checkOutputs: options.checkOutputs ?? false })
  const gateway = new Gateway({ dispatcher, topics, epoch: installation.epoch, signOuts, log, metrics })
  const publish = createPublisher({
    bus,
    deliver: (envelope) => topics.deliver(envelope),
    endSessions: (ids) => gateway.endSessions(ids),
    signOuts,
  })
  const sealer = createSealer(config)
  const held = features.flatMap(({ privacy }) => (privacy ? [privacy] : []))
  const deps: Deps = { config, log, clock, db, jobs, mail, limits, sealer, metrics, publish, bus, signOuts, held }

  async function endClosedSessions(): Promise<void> {
    const ids = gateway.signInSessions()
    const open = await registrations.stillOpen(ids)
    gateway.endSessions(ids.filter((id) => !open.has(id)))
  }
  const registrations = new Registrations({ dispatcher, topics, gateway })
  for (const feature of features) feature.register(registrations, deps)

  // Request lines would carry network addresses; the figures are in the metrics.
  const logController = new LogController({ disableRequestLogging: true })
  const logger: FastifyBaseLogger = log
  const http: FastifyInstance = Fastify({
    loggerInstance: logger,
    logController,
    // Our own proxy names the last address; what the client claims before it is not believed.
    trustProxy: config.trustProxy ? (_address, hop) => hop === 0 : false,
    requestTimeout: REQUEST_MS,
  })
  answerErrors(http)
  await registerPlugins(http, config.publicUrl)
  const callers = openDoors(http, {
    dispatcher,
    gateway,
    bus,
    metrics,
    findActor: (kind, secret, remoteAddress) => registrations.findActor(kind, secret, remoteAddress),
    publicUrl: config.publicUrl,
  })
  registrations.mountRoutes(http, callers)
  serveState(http, {
    config,
    db,
    bus,
    isDraining: () => gateway.draining,
    metrics,
    log,
    readiness: registrations.readinessChecks,
  })
  if (options.client !== undefined) await serveClient(http, options.client)

  await jobs.start()
  await registrations.start()
  const beacon = startBeacon([() => topics.compareHeads(), () => signOuts.compare()], log)
  bus.onRestored(() => {
    beacon.now()
    topics.hintsMayBeLost()
  })

  return {
    http,
    deps,
    async listen() {
      await http.listen({ host: config.host, port: config.port })
    },
    async close() {
      await gateway.drain((await bus.peers()) > 0)
      beacon.stop()
      await closeHttp(http)
      await registrations.stop()
      await jobs.stop()
      mail.close()
      await bus.close()
      redis?.disconnect()
      await db.close()
    },
  }
}

async function closeHttp(http: FastifyInstance): Promise<void> {
  const patience = setTimeout(() => http.server.closeAllConnections(), LAST_REQUESTS_MS)
  await http.close()
  clearTimeout(patience)
}
