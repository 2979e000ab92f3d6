import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from './ports.ts'

export interface TestRedis {
  url: string
  stop(): Promise<void>
}

/** A real redis-server on a free loopback port, nothing written to disk. */
export async function startRedis(port?: number): Promise<TestRedis> {
  const at = port ?? (await freePort())
  const directory = await mkdtemp(join(tmpdir(), 'allmende-redis-'))
  const settings = ['--port', String(at), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory]
  const child = spawn(process.env['REDIS_SERVER_PATH'] ?? 'redis-server', settings, { stdio: 'ignore' })
  const failed = new Promise<never>((_resolve, reject) => child.once('error', reject))
  const url = `redis://127.0.0.1:${at}`
  await Promise.race([answers(url), failed])
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function answers(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 })
  redis.on('error', () => undefined)
  try {
    await redis.ping()
  } finally {
    redis.disconnect()
  }
}
