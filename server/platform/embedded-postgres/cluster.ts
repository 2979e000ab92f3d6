import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { diskFull, EmbeddedPostgresError } from './embedded-postgres-error.ts'
import type { SystemUser } from './system-user.ts'

export const DATABASE_NAME = 'allmende'
export const DATABASE_USER = 'allmende'
const MAJOR_VERSION = '18'
/** One segment of the write-ahead log: with less, Postgres gives up, and not always says why. */
const LEAST_FREE_BYTES = 16 * 1024 * 1024

interface NewCluster {
  clusterDir: string
  binaries: string
  user: SystemUser
  password: string
}

/** The cluster's password: made at the first start, readable for the server alone. */
export function readOrMakePassword(dataDir: string): string {
  const file = join(dataDir, 'postgres.password')
  if (existsSync(file)) return readFileSync(file, 'utf8')
  const password = randomBytes(24).toString('base64url')
  writeFileSync(`${file}.new`, password, { mode: 0o600, flush: true })
  renameSync(`${file}.new`, file)
  return password
}

/** True for a cluster that can be started, false where none is. Throws for one of another major version. */
export function isCluster(clusterDir: string): boolean {
  const file = join(clusterDir, 'PG_VERSION')
  if (!existsSync(file)) return false
  const version = readFileSync(file, 'utf8').trim()
  if (version === MAJOR_VERSION) return true
  throw new EmbeddedPostgresError(
    'failed',
    `The database in ${clusterDir} was made by Postgres ${version}, this Allmende brings Postgres ${MAJOR_VERSION}. Start the Allmende version that made it.`,
  )
}

/**
 * Makes a cluster with our database in it. It is made beside its place and moved there when it is complete, so that
 * an interrupted start leaves no half cluster.
 */
export function createCluster({ clusterDir, binaries, user, password }: NewCluster): void {
  const unfinished = `${clusterDir}.new`
  const passwordFile = join(unfinished, 'password')
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  const run = (program: string, args: string[], input?: string): void =>
    runProgram(join(binaries, 'bin', program), args, { user, clusterDir, ...(input === undefined ? {} : { input }) })

  const cluster = join(unfinished, 'cluster')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user) for (const path of [unfinished, passwordFile]) chownSync(path, user.uid, user.gid)
  // Postgres' own ICU is old and would be part of every index: the builtin provider's order never changes.
  run('initdb', [
    '-D',
    cluster,
    `--username=${DATABASE_USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ])
  run('postgres', ['--single', '-D', cluster, 'postgres'], `create database ${DATABASE_NAME};\n`)
  chmodSync(cluster, 0o700)
  // The place may be an empty directory that was made for us elsewhere.
  rmSync(clusterDir, { recursive: true, force: true })
  renameSync(cluster, clusterDir)
  rmSync(unfinished, { recursive: true, force: true })
}

function runProgram(
  program: string,
  args: string[],
  options: { user: SystemUser; clusterDir: string; input?: string },
): void {
  const { user, clusterDir, input } = options
  const { status, stderr, error } = spawnSync(program, args, {
    cwd: '/',
    env: { LANG: 'C', TZ: 'UTC' },
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
    ...user,
  })
  if (status === 0) return
  throw postgresFailure(clusterDir, error ? error.message : stderr)
}

/** What Postgres said on its way out, as one sentence. `output` holds no content: it is written before any query ran. */
export function postgresFailure(clusterDir: string, output: string): EmbeddedPostgresError {
  if (/no space left on device|check free disk space|disk quota exceeded/i.test(output) || isDiskFull(clusterDir))
    return diskFull(clusterDir)
  const reason = output
    .split('\n')
    .findLast((line) => /\b(FATAL|PANIC|error):/.test(line))
    ?.replace(/^.*?\b(?:FATAL|PANIC|error):\s*/, '')
  const message = `The built-in Postgres in ${clusterDir} does not start: ${reason ?? (output.trim().split('\n').at(-1) || 'it gave no reason')}.`
  return new EmbeddedPostgresError('failed', message)
}

function isDiskFull(clusterDir: string): boolean {
  const { bavail, bsize } = statfsSync(dirname(clusterDir))
  return bavail * bsize < LEAST_FREE_BYTES
}
