import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { isRunning, processStart } from './processes.ts'

interface Owner {
  pid: number
  start: string | undefined
}

/**
 * Makes this process the owner of a data directory: one server at a time. A lock of a process that no longer lives is
 * taken over. Throws `already_running`. The returned function gives the directory back.
 */
export function lockDataDirectory(dataDir: string): () => void {
  const lock = join(dataDir, 'server.lock')
  const mine = `${lock}.${process.pid}`
  const content = JSON.stringify({ pid: process.pid, start: processStart(process.pid) } satisfies Owner)
  writeFileSync(mine, content)
  try {
    while (!tryLink(mine, lock)) removeStaleLock(lock, dataDir)
  } finally {
    rmSync(mine, { force: true })
  }
  return () => {
    if (readOwner(lock)?.pid === process.pid) rmSync(lock, { force: true })
  }
}

/** Whether a server runs on this data directory. */
export function isDataDirectoryOwned(dataDir: string): boolean {
  const owner = readOwner(join(dataDir, 'server.lock'))
  return owner !== undefined && isAlive(owner)
}

/** A hard link appears whole or not at all, so that nobody reads a lock without its owner. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

function removeStaleLock(lock: string, dataDir: string): void {
  refuseLivingOwner(readOwner(lock), dataDir)
  // Moved away first: of two processes that both found it stale, one may meanwhile have put its own in the place.
  const aside = `${lock}.stale.${process.pid}`
  try {
    renameSync(lock, aside)
  } catch {
    return // the other one was faster
  }
  const owner = readOwner(aside)
  if (owner && isAlive(owner)) tryLink(aside, lock)
  rmSync(aside, { force: true })
  refuseLivingOwner(owner, dataDir)
}

function refuseLivingOwner(owner: Owner | undefined, dataDir: string): void {
  if (!owner || !isAlive(owner)) return
  throw new EmbeddedPostgresError(
    'already_running',
    `Allmende is already running on the data directory ${dataDir} (process ${owner.pid}). Stop it first, or set DATA_DIR to another directory.`,
  )
}

function isAlive({ pid, start }: Owner): boolean {
  return isRunning(pid) && processStart(pid) === start
}

function readOwner(lock: string): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(lock, 'utf8'))
    if (typeof owner !== 'object' || owner === null || !('pid' in owner) || typeof owner.pid !== 'number')
      return undefined
    return { pid: owner.pid, start: 'start' in owner && typeof owner.start === 'string' ? owner.start : undefined }
  } catch {
    return undefined // gone, or damaged by a full disk: nobody's
  }
}
