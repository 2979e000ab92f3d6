import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { Refusal } from '#wire/refusal'
import type { RedisClient } from './redis.ts'

export interface Limit {
  /** Name in the store, e.g. `signIn.email`. */
  name: string
  points: number
  perSeconds: number
  /** `node`: each node counts alone, and nobody waits for Redis. For bounds on load, where twice as much does no harm. */
  scope?: 'installation' | 'node'
}

export interface RateLimits {
  /** Takes one point of `key`, or several. Throws `too_many` with `retryAfterMs` when none is left. */
  take(limit: Limit, key: string, points?: number): Promise<void>
  /** Gives everything back, e.g. after a successful sign-in. */
  clear(limit: Limit, key: string): Promise<void>
  /** Takes one point if there is one; for what is counted and decides later. */
  count(limit: Limit, key: string): Promise<void>
  /** Whether no point of `key` is left, without taking one. */
  isSpent(limit: Limit, key: string): Promise<boolean>
}

/** Counts in Redis when there is one (all nodes together), falls back to this process while it is away. */
export function createRateLimits(redis?: RedisClient): RateLimits {
  const limiters = new Map<string, RateLimiterMemory | RateLimiterRedis>()

  function limiterFor({ name, points, perSeconds, scope }: Limit): RateLimiterMemory | RateLimiterRedis {
    const known = limiters.get(name)
    if (known) return known
    const here = new RateLimiterMemory({ keyPrefix: name, points, duration: perSeconds })
    const made =
      redis && scope !== 'node'
        ? new RateLimiterRedis({
            storeClient: redis,
            keyPrefix: `limit:${name}`,
            points,
            duration: perSeconds,
            insuranceLimiter: here,
          })
        : here
    limiters.set(name, made)
    return made
  }

  return {
    async take(limit, key, points = 1) {
      try {
        await limiterFor(limit).consume(key, points)
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused
        throw new Refusal('too_many', `limit ${limit.name}`, { retryAfterMs: refused.msBeforeNext })
      }
    },
    async clear(limit, key) {
      await limiterFor(limit).delete(key)
    },
    async count(limit, key) {
      try {
        await limiterFor(limit).consume(key)
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused
      }
    },
    async isSpent(limit, key) {
      const counted = await limiterFor(limit).get(key)
      return counted !== null && counted.consumedPoints >= limit.points
    },
  }
}
