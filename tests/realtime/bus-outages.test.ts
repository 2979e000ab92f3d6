import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../server/platform/log.ts'
import { newId } from '../../server/platform/ids.ts'
import { writeEnvelope } from '../../server/realtime/envelope-text.ts'
import { RedisBus } from '../../server/realtime/redis-bus.ts'
import { eventually } from '../support/eventually.ts'
import { TestCluster } from '../support/redis-cluster.ts'
import { startRedis, withRedis, type TestRedis } from '../support/redis.ts'

const log = createLog('silent')

/** Two nodes; what the second heard, and how often it was told that it may have missed something. */
async function twoNodes(url: string) {
  const [here, there] = [new RedisBus(url, log), new RedisBus(url, log)]
  onTestFinished(async () => {
    await Promise.all([here.close(), there.close()])
  })
  const heard: string[] = []
  let restored = 0
  there.onEnvelope(({ frame }) => heard.push(String(frame)))
  there.onRestored(() => (restored += 1))
  await eventually(async () => expect([await here.peers(), await there.peers()]).toEqual([1, 1]), 10_000)
  return {
    here,
    there,
    heard,
    restored: () => restored,
    /** Goes on saying it until the other hears it. */
    reaches: (topic: string, frame: string): Promise<void> =>
      eventually(() => {
        here.publish({ topic, frame })
        expect(heard).toContain(frame)
      }, 15_000),
  }
}

describe('one server', () => {
  let redis: TestRedis

  beforeEach(async () => {
    redis = await startRedis()
  })
  afterEach(() => redis.stop())

  test('it comes back: the node says so when it hears its topics again, and not before', async () => {
    const { here, there, heard, restored } = await twoNodes(redis.url)
    await there.subscribe('room:a')
    const before = restored()
    const { port } = redis
    await redis.stop()
    here.publish({ topic: 'room:a', frame: 'lost' })
    await expect(here.ping()).rejects.toThrow()
    expect(await here.peers()).toBe(0)
    void there.subscribe('room:meanwhile')

    const topics = ['room:a', 'room:meanwhile']
    there.onRestored(() => void sayDirectly(port, topics, 'again'))
    redis = await startRedis(port)
    await eventually(() => expect(restored()).toBeGreaterThan(before), 10_000)
    await eventually(() => expect(heard).toEqual(expect.arrayContaining(['room:a again', 'room:meanwhile again'])))
    expect(heard).not.toContain('lost')
  })

  test('what one node could not publish, the others are told, although they were never cut', async () => {
    const { here, there, restored } = await twoNodes(redis.url)
    await there.subscribe('room:a')
    const before = restored()
    await withRedis(redis.port, async (operator) => {
      const lines = String(await operator.client('LIST')).split('\n')
      const publishers = lines.filter((line) => line.includes(' ssub=0 ') && !line.includes('cmd=client|list'))
      expect(publishers).toHaveLength(2)
      for (const line of publishers) await operator.client('KILL', 'ID', Number(/^id=(\d+)/.exec(line)?.[1]))
      here.publish({ topic: 'room:a', frame: 'lost' })
    })
    await eventually(() => expect(restored()).toBe(before + 1))
  })

  test('a reader who was cut because it was too slow is told', async () => {
    await withRedis(redis.port, (operator) => operator.config('SET', 'client-output-buffer-limit', 'pubsub 64kb 0 0'))
    const { there, restored, reaches } = await twoNodes(redis.url)
    await there.subscribe('room:a')
    const before = restored()
    await burst(redis.port)
    await eventually(() => expect(restored()).toBeGreaterThan(before))
    await reaches('room:a', 'after the burst')
  })

  test('whatever is wanted and given up in whatever order, also while connections are cut, the last word counts', async () => {
    const { there } = await twoNodes(redis.url)
    const topics = Array.from({ length: 6 }, (_, index) => `room:${index}`)
    const step = fc.oneof(
      { weight: 10, arbitrary: fc.record({ topic: fc.constantFrom(...topics), on: fc.boolean() }) },
      { weight: 3, arbitrary: fc.constant('turn' as const) },
      { weight: 2, arbitrary: fc.constant('answer' as const) },
      { weight: 1, arbitrary: fc.constant('cut' as const) },
    )
    await withRedis(redis.port, async (operator) => {
      const run = async (what: 'turn' | 'answer' | 'cut') => {
        if (what === 'turn') await new Promise(setImmediate)
        else if (what === 'answer') await operator.ping()
        else await operator.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
      }
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
          for (const topic of topics) there.unsubscribe(topic)
          const wanted = new Set<string>()
          for (const todo of steps) {
            if (typeof todo === 'string') await run(todo)
            else if (todo.on) {
              wanted.add(todo.topic)
              void there.subscribe(todo.topic)
            } else {
              wanted.delete(todo.topic)
              there.unsubscribe(todo.topic)
            }
          }
          await Promise.all([...wanted].map((topic) => there.subscribe(topic)))
          const expected = [...wanted].map((topic) => `topic:{${topic}}`).toSorted()
          await eventually(async () => {
            const heard = (await operator.call('PUBSUB', 'SHARDCHANNELS', 'topic:*')) as string[]
            expect(heard.toSorted()).toEqual(expected)
          })
        }),
        { numRuns: 40 },
      )
    })
  })

  test('a server that hangs is noticed by both sides, and found again', async () => {
    const { here, there, restored, reaches } = await twoNodes(redis.url)
    await there.subscribe('room:a')
    const before = restored()
    redis.pause()
    here.publish({ topic: 'room:a', frame: 'into the void' })
    const asked = performance.now()
    await expect(here.ping()).rejects.toThrow()
    expect(performance.now() - asked).toBeLessThan(5_000)
    redis.resume()
    await eventually(() => expect(restored()).toBeGreaterThan(before), 10_000)
    await reaches('room:a', 'awake')
  })
})

describe('a cluster', () => {
  let cluster: TestCluster

  beforeEach(async () => {
    cluster = await TestCluster.start()
  })
  afterEach(() => cluster.stop())

  test('one topic moves to another master and back: the node hears it, and is told that it may have missed something', async () => {
    const { there, heard } = await twoNodes(cluster.url)
    await Promise.all(['room:a', 'room:b', 'room:c'].map((topic) => there.subscribe(topic)))
    const home = await cluster.masterOf('topic:{room:a}')
    const other = cluster.ports.find((port) => port !== home) ?? 0
    let now = home
    // Whoever compares when told, and never again, must not miss what comes after.
    there.onRestored(() => void sayDirectly(now, ['room:a'], `at ${now}`))
    for (const port of [other, home]) {
      now = port
      await cluster.moveSlot('topic:{room:a}', port)
      await eventually(() => expect(heard).toContain(`room:a at ${port}`), 10_000)
    }
  })

  test('a topic that left and came home before anybody looked is heard again', async () => {
    const { there, restored, reaches } = await twoNodes(cluster.url)
    await there.subscribe('room:a')
    const home = await cluster.masterOf('topic:{room:a}')
    const before = restored()
    await cluster.moveSlot('topic:{room:a}', cluster.ports.find((port) => port !== home) ?? 0)
    await cluster.moveSlot('topic:{room:a}', home)
    await eventually(() => expect(restored()).toBeGreaterThan(before), 10_000)
    await reaches('room:a', 'home')
  })

  test('a master dies and comes back; the others carry on', async () => {
    const { there, restored, reaches } = await twoNodes(cluster.url)
    const topics = ['room:a', 'room:b', 'room:c', 'room:d', 'room:e', 'room:f']
    await Promise.all(topics.map((topic) => there.subscribe(topic)))
    const dead = await cluster.masterOf('topic:{room:a}')
    const before = restored()
    await cluster.kill(dead)
    for (const topic of topics) {
      if ((await cluster.masterOf(`topic:{${topic}}`)) !== dead) await reaches(topic, `${topic} meanwhile`)
    }
    await cluster.revive(dead)
    await eventually(() => expect(restored()).toBeGreaterThan(before), 10_000)
    for (const topic of topics) await reaches(topic, `${topic} afterwards`)
  })

  test('a replica takes over for its master', async () => {
    const { here, there, restored, reaches } = await twoNodes(cluster.url)
    await there.subscribe('room:a')
    const dead = await cluster.masterOf('topic:{room:a}')
    await cluster.addReplica(dead)
    const before = restored()
    await cluster.kill(dead)
    await eventually(async () => expect(await cluster.masterOf('topic:{room:a}')).not.toBe(dead), 15_000)
    await reaches('room:a', 'from the replica')
    await eventually(() => expect(restored()).toBeGreaterThan(before))
    await eventually(async () => expect(await here.peers()).toBe(1), 10_000)
  })
})

/** Says something on topics as another node would, but at this server and nowhere else. */
async function sayDirectly(port: number, topics: readonly string[], what: string): Promise<void> {
  await withRedis(port, async (operator) => {
    for (const topic of topics)
      await operator.spublish(`topic:{${topic}}`, writeEnvelope(newId(), { topic, frame: `${topic} ${what}` }))
  })
}

/** More at once than any reader can take in the same moment. */
async function burst(port: number): Promise<void> {
  const script = `for i = 1, 500 do redis.call('spublish', KEYS[1], ARGV[1]) end`
  const parcel = JSON.stringify({ kind: 'broadcast', from: '', channel: 'nothing', payload: 'x'.repeat(10_000) })
  await withRedis(port, (redis) => redis.eval(script, 1, 'nodes:{all}', parcel))
}
