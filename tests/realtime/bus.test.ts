import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '#wire/refusal'
import { createLog } from '../../server/platform/log.ts'
import type { Bus, Envelope } from '../../server/realtime/bus.ts'
import { MemoryBus, MemoryExchange } from '../../server/realtime/memory-bus.ts'
import { RedisBus } from '../../server/realtime/redis-bus.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { eventually } from '../support/eventually.ts'

const log = createLog('silent')

interface Kind {
  name: string
  start: () => Promise<void>
  stop: () => Promise<void>
  node: () => Bus
}

let redis: TestRedis
const exchange = new MemoryExchange()
const kinds: Kind[] = [
  { name: 'memory', start: async () => undefined, stop: async () => undefined, node: () => new MemoryBus(exchange) },
  {
    name: 'redis',
    start: async () => {
      redis = await startRedis()
    },
    stop: () => redis.stop(),
    node: () => new RedisBus(redis.url, log),
  },
]

function listen(bus: Bus): Envelope[] {
  const heard: Envelope[] = []
  bus.onEnvelope((envelope) => heard.push(envelope))
  return heard
}

describe.each(kinds)('the bus in $name', ({ start, stop, node }) => {
  let here: Bus
  let there: Bus

  beforeAll(async () => {
    await start()
    here = node()
    there = node()
    await eventually(() => Promise.all([here.ping(), there.ping()]))
  })
  afterAll(async () => {
    await Promise.all([here.close(), there.close()])
    await stop()
  })

  test('another node hears subscribed topics only, in order, and nobody hears themselves', async () => {
    const heardHere = listen(here)
    const heardThere = listen(there)
    await Promise.all([here.subscribe('room:a'), there.subscribe('room:a')])
    here.publish({ topic: 'room:b', version: 1, membership: 0, frame: 'not for there' })
    for (let version = 1; version <= 50; version++)
      here.publish({ topic: 'room:a', version, membership: 0, frame: 'x' })
    await eventually(() => expect(heardThere).toHaveLength(50))
    expect(heardThere.map(({ version }) => version)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1))
    expect(heardHere).toEqual([])

    there.unsubscribe('room:a')
    await there.subscribe('room:c')
    here.publish({ topic: 'room:a', version: 51, membership: 0, frame: 'x' })
    here.publish({ topic: 'room:c', version: 1, membership: 0, frame: 'y' })
    await eventually(() => expect(heardThere.at(-1)?.topic).toBe('room:c'))
    expect(heardThere.filter(({ topic }) => topic === 'room:a')).toHaveLength(50)
  })

  test('requests reach one node; refusals travel back, silence is refused', async () => {
    there.onRequest('double', async (payload) => Number(payload) * 2)
    there.onRequest('refuse', async () => {
      throw new Refusal('conflict', 'no')
    })
    expect(await here.request(there.nodeId, 'double', 21)).toBe(42)
    await expect(here.request(there.nodeId, 'refuse', null)).rejects.toMatchObject({ code: 'conflict' })
    await expect(here.request(there.nodeId, 'unknown', null)).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('broadcasts reach every other node', async () => {
    const heard: unknown[] = []
    there.onBroadcast('endSessions', (payload) => heard.push(payload))
    here.broadcast('endSessions', ['a'])
    await eventually(() => expect(heard).toEqual([['a']]))
  })

  test('knows how many others there are', async () => {
    expect(await here.peers()).toBe(1)
    const third = node()
    await eventually(async () => expect(await here.peers()).toBe(2))
    await third.close()
    await eventually(async () => expect(await here.peers()).toBe(1))
  })
})

test('a bus whose Redis came back says so and hears its topics again', async () => {
  const first = await startRedis()
  const port = Number(new URL(first.url).port)
  const here = new RedisBus(first.url, log)
  const there = new RedisBus(first.url, log)
  await eventually(() => Promise.all([here.ping(), there.ping()]))
  const heard = listen(there)
  let restored = 0
  there.onRestored(() => (restored += 1))
  await there.subscribe('room:a')

  await first.stop()
  here.publish({ topic: 'room:a', version: 1, membership: 0, frame: 'lost' })
  await expect(here.ping()).rejects.toThrow()
  expect(await here.peers()).toBe(0)

  const second = await startRedis(port)
  await eventually(() => expect(restored).toBe(1), 10_000)
  await eventually(async () => {
    await here.ping()
    here.publish({ topic: 'room:a', version: 2, membership: 0, frame: 'again' })
    expect(heard.map(({ frame }) => frame)).toContain('again')
  }, 10_000)
  expect(heard.map(({ frame }) => frame)).not.toContain('lost')
  await Promise.all([here.close(), there.close()])
  await second.stop()
})
