import { sql } from 'drizzle-orm'
import type { Health, Hint } from '#protocol/admin'
import type { JobFigures } from '../../platform/jobs.ts'
import { productVersion } from '../../platform/version.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { readMediaState } from '../meetings/index.ts'
import { accessInstallation } from '../orgs/index.ts'
import { readDisk } from './disk.ts'

/** Clocks that are further apart make links end early and lines of the audit log stand in a wrong order. */
const CLOCKS_APART_MS = 5_000
const STUCK_AFTER_MS = 10 * 60 * 1_000
const REDIS_PATIENCE_MS = 2_000

export async function readHealth(deps: Deps, actor: Actor): Promise<Health> {
  await accessInstallation(deps.db, actor, 'installation.manage')
  const { config, bus, jobs } = deps
  const [database, redis, nodes, figures, disk] = await Promise.all([
    readDatabase(deps),
    readRedis(deps),
    bus.peers(),
    jobs.figures(),
    readDisk(config.dataDir),
  ])
  const health = {
    version: productVersion(),
    origin: config.publicUrl.origin,
    database,
    redis,
    nodes: nodes + 1,
    jobs: figures,
    media: readMediaState(deps).state,
  }
  return { ...health, hints: hintsOf(deps, health, disk?.isLow ?? false) }
}

/** The moment between asking and hearing is compared, so that a slow line is no wrong clock. */
async function readDatabase({ db, clock, config }: Deps): Promise<Health['database']> {
  const asked = clock.now().getTime()
  const [row] = await db.execute<{ version: string; now: number }>(
    sql`select current_setting('server_version') as version, (extract(epoch from clock_timestamp()) * 1000)::float8 as now`,
  )
  if (!row) throw new Error('the database does not tell its version')
  const heard = clock.now().getTime()
  const version = row.version.split(' ')[0] ?? ''
  const clockAheadMs = Math.round(row.now - (asked + heard) / 2)
  return { version, isEmbedded: config.databaseUrl === undefined, clockAheadMs }
}

async function readRedis({ config, bus }: Deps): Promise<Health['redis']> {
  if (config.redisUrl === undefined) return 'none'
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'away'>((resolve) => {
    timer = setTimeout(resolve, REDIS_PATIENCE_MS, 'away')
  })
  const answered = bus.ping().then(
    () => 'ok' as const,
    () => 'away' as const,
  )
  return Promise.race([answered, late]).finally(() => clearTimeout(timer))
}

function hintsOf({ config, mail }: Deps, health: Omit<Health, 'hints'>, isDiskLow: boolean): Hint[] {
  const { publicUrl, mailFrom } = config
  const isLocal = /^(localhost|127\.|\[::1\])/.test(publicUrl.hostname)
  const found: readonly (readonly [Hint, boolean])[] = [
    ['database.clock', Math.abs(health.database.clockAheadMs) > CLOCKS_APART_MS],
    ['redis.away', health.redis === 'away'],
    ['jobs.stuck', isStuck(health.jobs)],
    ['jobs.failed', health.jobs.failed > 0],
    ['media.failed', health.media === 'failed'],
    ['disk.low', isDiskLow],
    ['url.plain', publicUrl.protocol === 'http:' && !isLocal],
    ['url.local', isLocal],
    ['mail.none', !mail.isConfigured],
    ['mail.sender', mail.isConfigured && mailFrom.address.endsWith('@localhost')],
  ]
  return found.flatMap(([hint, applies]) => (applies ? [hint] : []))
}

function isStuck({ oldestWaitingMs }: JobFigures): boolean {
  return oldestWaitingMs !== null && oldestWaitingMs > STUCK_AFTER_MS
}
