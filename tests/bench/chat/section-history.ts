import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import type { Command, InputOf } from '#wire/command'
import { ListRooms, OpenRoom, ReadHistory, SendMessage } from '#protocol/rooms'
import { v7 } from 'uuid'
import { Browser } from '../../support/person.ts'
import { TestSocket } from '../../support/socket.ts'
import type { Child } from './children.ts'
import { fillRooms } from './history.ts'
import { median, reach, round, type Findings, type Size } from './report.ts'
import { seedTown, type Town } from './seed.ts'
import type { Services } from './services.ts'

/* What one message, one page, one resume and one list cost with ten thousand, a million and ten million messages there. */

const ROOMS = 100
const PEOPLE = 10
const CALLS = 60
const WARM_UP = 15
const GIGABYTES_NEEDED = 12
/** Flat: within a fifth. */
const FLAT = 1.2

interface Stage {
  messages: number
  town: Town
  product: Child
  socket: TestSocket
}

const ACTS = {
  send: (stage: Stage, turn: number) =>
    call(stage, SendMessage, { roomId: room(stage, turn), clientId: v7(), body: 'Der Pegel fällt.' }),
  open: (stage: Stage, turn: number) => call(stage, OpenRoom, { roomId: room(stage, turn) }),
  page: (stage: Stage, turn: number) =>
    call(stage, ReadHistory, { roomId: room(stage, turn), before: Math.ceil(stage.messages / ROOMS / 2) }),
  resume: (stage: Stage, turn: number) => {
    const behind = [0, 1, 2, 3, 4].map((step) => [`room:${room(stage, turn + step)}`, stage.messages / ROOMS - 9])
    return stage.socket.subscribe(Object.fromEntries(behind) as Record<string, number>)
  },
  unread: (stage: Stage) => call(stage, ListRooms, {}),
} as const
type Act = keyof typeof ACTS

export async function measureHistory(services: Services, { quick }: Size): Promise<Findings> {
  const disk = await statfs(tmpdir())
  const isRoomy = (disk.bavail * disk.bsize) / 1e9 > GIGABYTES_NEEDED
  const sizes = quick ? [10_000, 200_000] : isRoomy ? [10_000, 1_000_000, 10_000_000] : [10_000, 1_000_000]
  const stages: Stage[] = []
  for (const messages of sizes) stages.push(await setStage(services, messages))
  const samples = new Map<string, number[]>()
  for (let turn = 0; turn < WARM_UP + CALLS; turn++) {
    for (const act of Object.keys(ACTS) as Act[]) {
      // One after the other at each size, so that noise hits all alike.
      for (const stage of stages) {
        const began = performance.now()
        await ACTS[act](stage, turn)
        const key = `${act} ${stage.messages}`
        if (turn >= WARM_UP) samples.set(key, [...(samples.get(key) ?? []), performance.now() - began])
      }
    }
  }
  for (const { socket, product } of stages) {
    await socket.close()
    await product.end()
  }
  return findings(samples, sizes)
}

async function setStage(services: Services, messages: number): Promise<Stage> {
  const { target, sql } = await services.database(`bench_history_${messages}`)
  const town = await seedTown(sql, { people: PEOPLE, rooms: ROOMS, perRoom: 0 })
  const ids = town.people.map(({ id }) => id)
  await sql`insert into room_people (room_id, user_id)
    select room, person from unnest(${town.roomIds}::uuid[]) as room, unnest(${ids}::uuid[]) as person`
  await fillRooms(sql, { roomIds: town.roomIds, authorIds: ids.slice(1), perRoom: messages / ROOMS })
  const [reader] = town.people
  if (!reader) throw new Error('nobody')
  // As somebody who looks in: some rooms read to the end, some with more than a hundred new messages.
  await sql`insert into room_reads (room_id, user_id, read_seq)
    select id, ${reader.id}, greatest(1, ${messages / ROOMS}::int - (n % 4) * 60)
    from unnest(${town.roomIds}::uuid[]) with ordinality as room (id, n)`
  const { child, port } = await services.product(target, { alone: true })
  const headers = { origin: 'http://localhost:3000', cookie: `allmende_session=${reader.secret}` }
  const socket = await TestSocket.open(new Browser(`http://127.0.0.1:${port}`).url, headers)
  return { messages, town, product: child, socket }
}

const room = ({ town }: Stage, turn: number) => town.roomIds[turn % ROOMS] ?? ''

function call<C extends Command>({ socket }: Stage, command: C, input: InputOf<C>): Promise<unknown> {
  return socket.call(command, input)
}

function findings(samples: ReadonlyMap<string, number[]>, sizes: readonly number[]): Findings {
  const figures: Record<string, number> = {}
  const rows = (Object.keys(ACTS) as Act[]).map((act) => {
    const times = sizes.map((size) => median(samples.get(`${act} ${size}`) ?? []))
    const growth = (times.at(-1) ?? Number.NaN) / (times[0] ?? Number.NaN)
    figures[`${act}_cost_growth_10k_to_10m`] = round(growth)
    for (const [index, size] of sizes.entries()) figures[`${act}_ms_at_${size}`] = round(times[index] ?? Number.NaN)
    return [
      `ms for ${act} with ${sizes.map((size) => size.toLocaleString('en')).join(' / ')} messages`,
      times.map(round).join(' / '),
      '–',
      `${reach(growth, '≤', FLAT)} × (${round(growth)})`,
    ]
  })
  if (sizes.at(-1) !== 10_000_000) figures['history_largest'] = sizes.at(-1) ?? 0
  return { figures, rows }
}
