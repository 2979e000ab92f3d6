import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Refusal } from '#wire/refusal'
import { createLog } from '../../server/platform/log.ts'
import type { Bus, Envelope } from '../../server/realtime/bus.ts'
import { MemoryBus, MemoryExchange } from '../../server/realtime/memory-bus.ts'
import { RedisBus } from '../../server/realtime/redis-bus.ts'
import { eventually } from '../support/eventually.ts'
import { TestCluster } from '../support/redis-cluster.ts'
import { startRedis, VALKEY_PROGRAM } from '../support/redis.ts'

const log = createLog('silent')

interface Kind {
  name: string
  /** Makes nodes that share one bus. */
  start: () => Promise<{ node: () => Bus; stop: () => Promise<void> }>
}

const kinds: Kind[] = [
  {
    name: 'memory',
    async start() {
      const exchange = new MemoryExchange()
      return { node: () => new MemoryBus(exchange), stop: async () => undefined }
    },
  },
  { name: 'Redis', start: () => over(startRedis()) },
  { name: 'a Redis Cluster', start: () => over(TestCluster.start()) },
]
if (VALKEY_PROGRAM === undefined) process.stdout.write('No valkey-server here: the bus is not tried with Valkey.\n')
else {
  kinds.push({ name: 'Valkey', start: () => over(startRedis(undefined, { program: VALKEY_PROGRAM })) })
  kinds.push({ name: 'a Valkey cluster', start: () => over(TestCluster.start(VALKEY_PROGRAM)) })
}

async function over(starting: Promise<{ url: string; stop(): Promise<void> }>): ReturnType<Kind['start']> {
  const server = await starting
  return { node: () => new RedisBus(server.url, log), stop: () => server.stop() }
}

function listen(bus: Bus): Envelope[] {
  const heard: Envelope[] = []
  bus.onEnvelope((envelope) => heard.push(envelope))
  return heard
}

describe.each(kinds)('the bus in $name', ({ start }) => {
  let servers: Awaited<ReturnType<Kind['start']>>
  let here: Bus
  let there: Bus

  beforeAll(async () => {
    servers = await start()
    here = servers.node()
    there = servers.node()
    await eventually(() => Promise.all([here.ping(), there.ping()]), 10_000)
    await eventually(async () => expect([await here.peers(), await there.peers()]).toEqual([1, 1]))
  })
  afterAll(async () => {
    await Promise.all([here.close(), there.close()])
    await servers.stop()
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

  test('an envelope arrives as it was sent', async () => {
    const sent: Envelope[] = [
      { topic: 'room:whole', version: 0, membership: 7, frame: '{"body":"Zeile 1\\nZeile „2“ 🏛"}' },
      { topic: 'room:whole', frame: '{}', ephemeral: true },
      { topic: 'room:whole', frame: '{"a":1}' },
      { topic: 'room:whole' },
    ]
    const heard = listen(there)
    await there.subscribe('room:whole')
    for (const envelope of sent) here.publish(envelope)
    await eventually(() => expect(heard).toEqual(sent))
  })

  test('the last word on a topic counts, however quickly it changes', async () => {
    const heard = listen(there)
    for (let round = 0; round < 5; round++) {
      const [kept, given] = [`room:kept${round}`, `room:given${round}`]
      void there.subscribe(kept)
      there.unsubscribe(kept)
      void there.subscribe(kept)
      void there.subscribe(given)
      if (round % 2 === 0) await new Promise(setImmediate)
      there.unsubscribe(kept)
      there.unsubscribe(given)
      await there.subscribe(kept)
      for (const topic of [given, kept]) here.publish({ topic, frame: 'x' })
      await eventually(() => expect(heard.map(({ topic }) => topic)).toContain(kept))
    }
    expect(heard.filter(({ topic }) => topic.startsWith('room:given'))).toEqual([])
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

  test('a node that is gone is not waited for', async () => {
    const third = servers.node()
    await eventually(async () => expect(await here.peers()).toBe(2))
    await third.close()
    await eventually(async () => expect(await here.peers()).toBe(1))
    const asked = performance.now()
    await expect(here.request(third.nodeId, 'double', 1)).rejects.toMatchObject({ code: 'unavailable' })
    expect(performance.now() - asked).toBeLessThan(1_000)
  })

  test('broadcasts reach every other node', async () => {
    const heard: unknown[] = []
    there.onBroadcast('endSessions', (payload) => heard.push(payload))
    here.broadcast('endSessions', ['a'])
    await eventually(() => expect(heard).toEqual([['a']]))
  })
})
