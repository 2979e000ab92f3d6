import { asc, inArray, sql, type SQL } from 'drizzle-orm'
import { LIMITS } from '#wire/limits'
import { MessageChanged, RoomChanged, RoomPeopleChanged } from '#protocol/rooms'
import type { Queries } from '../../platform/db.ts'
import type { Deps, Heads } from '../../realtime/feature.ts'
import type { CatchUpAnswer, CatchUpEvent, TopicKind } from '../../realtime/topic-kind.ts'
import { peopleWhoSee, presentRoom, visibleRoomIds } from './access.ts'
import { readHeads } from './counter.ts'
import { presentMessage, selectMessages } from './present.ts'
import { messages, rooms } from './tables.ts'

/** What a message takes on the wire beside its text, roughly. */
const BYTES_BESIDE_BODY = 500

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** `room:<id>`: everything that changes in a room, for everybody who sees it. */
export function roomTopic({ db }: Pick<Deps, 'db'>): TopicKind {
  return {
    prefix: 'room',
    async authorise({ userId }, ids) {
      // Heads before rights: whoever is let in was allowed at that membership or later.
      const asked = ids.filter((id) => UUID.test(id))
      const heads = await readHeads(db, asked)
      const visible = new Set(await visibleRoomIds(db, userId, asked))
      return new Map([...heads].filter(([id]) => visible.has(id)))
    },
    async whoMayHear(id) {
      const seeing = await peopleWhoSee(db, id)
      return { allowed: new Set(seeing.map(({ userId }) => userId)) }
    },
    heads: (ids) => readHeads(db, ids),
    catchUp: (cursors) => catchUp(db, cursors),
  }
}

async function catchUp(db: Queries, cursors: ReadonlyMap<string, number>): Promise<Map<string, CatchUpAnswer>> {
  const heads = await readHeads(db, [...cursors.keys()])
  const answers = new Map<string, CatchUpAnswer>()
  const behind = new Map<string, number>()
  for (const [id, { version }] of heads) {
    const missed = version - (cursors.get(id) ?? 0)
    // A cursor from the future is of another history than ours.
    if (missed < 0 || missed > LIMITS.changesPerCatchUp) answers.set(id, { state: 'reset', version })
    else if (missed > 0) behind.set(id, cursors.get(id) ?? 0)
    else answers.set(id, { state: 'current', version, events: [] })
  }
  const light = await lightest(db, behind)
  const events = await changesAfter(db, light, heads)
  for (const id of behind.keys()) {
    const version = heads.get(id)?.version ?? 0
    const caughtUp = { state: 'current', version, events: events.get(id) ?? [] } as const
    answers.set(id, light.has(id) ? caughtUp : { state: 'reset', version })
  }
  return answers
}

/** As many of these rooms as one answer carries, those with the least to tell first: it must arrive also over a thin line. */
async function lightest(db: Queries, cursors: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  if (cursors.size === 0) return new Map()
  const bytes = sql<number>`sum(${BYTES_BESIDE_BODY} + coalesce(octet_length(${messages.body}), 0))`.mapWith(Number)
  const weighed = await db
    .select({ id: messages.roomId, bytes })
    .from(messages)
    .innerJoin(missedSince(cursors), sql`missed.room_id = ${messages.roomId} and ${messages.version} > missed.cursor`)
    .groupBy(messages.roomId)
  const weights = new Map(weighed.map((room) => [room.id, room.bytes]))
  let left: number = LIMITS.bytesPerCatchUp
  const light = new Map<string, number>()
  for (const [id, cursor] of [...cursors].toSorted(([a], [b]) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0))) {
    left -= weights.get(id) ?? 0
    if (left < 0) break
    light.set(id, cursor)
  }
  return light
}

function missedSince(cursors: ReadonlyMap<string, number>): SQL {
  const [ids, versions] = [sql.param([...cursors.keys()]), sql.param([...cursors.values()])]
  return sql`unnest(${ids}::uuid[], ${versions}::bigint[]) as missed(room_id, cursor)`
}

/** Per room what changed after its cursor and up to its head, in version order. */
async function changesAfter(
  db: Queries,
  cursors: ReadonlyMap<string, number>,
  heads: ReadonlyMap<string, Heads>,
): Promise<Map<string, CatchUpEvent[]>> {
  if (cursors.size === 0) return new Map()
  const ids = [...cursors.keys()]
  const missed = sql`(${messages.roomId}, ${messages.version}) in (
    select changed.room_id, changed.version from ${missedSince(cursors)}
    join ${messages} changed on changed.room_id = missed.room_id and changed.version > missed.cursor)`
  const rows = await selectMessages(db).where(missed).orderBy(asc(messages.version))
  const changedRooms = await db.select().from(rooms).where(inArray(rooms.id, ids))

  const events = new Map<string, CatchUpEvent[]>(ids.map((id) => [id, []]))
  for (const row of rows) {
    const message = presentMessage(row)
    events.get(message.roomId)?.push({ v: message.version, name: MessageChanged.name, data: message })
  }
  for (const row of changedRooms) {
    const cursor = cursors.get(row.id) ?? 0
    if (row.version > cursor)
      events.get(row.id)?.push({ v: row.version, name: RoomChanged.name, data: presentRoom(row) })
    const membership = heads.get(row.id)?.membership ?? 0
    if (membership > cursor) {
      events.get(row.id)?.push({ v: membership, name: RoomPeopleChanged.name, data: { roomId: row.id } })
    }
  }
  for (const list of events.values()) list.sort((a, b) => a.v - b.v)
  return events
}
