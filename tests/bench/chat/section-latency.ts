import { startChild, startGenerator, cpuMs, type Generator } from './children.ts'
import type { DialectName, Member } from './dialects.ts'
import { startProsody } from './prosody.ts'
import { median, reach, round, type Findings, type Size } from './report.ts'
import { membersOf, seedTown } from './seed.ts'
import type { Services } from './services.ts'

/* From the moment a message was due to its receipt, open loop: 50 a second, then up until the p99 passes 100 ms. */

const ROOMS = 20
const PER_ROOM = 50
const BOUND_MS = 100
const STEPS = [10, 25, 50, 100, 200, 400, 800, 1_600, 3_200] as const

interface Peer {
  name: string
  dialect: DialectName
  port: number
  pid: number
  stop: () => Promise<void>
}

export async function measureLatency(services: Services, { quick }: Size): Promise<Findings> {
  const { target, sql } = await services.database('bench_latency')
  const members = membersOf(
    await seedTown(sql, { people: ROOMS * PER_ROOM, rooms: ROOMS, perRoom: PER_ROOM }),
    PER_ROOM,
  )
  const figures: Record<string, number> = {}
  const rows: string[][] = []
  const starts = [
    async (): Promise<Peer> => {
      const { child, port } = await services.product(target)
      return { name: 'Allmende', dialect: 'product', port, pid: child.pid, stop: () => child.end() }
    },
    async (): Promise<Peer> => {
      const child = startChild('./yardstick-socket-io.ts', [services.redisUrl])
      return {
        name: 'socket.io',
        dialect: 'socketIo',
        port: Number(await child.said),
        pid: child.pid,
        stop: () => child.end(),
      }
    },
    startProsodyPeer,
  ]
  for (const start of starts) {
    const peer = await start()
    if (!peer) {
      rows.push(['prosody is not installed (`apt-get install prosody`): not measured', '', '', ''])
      continue
    }
    const found = await climb(peer, members, quick)
    await peer.stop()
    for (const [key, value] of Object.entries(found.figures)) figures[`${key}_${peer.dialect}`] = value
    const cell = `p50 ${found.figures['p50_ms']} / p99 ${found.figures['p99_ms']} ms; ${found.words}`
    const isOurs = peer.dialect === 'product'
    rows.push([
      `due → received at 50 messages/s; highest rate at p99 ≤ ${BOUND_MS} ms`,
      isOurs ? cell : '',
      isOurs ? '' : `${peer.name}: ${cell}`,
      isOurs ? reach(found.figures['p99_ms'] ?? Number.NaN, '≤', BOUND_MS) : '',
    ])
  }
  figures['p99_ms_at_50_per_s'] = figures['p99_ms_product'] ?? Number.NaN
  return { figures, rows }
}

async function startProsodyPeer(): Promise<Peer | undefined> {
  const prosody = await startProsody()
  return prosody && { name: 'prosody', dialect: 'xmpp', ...prosody }
}

async function climb(
  peer: Peer,
  members: readonly Member[],
  quick: boolean,
): Promise<{ figures: Record<string, number>; words: string }> {
  const generator = startGenerator()
  await generator.connect({ dialect: peer.dialect, port: peer.port, members: [...members] })
  await generator.run(50, 3)
  const at50 = await atRate(generator, 50, quick ? 1 : 5, quick ? 2 : 4)
  let highest = 0
  let words = ''
  for (const rate of STEPS) {
    const before = cpuMs(peer.pid)
    const seconds = quick ? 2 : 4
    const ran = await atRate(generator, rate, quick ? 1 : 3, seconds)
    const share = round(((cpuMs(peer.pid) - before) / (seconds * 1_000 * (quick ? 1 : 3))) * 100)
    if (ran.p99 > BOUND_MS || ran.isShort) {
      words = `then at ${rate}/s p99 ${round(ran.p99)} ms with ${share} % of a core, the generator up to ${round(ran.late)} ms late`
      break
    }
    highest = rate
  }
  await generator.end()
  return {
    figures: { p50_ms: round(at50.p50), p99_ms: round(at50.p99), highest_per_s: highest },
    words: `up to ${highest} messages/s (${highest * PER_ROOM} deliveries/s) ${words}`,
  }
}

async function atRate(generator: Generator, rate: number, rounds: number, seconds: number) {
  const runs = []
  for (let round = 0; round < rounds; round++) runs.push(await generator.run(rate, seconds))
  return {
    p50: median(runs.map(({ p50 }) => p50)),
    p99: median(runs.map(({ p99 }) => p99)),
    late: median(runs.map(({ late }) => late)),
    /** Something was not delivered in time at all. */
    isShort: runs.some(({ sent, delivered }) => delivered < sent * PER_ROOM * 0.99),
  }
}
