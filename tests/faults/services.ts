import { startFaultyPostgres, type FaultyPostgres } from './postgres.ts'
import { startFaultyRedis, type FaultyRedis } from './redis.ts'

export interface Services {
  postgres: FaultyPostgres
  redis: FaultyRedis
  stop(): Promise<void>
}

/** What a cluster stands on; may serve several runs, one after the other. */
export async function startServices(): Promise<Services> {
  const [postgres, redis] = await Promise.all([startFaultyPostgres(), startFaultyRedis()])
  return {
    postgres,
    redis,
    async stop() {
      await Promise.all([postgres.stop(), redis.kill()])
    },
  }
}
