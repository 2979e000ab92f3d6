import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { postgresFailure } from './cluster.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { isRunning, processArguments, waitForEnd } from './processes.ts'
import type { SystemUser } from './system-user.ts'

export const SOCKET_PORT = 5432
const FAST_SHUTDOWN_MS = 20_000
const HARD_SHUTDOWN_MS = 5_000
/** Crash recovery may take long on a slow disk; a server that has not come up after this time never will. */
const START_LIMIT_MS = 10 * 60_000

/** Durable, and small: a town's server has a few gigabytes of memory. Messages of its log hold no row's content. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'fatal',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

export interface PostmasterOptions {
  binaries: string
  clusterDir: string
  socketDirectory: string
  logFile: string
  user: SystemUser
}

/** Starts Postgres and waits until it takes connections. It survives Ctrl-C in the terminal: we stop it ourselves, last. */
export async function startPostmaster(options: PostmasterOptions, onSlow: () => void): Promise<ChildProcess> {
  const { binaries, clusterDir, socketDirectory, logFile, user } = options
  const settings = Object.entries({ ...SETTINGS, unix_socket_directories: socketDirectory })
  const output = openSync(logFile, 'w', 0o600)
  const child = spawn(
    join(binaries, 'bin', 'postgres'),
    ['-D', clusterDir, '-p', String(SOCKET_PORT), ...settings.flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    { cwd: '/', detached: true, env: { LANG: 'C', TZ: 'UTC' }, stdio: ['ignore', output, output], ...user },
  )
  closeSync(output)
  // A program that has nothing else to do ends; the next start finds and stops what it left.
  child.unref()
  await Promise.race([once(child, 'spawn'), once(child, 'error')])
  await waitUntilReady(child, options, onSlow)
  return child
}

async function waitUntilReady(
  child: ChildProcess,
  { clusterDir, logFile }: PostmasterOptions,
  onSlow: () => void,
): Promise<void> {
  const began = performance.now()
  const slow = setTimeout(onSlow, 2_000)
  try {
    while (performance.now() - began < START_LIMIT_MS) {
      const state = readPostmasterFile(clusterDir)
      if (state?.pid === child.pid && state?.ready) return
      if (child.pid === undefined || !isRunning(child.pid))
        throw postgresFailure(clusterDir, readFileSync(logFile, 'utf8'))
      await sleep(10)
    }
  } finally {
    clearTimeout(slow)
  }
  child.kill('SIGQUIT')
  throw new EmbeddedPostgresError('failed', `The built-in Postgres in ${clusterDir} has not come up in ten minutes.`)
}

/** Ends a Postgres: open transactions are rolled back, everything committed is kept. */
export async function stopPostmaster(pid: number): Promise<void> {
  for (const [signal, timeoutMs] of [
    ['SIGINT', FAST_SHUTDOWN_MS],
    ['SIGQUIT', HARD_SHUTDOWN_MS],
    ['SIGKILL', HARD_SHUTDOWN_MS],
  ] as const) {
    if (!signalProcess(pid, signal) || (await waitForEnd(pid, timeoutMs))) return
  }
  throw new EmbeddedPostgresError(
    'failed',
    `The Postgres process ${pid} does not end. Restart the machine, or end it by hand.`,
  )
}

/**
 * Clears away what an unclean end left: a Postgres that still runs on the cluster is stopped, a file that names a
 * process which is none of ours is removed. Only for the owner of the data directory's lock.
 */
export async function removeOrphan(
  clusterDir: string,
): Promise<{ stopped: boolean; socketDirectory: string } | undefined> {
  const left = readPostmasterFile(clusterDir)
  if (!left) return undefined
  const stopped = isRunning(left.pid) && processArguments(left.pid).includes(clusterDir)
  if (stopped) await stopPostmaster(left.pid)
  rmSync(join(clusterDir, 'postmaster.pid'), { force: true })
  return { stopped, socketDirectory: left.socketDirectory }
}

/** Lines of `postmaster.pid`: process, cluster, start, port, socket directory, address, shared memory, state. */
export function readPostmasterFile(
  clusterDir: string,
): { pid: number; socketDirectory: string; ready: boolean } | undefined {
  try {
    const lines = readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), socketDirectory: lines[4] ?? '', ready: lines[7]?.trim() === 'ready' }
  } catch {
    return undefined
  }
}

function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false // it has ended meanwhile
  }
}
