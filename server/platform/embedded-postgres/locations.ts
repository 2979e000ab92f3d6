import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { canReach, type SystemUser } from './system-user.ts'

/** Where root keeps what the unprivileged user cannot reach in its own place, as below a home of mode 0700. */
const SHARED_DIRECTORY = '/var/lib/allmende'
const SOCKET_PREFIX = 'allmende-postgres-'
/** A Unix socket's path has at most 107 bytes; `.s.PGSQL.5432.lock` needs 19 of them. */
const SOCKET_DIRECTORY_LIMIT_BYTES = 86

/** The directory that holds `bin/postgres`, readable by the user. */
export function findBinaries(user: SystemUser): string {
  const { directory, version } = findPackage()
  const native = join(directory, 'native')
  if (!existsSync(join(native, 'lib', 'libpq.so.5'))) {
    const message = 'The Postgres binaries are not completely installed. Run "npm start", which completes them.'
    throw new EmbeddedPostgresError('incomplete_packages', message)
  }
  if (user === undefined || canReach(user, join(native, 'bin', 'postgres'))) return native
  return copyBinaries(native, join(SHARED_DIRECTORY, `postgres-binaries-${version}`))
}

function copyBinaries(native: string, copy: string): string {
  if (existsSync(copy)) return copy
  const unfinished = `${copy}.${process.pid}`
  makeSharedDirectory()
  rmSync(unfinished, { recursive: true, force: true })
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
  renameSync(unfinished, copy)
  return copy
}

/** The cluster's directory: below the data directory, or where a link there leads. May not exist yet. */
export function locateCluster(dataDir: string): string {
  const place = join(dataDir, 'postgres')
  return lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()
    ? realpathSync(place)
    : join(realpathSync(dataDir), 'postgres')
}

/** Chooses the place of a new cluster; a link in the data directory leads to it when it has to be elsewhere. */
export function placeCluster(dataDir: string, user: SystemUser): string {
  const inside = locateCluster(dataDir)
  if (user === undefined || canReach(user, dirname(inside)) || openFor(user, dirname(inside))) return inside
  makeSharedDirectory()
  const elsewhere = join(SHARED_DIRECTORY, `postgres-${randomBytes(6).toString('hex')}`)
  mkdirSync(elsewhere, { mode: 0o700 })
  symlinkSync(elsewhere, join(dataDir, 'postgres'))
  return elsewhere
}

/** Lets the user's group pass through a directory that so far is root's alone; true when that is enough. */
function openFor(user: NonNullable<SystemUser>, directory: string): boolean {
  const { uid, mode } = statSync(directory)
  if (uid !== 0 || (mode & 0o077) !== 0) return false
  chownSync(directory, 0, user.gid)
  chmodSync(directory, 0o710)
  return canReach(user, directory)
}

/** A short folder of its own for the socket, reachable by the user and by us alone. */
export function makeSocketDirectory(user: SystemUser): string {
  const parent =
    Buffer.byteLength(tmpdir()) + SOCKET_PREFIX.length + 7 <= SOCKET_DIRECTORY_LIMIT_BYTES ? tmpdir() : '/tmp'
  const reachable = user === undefined || canReach(user, parent) ? parent : '/tmp'
  const directory = mkdtempSync(join(reachable, SOCKET_PREFIX))
  if (user) chownSync(directory, user.uid, user.gid)
  return directory
}

/** Removes a socket folder, also one that a killed server left behind; never anything else. */
export function removeSocketDirectory(directory: string): void {
  if (directory.includes(`/${SOCKET_PREFIX}`)) rmSync(directory, { recursive: true, force: true })
}

function makeSharedDirectory(): void {
  mkdirSync(SHARED_DIRECTORY, { recursive: true })
  chmodSync(SHARED_DIRECTORY, 0o755)
}

function findPackage(): { directory: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    const directory = dirname(dirname(entry))
    const { version } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { version: string }
    return { directory, version }
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'unsupported_platform',
      `There is no built-in Postgres for ${process.platform} on ${process.arch}. Set DATABASE_URL to a Postgres of version 15 or newer.`,
      { cause },
    )
  }
}
