import { asc, inArray, sql } from 'drizzle-orm'
import { LIMITS } from '#wire/limits'
import { MessageChanged, RoomChanged, RoomPeopleChanged } from '#protocol/rooms'
import type { Queries } from '../../platform/db.ts'
import type { Deps, Heads } from '../../realtime/feature.ts'
import type { CatchUpAnswer, CatchUpEvent, TopicKind } from '../../realtime/topic-kind.ts'
import { peopleWhoSee, presentRoom, visibleRoomIds } from './access.ts'
import { readHeads } from './counter.ts'
import { presentMessage, selectMessages } from './present.ts'
import { messages, rooms } from './tables.ts'

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
  const events = await changesAfter(db, behind, heads)
  for (const id of behind.keys()) {
    answers.set(id, { state: 'current', version: heads.get(id)?.version ?? 0, events: events.get(id) ?? [] })
  }
  return answers
}

/** Per room what changed after its cursor and up to its head, in version order. */
async function changesAfter(
  db: Queries,
  cursors: ReadonlyMap<string, number>,
  heads: ReadonlyMap<string, Heads>,
): Promise<Map<string, CatchUpEvent[]>> {
  if (cursors.size === 0) return new Map()
  const ids = [...cursors.keys()]
  const cursorList = sql`unnest(${sql.param(ids)}::uuid[], ${sql.param([...cursors.values()])}::bigint[])`
  const missed = sql`(${messages.roomId}, ${messages.version}) in (
    select changed.room_id, changed.version from ${cursorList} as missed(room_id, cursor)
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
