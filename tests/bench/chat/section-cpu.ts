import type { BareOrder } from './yardstick-bare.ts'
import { cpuMs, startChild, startGenerator, type Child, type Generator } from './children.ts'
import type { DialectName, Member } from './dialects.ts'
import { median, reach, round, type Findings, type Size } from './report.ts'
import { membersOf, seedTown } from './seed.ts'
import type { Services } from './services.ts'

/*
 * Processor time per delivered frame: a thousand clients, rooms of fifty, persisted and permission-checked. `product` is one node
 * as it is installed; `cluster` the same node with Redis, where it also tells the others and hears itself.
 */

const ROOMS = 20
const PER_ROOM = 50
/** Everybody in the room, and the answer to the author. */
const FRAMES_PER_MESSAGE = PER_ROOM + 1
/** The rate whose ratio is the figure: 50,000 deliveries a second. */
const RATE = 1_000
const COALESCED = [12, 50] as const

interface Subject {
  name: 'product' | 'cluster' | 'ws' | 'socketIo'
  server: Child
  generator: Generator
}

export async function measureCpu(services: Services, { quick }: Size): Promise<Findings> {
  const rates = quick ? [200, RATE] : [50, 200, 400, RATE, 2_000]
  const rounds = quick ? 2 : 5
  const seconds = quick ? 2 : 3
  const crowd = await startCrowd(services)
  const bare = await startBare()
  const samples = new Map<string, number[]>()
  const note = (key: string, value: number) => samples.set(key, [...(samples.get(key) ?? []), value])
  let bytes = 540
  for (const subject of crowd) await subject.generator.run(200, 3)
  for (let round = 0; round < rounds; round++) {
    for (const rate of rates) {
      for (const { name, server, generator } of crowd) {
        if (name !== 'product' && rate !== 200 && rate !== RATE) continue
        const before = cpuMs(server.pid)
        const postgres = services.postgresCpuMs()
        const ran = await generator.run(rate, seconds)
        const frames = ran.delivered + ran.acknowledged
        note(`${name} ${rate}`, ((cpuMs(server.pid) - before) * 1_000) / frames)
        if (name === 'product') {
          bytes = Math.round(ran.bytes / frames)
          note(`postgres ${rate}`, ((services.postgresCpuMs() - postgres) * 1_000) / frames)
        }
      }
      note(`bare ${rate}`, await bareCpu(bare, { perSecond: rate, seconds, bytes }))
    }
    for (const perRoom of COALESCED) await coalesce(crowd[0], perRoom, (value) => note(`burst ${perRoom}`, value))
  }
  for (const { server, generator } of crowd) await Promise.all([generator.end(), server.end()])
  await Promise.all([bare.generator.end(), bare.server.end()])
  return findings(samples, rates, bytes)
}

async function startCrowd(services: Services): Promise<Subject[]> {
  const { target, sql } = await services.database('bench_cpu')
  const town = await seedTown(sql, { people: ROOMS * PER_ROOM, rooms: ROOMS, perRoom: PER_ROOM })
  const members = membersOf(town, PER_ROOM)
  // Each on rooms of its own: two nodes that do not know of each other must not share any.
  const other = await services.database('bench_cpu_cluster')
  const otherTown = await seedTown(other.sql, { people: ROOMS * PER_ROOM, rooms: ROOMS, perRoom: PER_ROOM })
  const product = await services.product(target, { alone: true })
  const cluster = await services.product(other.target)
  const ws = startChild('./yardstick-ws.ts')
  const socketIo = startChild('./yardstick-socket-io.ts', [services.redisUrl])
  const crowd: [Subject['name'], DialectName, Child, number, Member[]][] = [
    ['product', 'product', product.child, product.port, members],
    ['cluster', 'product', cluster.child, cluster.port, membersOf(otherTown, PER_ROOM)],
    ['ws', 'ws', ws, Number(await ws.said), members],
    ['socketIo', 'socketIo', socketIo, Number(await socketIo.said), members],
  ]
  return Promise.all(
    crowd.map(async ([name, dialect, server, port, inRooms]) => {
      const generator = startGenerator()
      await generator.connect({ dialect, port, members: inRooms })
      return { name, server, generator }
    }),
  )
}

interface Bare {
  server: Child
  generator: Child
}

async function startBare(): Promise<Bare> {
  const server = startChild('./yardstick-bare.ts')
  const generator = startChild('./raw-readers.ts', [String(await server.said), String(ROOMS * PER_ROOM)])
  await generator.said
  return { server, generator }
}

async function bareCpu({ server }: Bare, order: Pick<BareOrder, 'perSecond' | 'seconds' | 'bytes'>): Promise<number> {
  const before = cpuMs(server.pid)
  const writes = await server.ask<number>({ ...order, perMessage: FRAMES_PER_MESSAGE, rooms: ROOMS })
  return ((cpuMs(server.pid) - before) * 1_000) / writes
}

/** So many messages in every room at the same moment, again and again: that many frames wait for each client. */
async function coalesce(subject: Subject | undefined, perRoom: number, note: (us: number) => void): Promise<void> {
  if (!subject) return
  const before = cpuMs(subject.server.pid)
  let frames = 0
  for (let burst = 0; burst < 5; burst++) {
    const ran = await subject.generator.burst(perRoom)
    frames += ran.delivered + ran.acknowledged
  }
  note(((cpuMs(subject.server.pid) - before) * 1_000) / frames)
}

function findings(samples: ReadonlyMap<string, number[]>, rates: readonly number[], bytes: number): Findings {
  const of = (key: string) => median(samples.get(key) ?? [])
  const figures: Record<string, number> = { frame_bytes: bytes }
  const rows: string[][] = []
  for (const rate of rates) {
    const [ours, bare] = [of(`product ${rate}`), of(`bare ${rate}`)]
    figures[`cpu_us_per_delivery_at_${rate}`] = round(ours)
    figures[`cpu_us_per_bare_write_at_${rate}`] = round(bare)
    figures[`cpu_vs_bare_at_${rate}`] = round(ours / bare)
    const bound = rate === RATE ? reach(ours / bare, '≤', 1.25) : ''
    rows.push([
      `CPU-µs per delivery at ${rate} messages/s (Postgres beside it: ${round(of(`postgres ${rate}`))})`,
      `${round(ours)} = ${round(ours / bare)} ×`,
      `bare write ${round(bare)}`,
      bound,
    ])
  }
  figures['cpu_per_delivery_vs_bare_write'] = figures[`cpu_vs_bare_at_${RATE}`] ?? Number.NaN
  const clustered = of(`cluster ${RATE}`)
  figures['cpu_vs_bare_with_redis'] = round(clustered / of(`bare ${RATE}`))
  rows.push([
    `the same at ${RATE} messages/s as a node of a cluster, with Redis`,
    `${round(clustered)} = ${round(clustered / of(`bare ${RATE}`))} ×`,
    `bare write ${round(of(`bare ${RATE}`))}`,
    '',
  ])
  for (const name of ['ws', 'socketIo'] as const) {
    figures[`cpu_us_per_delivery_${name}_at_${RATE}`] = round(of(`${name} ${RATE}`))
    rows.push([
      `the same at ${RATE} messages/s, nothing persisted or checked`,
      '',
      `${name} ${round(of(`${name} ${RATE}`))}`,
      '',
    ])
  }
  for (const perRoom of COALESCED) {
    const ratio = of(`burst ${perRoom}`) / of(`bare ${RATE}`)
    figures[`coalesced_${perRoom}_vs_bare_write`] = round(ratio)
    rows.push([
      `CPU-µs per delivery, ${perRoom} frames wait for each client`,
      `${round(of(`burst ${perRoom}`))} = ${round(ratio)} ×`,
      `bare write, one each, ${round(of(`bare ${RATE}`))}`,
      reach(ratio, '≤', 0.25),
    ])
  }
  figures['coalesced_vs_bare_write'] = figures[`coalesced_${COALESCED[0]}_vs_bare_write`] ?? Number.NaN
  return { figures, rows }
}
