import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import { connect, type DatabaseTarget } from '../../../server/platform/db.ts'
import { startEmbeddedPostgres } from '../../../server/platform/embedded-postgres/index.ts'
import { createLog } from '../../../server/platform/log.ts'
import { migrateDatabase } from '../../../server/platform/migrate.ts'
import { freePort } from '../../support/ports.ts'
import { startRedis } from '../../support/redis.ts'
import { cpuMs, descendants, startChild, type Child } from './children.ts'

const MIGRATIONS = new URL('../../../migrations', import.meta.url).pathname

export interface Services {
  target: DatabaseTarget
  redisUrl: string
  /** Processor time of Postgres with all its processes, in milliseconds. */
  postgresCpuMs(): number
  postgresPids(): number[]
  /** A migrated database of its own. */
  database(name: string): Promise<{ target: DatabaseTarget; sql: postgres.Sql }>
  /** The product on a database; `alone`: without Redis. */
  product(target: DatabaseTarget, options?: { alone?: boolean }): Promise<Product>
  stop(): Promise<void>
}

export interface Product {
  child: Child
  port: number
}

/** Postgres as the product brings it, with its own settings, fsync on, and a Redis. */
export async function startServices(): Promise<Services> {
  const dataDir = await mkdtemp(join(tmpdir(), 'allmende-bench-'))
  const embedded = await startEmbeddedPostgres({ dataDir, log: createLog('warn') })
  const redis = await startRedis()
  const target: DatabaseTarget = { kind: 'socket', ...embedded.connection }
  const open: postgres.Sql[] = []
  const postmaster = await postmasterPid(target)
  const pids = () => descendants(postmaster)
  return {
    target,
    redisUrl: redis.url,
    postgresPids: pids,
    postgresCpuMs: () => pids().reduce((sum, pid) => sum + cpuMs(pid), 0),
    async database(name) {
      const admin = connect(target, { max: 1 })
      await admin.unsafe(`create database ${name}`)
      await admin.end()
      const own: DatabaseTarget = { kind: 'socket', ...embedded.connection, database: name }
      await migrateDatabase(own, MIGRATIONS)
      const sql = connect(own, { max: 4 })
      open.push(sql)
      return { target: own, sql }
    },
    async product(database, { alone = false } = {}) {
      const given = { database, mediaPort: await freePort(), ...(alone ? {} : { redisUrl: redis.url }) }
      const child = startChild('./product.ts', [JSON.stringify(given)])
      return { child, port: Number(await child.said) }
    },
    async stop() {
      await Promise.all(open.map((sql) => sql.end()))
      await embedded.stop()
      await redis.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function postmasterPid(target: DatabaseTarget): Promise<number> {
  const sql = connect(target, { max: 1 })
  const [row] = await sql<{ file: string }[]>`select pg_read_file('postmaster.pid') as file`
  await sql.end()
  return Number(row?.file.split('\n')[0])
}
