import { pino } from 'pino'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parseRedisUrl } from '../../config/redis-url.ts'
import { readConfig } from '../../config/env.ts'
import { createLog } from '../../server/platform/log.ts'
import { createRateLimits } from '../../server/platform/rate-limits.ts'
import { slotOf } from '../../server/platform/redis-slots.ts'
import { openRedis } from '../../server/platform/redis.ts'
import { eventually } from '../support/eventually.ts'
import { TestCluster } from '../support/redis-cluster.ts'
import { startRedis, withRedis } from '../support/redis.ts'

describe('REDIS_URL', () => {
  const noAccess = { username: undefined, password: undefined, tls: false }

  test.each([
    ['redis://cache', { kind: 'single', access: noAccess, address: { host: 'cache', port: 6379 }, database: 0 }],
    [
      'rediss://anna:a%2Fb@[::1]:6380/3',
      {
        kind: 'single',
        access: { username: 'anna', password: 'a/b', tls: true },
        address: { host: '::1', port: 6380 },
        database: 3,
      },
    ],
    ['redis+cluster://one:7000', { kind: 'cluster', access: noAccess, addresses: [{ host: 'one', port: 7000 }] }],
    [
      'rediss://:geheim@one:7000, two ,rediss://three:7002/',
      {
        kind: 'cluster',
        access: { username: undefined, password: 'geheim', tls: true },
        addresses: [
          { host: 'one', port: 7000 },
          { host: 'two', port: 6379 },
          { host: 'three', port: 7002 },
        ],
      },
    ],
  ])('%s', (text, target) => expect(parseRedisUrl(text)).toEqual(target))

  test.each([
    ['cache:geheim', 'must begin with redis://'],
    ['redis://cache,', 'must name a host'],
    ['redis://:geheim@', 'must be a URL'],
    ['redis://one,rediss://two', 'must have the same scheme'],
    ['redis://:geheim@one,redis://:anders@two', 'must have the same user and password'],
    ['redis://one,two/1', 'must not name a database'],
    ['redis+cluster://one/1', 'must not name a database'],
    ['redis://one/name', 'may have only a database number'],
    ['redis://one?geheim=1', 'must not have parameters'],
    ['redis://:ge%heim@one', 'has a % in user or password'],
  ])('%s is a fault in one sentence', (text, sentence) => {
    expect(() => readConfig({ REDIS_URL: text })).toThrow(`REDIS_URL ${sentence}`)
    expect(() => readConfig({ REDIS_URL: text })).not.toThrow('geheim')
  })
})

const log = createLog('silent')
const limit = { name: 'test', points: 3, perSeconds: 60 }

function limitsAt(url: string) {
  const redis = openRedis(url, log, { patienceMs: 300 })
  onTestFinished(() => redis.disconnect())
  return { redis, limits: createRateLimits(redis) }
}

test('limits count over all nodes of a cluster together', async () => {
  const cluster = await TestCluster.start()
  onTestFinished(() => cluster.stop())
  const nodes = [limitsAt(cluster.url), limitsAt(cluster.url)]
  await eventually(() => Promise.all(nodes.map(({ redis }) => redis.ping())), 10_000)
  for (const key of ['anna', 'bert', 'cora', 'dora']) {
    for (let taken = 0; taken < limit.points; taken++) await nodes[taken % 2]?.limits.take(limit, key)
    for (const { limits } of nodes) await expect(limits.take(limit, key)).rejects.toMatchObject({ code: 'too_many' })
    await nodes[0]?.limits.clear(limit, key)
    await nodes[1]?.limits.take(limit, key)
  }
})

test('nobody waits for a Redis that hangs or is away: this process counts alone', async () => {
  const server = await startRedis()
  onTestFinished(() => server.stop())
  const { redis, limits } = limitsAt(server.url)
  await eventually(() => redis.ping())
  await limits.take(limit, 'anna')
  server.pause()
  for (let taken = 0; taken < limit.points; taken++) await quickly(() => limits.take(limit, 'anna'))
  await quickly(() => expect(limits.take(limit, 'anna')).rejects.toMatchObject({ code: 'too_many' }))
  await server.stop()
  await quickly(() => limits.take(limit, 'bert'))
})

async function quickly(work: () => Promise<unknown>): Promise<void> {
  const started = performance.now()
  await work()
  expect(performance.now() - started).toBeLessThan(1_000)
}

test('a cluster that is taken for one server is told in the log', async () => {
  const cluster = await TestCluster.start()
  onTestFinished(() => cluster.stop())
  const lines: string[] = []
  const [port] = cluster.ports
  const redis = openRedis(`redis://127.0.0.1:${port}`, pino({}, { write: (line) => void lines.push(line) }))
  onTestFinished(() => redis.disconnect())
  await eventually(() => expect(lines.join()).toContain('redis+cluster://'))
})

test('slots are those the server computes', async () => {
  const cluster = await TestCluster.start()
  onTestFinished(() => cluster.stop())
  const keys = ['', 'a', 'topic:{room:1}', '{room:1}', 'x{}y', '{a}{b}', '}{', 'Straße {ü} 🏛', 'node:{}{c}']
  await withRedis(cluster.ports[0] ?? 0, async (redis) => {
    for (const key of keys) expect([key, slotOf(key)]).toEqual([key, await redis.cluster('KEYSLOT', key)])
  })
})
