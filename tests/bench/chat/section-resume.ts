import { LIMITS } from '#wire/limits'
import type { CaughtUp, ServerFrame } from '#wire/frames'
import { DIALECTS } from './dialects.ts'
import { LeanClient } from './lean-client.ts'
import { fillRooms } from './history.ts'
import { median, reach, round, type Findings, type Size } from './report.ts'
import { seedTown } from './seed.ts'
import type { Services } from './services.ts'

/*
 * One person comes back after thirty days: 500 rooms, ten changes missed in each. Does what the client does: the room on the
 * screen by its cursor, the list, and the other rooms from where the list says they are.
 */

const ROOMS = 500
const MISSED = 10
const RUNS = 9

export async function measureResume(services: Services, { quick }: Size): Promise<Findings> {
  const { target, sql } = await services.database('bench_resume')
  const town = await seedTown(sql, { people: 2, rooms: ROOMS, perRoom: 0 })
  const [reader, writer] = town.people
  if (!reader || !writer) throw new Error('nobody')
  for (const person of town.people) {
    await sql`insert into room_people (room_id, user_id) select id, ${person.id} from unnest(${town.roomIds}::uuid[]) as id`
  }
  await fillRooms(sql, { roomIds: town.roomIds, authorIds: [writer.id], perRoom: quick ? 30 : 200 })
  const [head] = await sql<{ version: number }[]>`select max(version)::int as version from room_versions`
  const version = head?.version ?? 0
  await sql`insert into room_reads (room_id, user_id, read_seq)
    select id, ${reader.id}, ${version - MISSED} from unnest(${town.roomIds}::uuid[]) as id`
  const { child, port } = await services.product(target)
  const runs: Resumed[] = []
  for (let run = 0; run < RUNS + 2; run++) {
    runs.push(await resume(port, reader, town.roomIds, version - MISSED))
    if (runs[run]?.unread !== ROOMS * MISSED) throw new Error(`unread is ${runs[run]?.unread}`)
  }
  await child.end()
  const counted = runs.slice(2)
  const of = (pick: (run: Resumed) => number) => round(median(counted.map(pick)))
  const [ms, kb] = [of((run) => run.usableMs), of((run) => run.usableBytes / 1_000)]
  return {
    figures: {
      resume_ms: ms,
      resume_kb: kb,
      resume_all_ms: of((run) => run.allMs),
      resume_all_kb: of((run) => run.allBytes / 1_000),
    },
    rows: [
      ['resume, 500 rooms, 30 days, 5,000 changes behind: first usable screen', `${ms} ms`, '–', reach(ms, '≤', 1_000)],
      ['the same, received by then', `${kb} kB`, '–', reach(kb, '≤', 200)],
      [
        'the same, everything caught up',
        `${of((run) => run.allMs)} ms, ${of((run) => run.allBytes / 1_000)} kB`,
        '–',
        '',
      ],
    ],
  }
}

interface Resumed {
  usableMs: number
  usableBytes: number
  allMs: number
  allBytes: number
  unread: number
}

async function resume(
  port: number,
  reader: { id: string; secret: string },
  roomIds: readonly string[],
  cursor: number,
): Promise<Resumed> {
  const began = performance.now()
  const [open = ''] = roomIds
  const waiting = new Map<number, (frame: ServerFrame) => void>()
  let hello: (() => void) | undefined
  const greeted = new Promise<void>((resolve) => (hello = resolve))
  const client = new LeanClient({
    port,
    path: DIALECTS.product.path,
    headers: DIALECTS.product.headers({ secret: reader.secret, roomId: open, index: 0 }),
    onOpen: () => undefined,
    onText: (text) => {
      const frame = JSON.parse(text.toString()) as ServerFrame
      if (frame.t === 'hello') hello?.()
      if ('id' in frame) waiting.get(frame.id)?.(frame)
    },
  })
  let id = 0
  const ask = (frame: object) =>
    new Promise<ServerFrame>((resolve) => {
      id += 1
      waiting.set(id, resolve)
      client.send(JSON.stringify({ ...frame, id }))
    })
  await greeted
  const [caught, list] = await Promise.all([
    catchUp(ask, { [`user:${reader.id}`]: null, [`room:${open}`]: cursor }),
    ask({ t: 'call', name: 'rooms.list', input: {} }),
  ])
  if (caught[`room:${open}`] !== MISSED) throw new Error('the open room is not caught up')
  if (list.t !== 'reply' || !list.ok) throw new Error('no list')
  const usable = { usableMs: performance.now() - began, usableBytes: client.bytes }
  const rooms = list.output as { id: string; version: number; unread: number }[]
  const others = rooms.filter((room) => room.id !== open).map((room) => [`room:${room.id}`, room.version])
  await catchUp(ask, Object.fromEntries(others) as Record<string, number>)
  const all = { allMs: performance.now() - began, allBytes: client.bytes }
  client.close()
  return { ...usable, ...all, unread: rooms.reduce((sum, room) => sum + room.unread, 0) }
}

/** Subscribes until everything is here. @returns how many changes came for each topic */
async function catchUp(
  ask: (frame: object) => Promise<ServerFrame>,
  wanted: Record<string, number | null>,
): Promise<Record<string, number>> {
  const changes: Record<string, number> = {}
  let cursors = wanted
  for (let turn = 0; Object.keys(cursors).length > 0 && turn < LIMITS.topicsPerSubscribe; turn++) {
    const answer = await ask({ t: 'subscribe', cursors })
    if (answer.t !== 'caughtUp') throw new Error('subscribing was refused')
    cursors = {}
    for (const [topic, caughtUp] of Object.entries<CaughtUp>(answer.topics)) {
      if (caughtUp.state !== 'current') throw new Error(`${topic} is ${caughtUp.state}`)
      changes[topic] = (changes[topic] ?? 0) + caughtUp.events.length
      if (caughtUp.head !== undefined) cursors[topic] = caughtUp.version
    }
  }
  return changes
}
