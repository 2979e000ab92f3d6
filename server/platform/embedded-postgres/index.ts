import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { DatabaseTarget } from '../db.ts'
import type { Logger } from '../log.ts'
import { createCluster, DATABASE_NAME, DATABASE_USER, isCluster, readOrMakePassword } from './cluster.ts'
import { isDataDirectoryOwned, lockDataDirectory } from './data-lock.ts'
import { directoryError, EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { findBinaries, locateCluster, makeSocketDirectory, placeCluster, removeSocketDirectory } from './locations.ts'
import { readPostmasterFile, removeOrphan, SOCKET_PORT, type PostmasterOptions } from './postmaster.ts'
import { supervise } from './supervise.ts'
import { chooseUser } from './system-user.ts'

export interface EmbeddedPostgres {
  /** Stays the same when Postgres died and was started again. */
  readonly connection: Omit<Extract<DatabaseTarget, { kind: 'socket' }>, 'kind'>
  /** Stops Postgres and gives the data directory back. Twice is fine. */
  stop(): Promise<void>
}

/**
 * A real Postgres of our own below `dataDir`, reached through a Unix socket alone. It is made at the first start,
 * outlives neither us nor a predecessor that was killed, and is started again should it die.
 * Throws `EmbeddedPostgresError`, whose message is for the person who started the server.
 */
export async function startEmbeddedPostgres({
  dataDir,
  log,
}: {
  dataDir: string
  log: Logger
}): Promise<EmbeddedPostgres> {
  await using undo = new AsyncDisposableStack()
  try {
    makeDirectory(dataDir)
    undo.defer(lockDataDirectory(dataDir))
    const { postmaster, password } = await prepare(dataDir, log)
    undo.defer(() => removeSocketDirectory(postmaster.socketDirectory))
    const running = await supervise(postmaster, log)
    undo.defer(() => running.stop())
    const owned = undo.move()
    const directory = postmaster.socketDirectory
    return {
      connection: { directory, port: SOCKET_PORT, user: DATABASE_USER, password, database: DATABASE_NAME },
      stop: () => owned.disposeAsync(),
    }
  } catch (error) {
    throw error instanceof EmbeddedPostgresError ? error : directoryError(dataDir, error)
  }
}

/** The Postgres of a server that runs on this data directory now, for a look beside it. Whoever is not its user is refused by the system. */
export function findRunningPostgres(dataDir: string): EmbeddedPostgres['connection'] | undefined {
  if (!isDataDirectoryOwned(dataDir)) return undefined
  const running = readPostmasterFile(locateCluster(dataDir))
  if (!running?.ready) return undefined
  const { socketDirectory: directory } = running
  return {
    directory,
    port: SOCKET_PORT,
    user: DATABASE_USER,
    password: readOrMakePassword(dataDir),
    database: DATABASE_NAME,
  }
}

async function prepare(dataDir: string, log: Logger): Promise<{ postmaster: PostmasterOptions; password: string }> {
  const user = chooseUser(locateCluster(dataDir))
  const binaries = findBinaries(user)
  const password = readOrMakePassword(dataDir)
  let clusterDir = locateCluster(dataDir)
  if (isCluster(clusterDir)) {
    const orphan = await removeOrphan(clusterDir)
    if (orphan) removeSocketDirectory(orphan.socketDirectory)
    if (orphan?.stopped) log.warn('stopped the Postgres that a killed server had left running')
  } else {
    clusterDir = placeCluster(dataDir, user)
    createCluster({ clusterDir, binaries, user, password })
    log.info('made a new database')
  }
  const logFile = join(dataDir, 'postgres.log')
  return { postmaster: { binaries, clusterDir, socketDirectory: makeSocketDirectory(user), logFile, user }, password }
}

/** Step by step: Node's own recursive way never returns below `/proc`, where nothing can be made. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return
  makeDirectory(dirname(path))
  mkdirSync(path)
}
