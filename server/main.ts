import { parseArgs } from 'node:util'
import { ConfigError, readProcessConfig, type Config } from '../config/env.ts'
import { buildApp, type App } from './app.ts'
import { systemClock } from './platform/clock.ts'
import type { DatabaseTarget } from './platform/db.ts'
import { findRunningPostgres, startEmbeddedPostgres } from './platform/embedded-postgres/index.ts'
import { createLog, type Logger } from './platform/log.ts'
import { explainStart } from './start-faults.ts'
import { describeVerdict, readAnchor, verifyAudit } from './verify-audit.ts'

/** A stop that takes longer is cut. Handing over many clients takes half a minute. */
const STOP_PATIENCE_MS = 50_000
/** A service manager signals us and whoever started us, who passes it on: so soon it is the same signal. */
const SAME_SIGNAL_MS = 1_000

const { values } = parseArgs({
  options: {
    demo: { type: 'boolean', default: false },
    restored: { type: 'boolean', default: false },
    'verify-audit': { type: 'boolean', default: false },
    expect: { type: 'string', multiple: true, default: [] },
  },
})

interface Running {
  app: App
  stopDatabase: () => Promise<void>
}

function readConfigOrExit(): Config {
  try {
    return readProcessConfig({ demo: values.demo })
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const fault of error.faults) process.stderr.write(`Configuration: ${fault}\n`)
    process.exit(1)
  }
}

async function openPostgres(
  config: Config,
  log: Logger,
): Promise<{ target: DatabaseTarget; stop: () => Promise<void> }> {
  if (config.databaseUrl !== undefined)
    return { target: { kind: 'url', url: config.databaseUrl }, stop: async () => undefined }
  const embedded = await startEmbeddedPostgres({ dataDir: config.dataDir, log })
  return { target: { kind: 'socket', ...embedded.connection }, stop: () => embedded.stop() }
}

async function start(config: Config, log: Logger): Promise<Running> {
  const postgres = await openPostgres(config, log)
  try {
    const app = await buildApp({
      config,
      log,
      clock: systemClock,
      database: postgres.target,
      migrations: new URL('../migrations', import.meta.url).pathname,
      client: new URL('../client/dist', import.meta.url).pathname,
      restored: values.restored,
    })
    await app.listen().catch(async (error: unknown) => {
      await app.close()
      throw error
    })
    return { app, stopDatabase: postgres.stop }
  } catch (error) {
    await postgres.stop()
    throw error
  }
}

/** 0: whole, 1: manipulated, 2: could not be read. Also beside a running server. */
async function verifyAndExit(config: Config, log: Logger): Promise<never> {
  const anchors = values.expect.map((text) => {
    const anchor = readAnchor(text)
    if (!anchor) process.stderr.write(`--expect ${text} is neither <number>:<hash> nor a hash.\n`)
    return anchor
  })
  if (anchors.includes(undefined)) process.exit(2)
  const known = anchors.filter((anchor) => anchor !== undefined)
  const running = config.databaseUrl === undefined ? findRunningPostgres(config.dataDir) : undefined
  const postgres = running
    ? { target: { kind: 'socket' as const, ...running }, stop: async () => undefined }
    : await openPostgres(config, log)
  let verdict
  try {
    verdict = await verifyAudit(postgres.target, known)
  } finally {
    await postgres.stop()
  }
  process.stdout.write(describeVerdict(verdict))
  process.exit(verdict.tampering ? 1 : 0)
}

/** From the first moment on: a start that is cut short would leave its Postgres behind. */
function stopOnSignals(starting: Promise<Running>, log: Logger): void {
  let stoppingSince: number | undefined
  async function stop(): Promise<void> {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > SAME_SIGNAL_MS) process.exit(1)
      return
    }
    stoppingSince = performance.now()
    setTimeout(() => process.exit(1), STOP_PATIENCE_MS).unref()
    const { app, stopDatabase } = await starting
    await app.close()
    await stopDatabase()
    log.info('stopped')
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop())
}

const config = readConfigOrExit()
const log = createLog(config.logLevel)
process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'a bug ended the process')
  process.exit(1)
})
try {
  if (values['verify-audit']) await verifyAndExit(config, log)
  const starting = Promise.resolve().then(() => start(config, log))
  stopOnSignals(starting, log)
  await starting
  process.stdout.write(`Allmende is ready at ${config.publicUrl.origin}\n`)
} catch (error) {
  const sentence = explainStart(error, config)
  if (sentence === undefined) log.fatal({ err: error }, 'the start failed')
  else process.stderr.write(`${sentence}\n`)
  process.exit(values['verify-audit'] ? 2 : 1)
}
