import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type postgres from 'postgres'
import { connect } from '../../server/platform/db.ts'
import { createCluster, DATABASE_USER } from '../../server/platform/embedded-postgres/cluster.ts'
import { findBinaries, locateCluster, placeCluster } from '../../server/platform/embedded-postgres/locations.ts'
import { chooseUser } from '../../server/platform/embedded-postgres/system-user.ts'
import { migrateDatabase } from '../../server/platform/migrate.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/ports.ts'
import { own, ownDirectory, removeDirectory } from './children.ts'

const MIGRATIONS = new URL('../../migrations', import.meta.url).pathname
const TEMPLATE = 'faults_template'
const START_PATIENCE_MS = 30_000

export interface FaultyPostgres {
  /** A migrated database of its own. */
  makeDatabase(name: string): Promise<string>
  open(url: string): postgres.Sql
  /** Stops at once, as a power cut would, and starts again; everybody's connections are broken. */
  restart(downMs: number): Promise<void>
  stop(): Promise<void>
}

/** The embedded server's own Postgres, with fsync as it is, but reached by TCP as a cluster's nodes reach theirs. */
export async function startFaultyPostgres(): Promise<FaultyPostgres> {
  const dataDir = ownDirectory('allmende-faults-')
  const user = chooseUser(locateCluster(dataDir))
  const binaries = findBinaries(user)
  const clusterDir = placeCluster(dataDir, user)
  const password = 'faults'
  createCluster({ clusterDir, binaries, user, password })
  const port = await freePort()
  const url = (database: string) => `postgres://${DATABASE_USER}:${password}@127.0.0.1:${port}/${database}`
  const open = (at: string) => connect({ kind: 'url', url: at }, { max: 1 })

  function spawnPostmaster(): ChildProcess {
    const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=150', 'timezone=UTC']
    const args = ['-D', clusterDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
    const child = spawn(join(binaries, 'bin', 'postgres'), args, {
      cwd: '/',
      env: { LANG: 'C', TZ: 'UTC' },
      stdio: 'ignore',
      // Ctrl-C in the terminal is for us; we stop it ourselves, last.
      detached: true,
      ...user,
    })
    return own(child, 'SIGQUIT')
  }

  async function admin(statement: string): Promise<void> {
    const sql = open(url('postgres'))
    try {
      await sql.unsafe(statement)
    } finally {
      await sql.end()
    }
  }

  async function answers(): Promise<void> {
    await eventually(async () => {
      await admin('select 1')
    }, START_PATIENCE_MS)
  }

  async function halt(): Promise<void> {
    const ended = once(postmaster, 'exit')
    if (postmaster.exitCode !== null || postmaster.signalCode !== null) return
    postmaster.kill('SIGQUIT')
    await ended
  }

  let postmaster = spawnPostmaster()
  await answers()
  await admin(`create database ${TEMPLATE}`)
  await migrateDatabase({ kind: 'url', url: url(TEMPLATE) }, MIGRATIONS)

  return {
    open,
    async makeDatabase(name) {
      await admin(`create database ${name} template ${TEMPLATE}`)
      return url(name)
    },
    async restart(downMs) {
      await halt()
      await new Promise((resolve) => setTimeout(resolve, downMs))
      postmaster = spawnPostmaster()
      await answers()
    },
    async stop() {
      await halt()
      rmSync(clusterDir, { recursive: true, force: true })
      removeDirectory(dataDir)
    },
  }
}
