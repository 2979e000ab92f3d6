import { Redis } from 'ioredis'
import type { Logger } from './log.ts'

/** Wait between attempts to reach Redis, in milliseconds: grows to two seconds, then stays. */
function retryDelay(attempt: number): number {
  return Math.min(attempt * 100, 2_000)
}

/** A connection that comes back by itself. Commands fail at once while it is away: Redis is a hint, nobody waits for it. */
export function openRedis(url: string, log: Logger, options: { subscriber?: boolean } = {}): Redis {
  const redis = new Redis(url, {
    retryStrategy: retryDelay,
    maxRetriesPerRequest: options.subscriber ? null : 0,
    enableOfflineQueue: options.subscriber ?? false,
    connectTimeout: 2_000,
  })
  redis.on('error', (error: Error) => log.warn({ err: error }, 'redis connection failed'))
  return redis
}
