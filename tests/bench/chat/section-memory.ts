import { memoryKb, startChild, startGenerator } from './children.ts'
import { collectGarbage } from './collect-garbage.ts'
import type { DialectName, Member } from './dialects.ts'
import { median, reach, round, type Findings, type Size } from './report.ts'
import { membersOf, seedTown } from './seed.ts'
import type { Services } from './services.ts'

/*
 * Memory of the node's process for each further idle signed-in connection, against `ws` alone, after both have collected their
 * garbage: how much of it lies about depends on how fast people came. And all of it at a thousand, as it is.
 */

const SETTLE_MS = 4_000
const READINGS = 5

export async function measureMemory(services: Services, { quick }: Size): Promise<Findings> {
  const [few, many] = quick ? [200, 800] : [1_000, 5_000]
  const { target, sql } = await services.database('bench_memory')
  const town = await seedTown(sql, { people: many, rooms: many / 50, perRoom: 50 })
  const members = membersOf(town, 50)
  const { child, port } = await services.product(target)
  const first = await grow('product', port, child.pid, members.slice(0, few))
  const postgres = services.postgresPids().map(memoryKb)
  const total = first.untidy + postgres.reduce((sum, { rss }) => sum + rss, 0)
  const shared = first.untidy + postgres.reduce((sum, { pss }) => sum + pss, 0)
  const second = await grow('product', port, child.pid, members.slice(few))
  await Promise.all([first.end(), second.end()])
  await child.end()
  const bare = startChild('./yardstick-ws.ts')
  const barePort = Number(await bare.said)
  const bareFirst = await grow('ws', barePort, bare.pid, members.slice(0, few))
  const bareSecond = await grow('ws', barePort, bare.pid, members.slice(few))
  await Promise.all([bareFirst.end(), bareSecond.end(), bare.end()])
  const perConnection = (second.kb - first.kb) / (many - few)
  const perBare = (bareSecond.kb - bareFirst.kb) / (many - few)
  return {
    figures: {
      idle_kb_per_connection: round(perConnection),
      idle_kb_per_connection_ws: round(perBare),
      rss_mb_at_1000: round(shared / 1_024),
      rss_mb_at_1000_shared_pages_counted_by_each: round(total / 1_024),
      rss_mb_node_at_1000: round(first.untidy / 1_024),
      idle_kb_per_connection_before_collecting: round((second.untidy - first.untidy) / (many - few)),
      idle_kb_per_connection_before_collecting_ws: round((bareSecond.untidy - bareFirst.untidy) / (many - few)),
    },
    rows: [
      [
        `kB resident per further idle connection, ${few} → ${many}, each hearing its room, after collecting garbage (before: ${round((second.untidy - first.untidy) / (many - few))}, ws ${round((bareSecond.untidy - bareFirst.untidy) / (many - few))})`,
        `${round(perConnection)} = ${round(perConnection - perBare)} over ws, ${round(perConnection / perBare)} ×`,
        `ws alone ${round(perBare)}`,
        `${reach(perConnection - perBare, '≤', 12)} over ws; ${reach(perConnection / perBare, '≤', 2)} ×`,
      ],
      [
        `MB resident, node and embedded Postgres, ${few} connected; pages that its processes share counted once (by each: ${round(total / 1_024)})`,
        `${round(shared / 1_024)}, the node ${round(first.untidy / 1_024)}`,
        '–',
        reach(shared / 1_024, '≤', 512),
      ],
    ],
  }
}

async function grow(
  dialect: DialectName,
  port: number,
  pid: number,
  members: Member[],
): Promise<{ kb: number; untidy: number; end: () => Promise<void> }> {
  const generator = startGenerator()
  await generator.connect({ dialect, port, members })
  const readings: number[] = []
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  const untidy = memoryKb(pid).rss
  await collectGarbage(pid)
  for (let reading = 0; reading < READINGS; reading++) {
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    readings.push(memoryKb(pid).rss)
  }
  return { kb: median(readings), untidy, end: () => generator.end() }
}
