import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { Redis } from 'ioredis'
import { freePort } from '../support/ports.ts'
import { own } from './children.ts'

export interface FaultyRedis {
  url: string
  /** Gone at once, and with it everything it knew. */
  kill(): Promise<void>
  /** Empty. */
  start(): Promise<void>
}

/** A real Redis that keeps nothing. */
export async function startFaultyRedis(): Promise<FaultyRedis> {
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    tmpdir(),
  ]
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    child = own(spawn(process.env['REDIS_SERVER_PATH'] ?? 'redis-server', settings, { stdio: 'ignore' }))
    const failed = once(child, 'error').then(([error]) => {
      throw error
    })
    const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 30 })
    redis.on('error', () => undefined)
    await Promise.race([redis.ping(), failed])
    redis.disconnect()
  }

  await start()
  return {
    url,
    start,
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}
