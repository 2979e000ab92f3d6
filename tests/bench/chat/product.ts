import { readConfig } from '../../../config/env.ts'
import { buildApp } from '../../../server/app.ts'
import { systemClock } from '../../../server/platform/clock.ts'
import type { DatabaseTarget } from '../../../server/platform/db.ts'
import { createLog } from '../../../server/platform/log.ts'

/* The product as a process of its own, on a Postgres that is given: what `server/main.ts` does, and says its port. */

const given = JSON.parse(process.argv[2] ?? '{}') as { database: DatabaseTarget; redisUrl?: string; mediaPort: number }
const base = readConfig({ LOG_LEVEL: 'error', PUBLIC_URL: 'http://localhost:3000' })
const config = {
  ...base,
  host: '127.0.0.1',
  port: 0,
  redisUrl: given.redisUrl,
  media: { ...base.media, workers: 1, port: given.mediaPort, listenAddress: '127.0.0.1' },
}
const app = await buildApp({
  config,
  log: createLog('error'),
  clock: systemClock,
  database: given.database,
  migrations: new URL('../../../migrations', import.meta.url).pathname,
})
await app.listen()
const address = app.http.server.address()
process.send?.(typeof address === 'object' ? (address?.port ?? 0) : 0)
const stop = () => void app.close().then(() => process.exit(0))
process.on('SIGTERM', stop)
process.on('disconnect', stop)
