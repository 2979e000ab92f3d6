import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from './ports.ts'

export const REDIS_PROGRAM = process.env['REDIS_SERVER_PATH'] ?? 'redis-server'
/** Undefined where there is no Valkey. */
export const VALKEY_PROGRAM = process.env['VALKEY_SERVER_PATH'] || undefined

export interface TestRedis {
  url: string
  port: number
  readonly running: boolean
  /** Halts it like a machine that hangs; its connections stay open. */
  pause(): void
  resume(): void
  stop(): Promise<void>
}

interface ServerOptions {
  program?: string | undefined
  /** Further settings, as on the command line. */
  settings?: readonly string[]
  /** Where it keeps its files; absent: in a place of its own, until it is stopped. */
  directory?: string
}

/** A real server on a free loopback port, nothing written to disk. */
export async function startRedis(port?: number, options: ServerOptions = {}): Promise<TestRedis> {
  const { program = REDIS_PROGRAM, settings = [] } = options
  const at = port ?? (await freePort())
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'allmende-redis-')))
  const own = ['--port', String(at), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory]
  const child = spawn(program, [...own, ...settings], { stdio: 'ignore' })
  const failed = new Promise<never>((_resolve, reject) => child.once('error', reject))
  await Promise.race([withRedis(at, (redis) => redis.ping()), failed])
  return {
    url: `redis://127.0.0.1:${at}`,
    port: at,
    get running() {
      return child.exitCode === null && child.signalCode === null
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async stop() {
      await ended(child)
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true })
    },
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const end = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await end
}

/** Does something with a connection of its own; waits until the server is there. */
export async function withRedis<T>(port: number, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: null, retryStrategy: () => 50 })
  redis.on('error', () => undefined)
  try {
    return await work(redis)
  } finally {
    redis.disconnect()
  }
}
