import { Cluster, Redis } from 'ioredis'
import { parseRedisUrl, type RedisAccess, type RedisAddress, type RedisTarget } from '../../config/redis-url.ts'
import type { Logger } from './log.ts'

/** Redis or Valkey ≥ 7: one server, or a cluster. */
export type RedisClient = Redis | Cluster

/** A server that says nothing for so long counts as gone; the connection is made anew. */
const REDIS_SILENCE_MS = 3_000

/** Wait between attempts to reach Redis, in milliseconds: grows to two seconds, then stays. */
function retryDelay(attempt: number): number {
  return Math.min(attempt * 100, 2_000)
}

/** Commands fail at once while the server is away: Redis is a hint, nobody waits for it. */
function connectionOptions({ username, password, tls }: RedisAccess) {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    socketTimeout: REDIS_SILENCE_MS,
  }
}

/**
 * A client that comes back by itself and finds the shards of a cluster. `patienceMs`: how long one command may take, for those
 * somebody waits for.
 */
export function openRedis(url: string, log: Logger, options: { patienceMs?: number } = {}): RedisClient {
  const target = parseRedisUrl(url)
  const patience = options.patienceMs === undefined ? {} : { commandTimeout: options.patienceMs }
  const redis = target.kind === 'single' ? openSingle(target, patience) : openCluster(target, patience)
  if (redis instanceof Redis) redis.once('ready', () => void warnOfCluster(redis, log))
  redis.on('error', (error: Error) => log.warn({ err: error }, 'redis connection failed'))
  return redis
}

/** One server of a cluster takes only what lies in its own slots: most of what is published would fail. */
async function warnOfCluster(redis: Redis, log: Logger): Promise<void> {
  // A server that tells nobody of itself is no fault.
  const about = await redis.info('cluster').catch(() => '')
  if (!about.includes('cluster_enabled:1')) return
  log.error(
    'REDIS_URL names one server of a cluster as if it stood alone: begin it with redis+cluster:// or rediss+cluster://',
  )
}

interface Patience {
  commandTimeout?: number
}

function openSingle({ access, address, database }: RedisTarget & { kind: 'single' }, patience: Patience): Redis {
  return new Redis({
    ...connectionOptions(access),
    ...patience,
    ...address,
    enableOfflineQueue: false,
    db: database,
    retryStrategy: retryDelay,
  })
}

function openCluster({ access, addresses }: RedisTarget & { kind: 'cluster' }, patience: Patience): Cluster {
  const cluster = new Cluster([...addresses], {
    redisOptions: { ...connectionOptions(access), ...patience },
    enableOfflineQueue: false,
    clusterRetryStrategy: retryDelay,
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    maxRedirections: 4,
    slotsRefreshTimeout: 2_000,
    // Names stay names: a certificate holds them, and a server that comes back may have another address.
    dnsLookup: (address, callback) => callback(null, address),
  })
  // Otherwise the first command to a node would open the connection, and those that follow at once would fail. Not before the
  // cluster was found to be well: it is asked by one of the nodes, which must not be on its way then.
  cluster.on('ready', () => cluster.nodes().forEach(connect))
  cluster.on('+node', (node: Redis) => cluster.status === 'ready' && connect(node))
  return cluster
}

function connect(node: Redis): void {
  if (node.status === 'wait') node.connect().catch(() => undefined)
}

/** A connection of its own to one server, for subscriptions. What is subscribed is its owner's to repeat. */
export function openSubscriber(url: string, address: RedisAddress, log: Logger): Redis {
  const { access } = parseRedisUrl(url)
  const redis = new Redis({
    ...connectionOptions(access),
    ...address,
    enableOfflineQueue: false,
    retryStrategy: retryDelay,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
  })
  redis.on('error', (error: Error) => log.warn({ err: error }, 'redis connection failed'))
  return redis
}
