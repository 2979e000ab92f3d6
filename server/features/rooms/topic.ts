import { and, asc, eq, gt, inArray, lte, sql, type SQL } from 'drizzle-orm'
import { LIMITS } from '#wire/limits'
import { MessageChanged, RoomChanged, RoomPeopleChanged } from '#protocol/rooms'
import type { Queries } from '../../platform/db.ts'
import type { Deps, Heads } from '../../realtime/feature.ts'
import type { CatchUpAnswer, CatchUpEvent, TopicKind } from '../../realtime/topic-kind.ts'
import { peopleWhoSee, presentRoom, visibleRoomIds } from './access.ts'
import { readHeads } from './counter.ts'
import { presentMessage, selectMessages } from './present.ts'
import { messageReactions, messages, rooms } from './tables.ts'

/** What a message takes on the wire beside its text, and each reaction to it, roughly. */
const BYTES_BESIDE_BODY = 500
const BYTES_PER_REACTION = 40
/** No answer carries more messages, one that is too large by itself included. */
const MOST_TOLD = Math.ceil(LIMITS.bytesPerCatchUp / BYTES_BESIDE_BODY) + 1

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

/** From where to where a room is told about. */
interface Stretch {
  after: number
  upTo: number
}

async function catchUp(db: Queries, cursors: ReadonlyMap<string, number>): Promise<Map<string, CatchUpAnswer>> {
  const heads = await readHeads(db, [...cursors.keys()])
  const answers = new Map<string, CatchUpAnswer>()
  const behind = new Map<string, Stretch>()
  for (const [id, after] of cursors) {
    const version = heads.get(id)?.version
    if (version === undefined) continue
    const missed = version - after
    // A cursor from the future is of another history than ours.
    if (missed < 0 || missed > LIMITS.changesPerCatchUp) answers.set(id, { state: 'reset', version })
    else if (missed > 0) behind.set(id, { after, upTo: version })
    else answers.set(id, { state: 'current', version, events: [] })
  }
  const told = await fitting(db, behind)
  const events = await changesWithin(db, told, heads)
  for (const [id, { after, upTo: head }] of behind) {
    const version = told.get(id)?.upTo ?? after
    const more = version < head ? { head } : {}
    answers.set(id, { state: 'current', version, ...more, events: events.get(id) ?? [] })
  }
  return answers
}

/** The same for whoever reads one room from end to end, however far behind: the next stretch, never a fresh window. */
export async function changesAfter(
  db: Queries,
  roomId: string,
  after: number,
): Promise<{ version: number; events: CatchUpEvent[] }> {
  const heads = await readHeads(db, [roomId])
  const head = heads.get(roomId)?.version ?? after
  if (head <= after) return { version: after, events: [] }
  const stretch = { after, upTo: Math.min(head, after + LIMITS.changesPerCatchUp) }
  const told = await fitting(db, new Map([[roomId, stretch]]))
  const events = await changesWithin(db, told, heads)
  return { version: told.get(roomId)?.upTo ?? after, events: events.get(roomId) ?? [] }
}

/** As much as one answer carries, in the order given: it must arrive also over a thin line, and what is looked at first. */
async function fitting(db: Queries, behind: ReadonlyMap<string, Stretch>): Promise<Map<string, Stretch>> {
  const weights = await weigh(db, behind)
  let left: number = LIMITS.bytesPerCatchUp
  const told = new Map<string, Stretch>()
  for (const [id, stretch] of behind) {
    const weight = weights.get(id) ?? 0
    if (weight > left) {
      const part = await fittingPart(db, id, stretch, left)
      // Whoever asks again must come further, however much a single message weighs.
      if (part.upTo > stretch.after) told.set(id, part)
      else if (told.size === 0) told.set(id, { ...stretch, upTo: part.next })
      break
    }
    told.set(id, stretch)
    left -= weight
  }
  return told
}

const bytesOf =
  sql<number>`${BYTES_BESIDE_BODY} + coalesce(octet_length(${messages.body}), 0) + ${BYTES_PER_REACTION} * (
  select count(*) from ${messageReactions} where message_id = messages.id)`.mapWith(Number)

async function weigh(db: Queries, behind: ReadonlyMap<string, Stretch>): Promise<Map<string, number>> {
  if (behind.size === 0) return new Map()
  const weighed = await db
    .select({ id: sql<string>`messages.room_id`, bytes: sql<number>`sum(${bytesOf})`.mapWith(Number) })
    .from(changedIn(behind))
    .groupBy(sql`messages.room_id`)
  return new Map(weighed.map(({ id, bytes }) => [id, bytes]))
}

/** How far one gets in a room with so many bytes; `next`: the first change that weighs anything. */
async function fittingPart(
  db: Queries,
  roomId: string,
  { after, upTo }: Stretch,
  bytes: number,
): Promise<Stretch & { next: number }> {
  const missed = await db
    .select({ version: messages.version, bytes: bytesOf })
    .from(messages)
    .where(and(eq(messages.roomId, roomId), gt(messages.version, after), lte(messages.version, upTo)))
    .orderBy(asc(messages.version))
    .limit(LIMITS.changesPerCatchUp)
  let reached = after
  let left = bytes
  for (const change of missed) {
    left -= change.bytes
    if (left < 0) break
    reached = change.version
  }
  return { after, upTo: reached, next: missed[0]?.version ?? upTo }
}

/**
 * Stands for `messages`: those that changed in these stretches. Nothing is cut off, no stretch is longer than the bound; but
 * written down it makes the planner go by the index, however large it believes the rooms to be.
 */
function changedIn(of: ReadonlyMap<string, Stretch>): SQL {
  const all = [...of.values()]
  const [ids, after, upTo] = [[...of.keys()], all.map((one) => one.after), all.map((one) => one.upTo)].map((list) =>
    sql.param(list),
  )
  return sql`unnest(${ids}::uuid[], ${after}::bigint[], ${upTo}::bigint[]) as stretch(room, after, up_to)
    cross join lateral (
      select * from ${messages} where room_id = room and version > after and version <= up_to
      order by version limit ${sql.raw(String(LIMITS.changesPerCatchUp))}) messages`
}

/** Per room what changed within its stretch, in version order. */
async function changesWithin(
  db: Queries,
  told: ReadonlyMap<string, Stretch>,
  heads: ReadonlyMap<string, Heads>,
): Promise<Map<string, CatchUpEvent[]>> {
  if (told.size === 0) return new Map()
  const ids = [...told.keys()]
  const changed = sql`(${messages.roomId}, ${messages.version}) in (
    select messages.room_id, messages.version from ${changedIn(told)} limit ${sql.raw(String(MOST_TOLD))})`
  const rows = await selectMessages(db).where(changed).orderBy(asc(messages.version))
  const changedRooms = await db.select().from(rooms).where(inArray(rooms.id, ids))
  const isTold = (id: string, version: number) => {
    const stretch = told.get(id)
    return stretch !== undefined && version > stretch.after && version <= stretch.upTo
  }

  const events = new Map<string, CatchUpEvent[]>(ids.map((id) => [id, []]))
  for (const row of rows) {
    const message = presentMessage(row)
    events.get(message.roomId)?.push({ v: message.version, name: MessageChanged.name, data: message })
  }
  for (const row of changedRooms) {
    if (isTold(row.id, row.version))
      events.get(row.id)?.push({ v: row.version, name: RoomChanged.name, data: presentRoom(row) })
    const membership = heads.get(row.id)?.membership ?? 0
    if (isTold(row.id, membership)) {
      events.get(row.id)?.push({ v: membership, name: RoomPeopleChanged.name, data: { roomId: row.id } })
    }
  }
  for (const list of events.values()) list.sort((a, b) => a.v - b.v)
  return events
}
