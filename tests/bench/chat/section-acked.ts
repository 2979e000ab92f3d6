import type postgres from 'postgres'
import { v7 } from 'uuid'
import { connect } from '../../../server/platform/db.ts'
import { startChild } from './children.ts'
import { median, reach, round, type Findings, type Size } from './report.ts'
import { membersOf, seedTown, type Town } from './seed.ts'
import type { Services } from './services.ts'

/* Acknowledged messages a second with fsync on, from many senders who wait for each answer; against one transaction each. */

const PER_ROOM = 8
const SENDERS = 400
const BODY = 'Der Pegel steht bei 83 Zentimetern und fällt. '.repeat(4)

export async function measureAcked(services: Services, { quick }: Size): Promise<Findings> {
  const seconds = quick ? 2 : 5
  const rounds = quick ? 1 : 5
  const { target, sql } = await services.database('bench_acked')
  const one = await seedTown(sql, { people: SENDERS, rooms: 1, perRoom: SENDERS })
  const many = await seedSecond(sql)
  const product = await services.product(target)
  const direct = connect(target, { max: 10 })
  const samples = { one: [] as number[], many: [] as number[], directOne: [] as number[], directMany: [] as number[] }
  const senders = async (town: Town, perRoom: number) => {
    const child = startChild('./closed-loop.ts')
    await child.ask({ port: product.port, members: membersOf(town, perRoom), body: BODY })
    return child
  }
  const [ones, manies] = [await senders(one, SENDERS), await senders(many, PER_ROOM)]
  // Not counted: afterwards rights and plans are known, as in a server that has run for a minute.
  for (const child of [ones, manies]) await child.ask<number>({ seconds: 2 })
  for (let count = 0; count < rounds; count++) {
    samples.one.push(await ones.ask<number>({ seconds }))
    samples.many.push(await manies.ask<number>({ seconds }))
    samples.directOne.push(await directly(direct, one, seconds))
    samples.directMany.push(await directly(direct, many, seconds))
  }
  await direct.end()
  await Promise.all([ones.end(), manies.end()])
  await product.child.end()
  const [acked, acked100] = [median(samples.one), median(samples.many)]
  return {
    figures: {
      acked_per_s_one_room: round(acked),
      acked_per_s_100_rooms: round(acked100),
      single_transactions_per_s_one_room: round(median(samples.directOne)),
      single_transactions_per_s_100_rooms: round(median(samples.directMany)),
    },
    rows: [
      [
        'acknowledged messages/s, fsync on, one room',
        String(round(acked)),
        `one transaction per message ${round(median(samples.directOne))}`,
        reach(acked, '≥', 1_000),
      ],
      [
        'acknowledged messages/s, fsync on, 100 rooms',
        String(round(acked100)),
        `one transaction per message ${round(median(samples.directMany))}`,
        reach(acked100, '≥', 3_000),
      ],
    ],
  }
}

/** A second town in the same installation has other addresses. */
async function seedSecond(sql: postgres.Sql): Promise<Town> {
  await sql`update users set email = 'first-' || email`
  return seedTown(sql, { people: 100 * PER_ROOM, rooms: 100, perRoom: PER_ROOM })
}

/** What anybody would write first: lock the counter, insert, commit, one message each, on ten connections. */
async function directly(sql: postgres.Sql, { people, roomIds }: Town, seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1_000
  let done = 0
  const one = async (worker: number): Promise<void> => {
    for (let count = worker; performance.now() < until; count += 7) {
      const roomId = roomIds[count % roomIds.length] ?? ''
      const author = people[count % people.length]?.id ?? ''
      await sql.begin(async (tx) => {
        const [moved] =
          await tx`update room_versions set version = version + 1 where room_id = ${roomId} returning version`
        const seq = Number(moved?.['version'])
        await tx`insert into messages (id, room_id, author_id, client_id, seq, version, body, posted_at)
          values (${v7()}, ${roomId}, ${author}, ${v7()}, ${seq}, ${seq}, ${BODY}, now())`
      })
      done += 1
    }
  }
  await Promise.all(Array.from({ length: 10 }, (_, worker) => one(worker)))
  return done / seconds
}
