import { Cluster } from 'ioredis'
import type { RedisAddress } from '../../config/redis-url.ts'
import { parseRedisUrl } from '../../config/redis-url.ts'
import type { RedisClient } from './redis.ts'
import { slotOf } from './redis-slots.ts'

/** Which server carries which channel. */
export interface Shards {
  /** The server's address; undefined while nobody knows. */
  of(channel: string): RedisAddress | undefined
  /** Asks the cluster anew. */
  refresh(): void
  onChanged(listener: () => void): void
}

/** As the client that publishes knows them: both sides of a channel meet at the same server. */
export function shardsOf(client: RedisClient, url: string): Shards {
  return client instanceof Cluster ? clusterShards(client) : singleShard(url)
}

function singleShard(url: string): Shards {
  const target = parseRedisUrl(url)
  const address = target.kind === 'single' ? target.address : undefined
  return { of: () => address, refresh: () => undefined, onChanged: () => undefined }
}

function clusterShards(cluster: Cluster): Shards {
  return {
    of(channel) {
      const master = cluster.slots[slotOf(channel)]?.[0]
      return master === undefined ? undefined : readAddress(master)
    },
    refresh: () => cluster.refreshSlotsCache(() => undefined),
    onChanged: (listener) => void cluster.on('refresh', listener),
  }
}

function readAddress(hostAndPort: string): RedisAddress {
  const colon = hostAndPort.lastIndexOf(':')
  return { host: hostAndPort.slice(0, colon), port: Number(hostAndPort.slice(colon + 1)) }
}
