import type { Message } from '#protocol/rooms'
import type { Database } from '../../platform/db.ts'
import type { Change } from '../../realtime/feature.ts'

/** A message about to be posted. */
export interface NewMessage {
  id: string
  clientId: string
  authorId: string
  body: string
}

export interface Posted {
  message: Message
  change: Change
}

/**
 * Posts several messages to one room in one transaction and one round trip. The update of the counter is lock, check and next
 * version at once: it changes nothing unless the room's membership is still `$3`, the one the authors' rights were read at.
 * What was posted earlier under the same client id (as far as this statement sees) is left out and takes no version; an id that
 * somebody uses at this very moment breaks the unique index, and with it the whole statement.
 */
const STATEMENT = `
  with sent as materialized (
    select * from json_to_recordset($2::json)
      as sent (place int, id uuid, author_id uuid, client_id uuid, body text)
  ), fresh as materialized (
    select sent.*, row_number() over (order by place) as step, count(*) over () as steps
    from sent
    where not exists (
      select from messages where messages.author_id = sent.author_id and messages.client_id = sent.client_id)
  ), moved as (
    update room_versions set version = version + (select count(*) from fresh)
    where room_id = $1::uuid and membership = $3::bigint
    returning version
  ), posted as (
    insert into messages (id, room_id, author_id, client_id, seq, version, body, posted_at)
    select id, $1::uuid, author_id, client_id, version - steps + step, version - steps + step, body, $4::timestamptz
    from fresh, moved
    returning id, author_id, seq
  )
  select posted.id, posted.seq::float8 as seq, (select sign_outs from installation)::float8 as sign_outs,
    users.name, organisations.name as organisation
  from moved
  left join posted on true
  left join users on users.id = posted.author_id
  left join organisation_people on organisation_people.user_id = users.id
  left join organisations on organisations.id = organisation_people.organisation_id`

interface Row {
  id: string | null
  seq: number
  sign_outs: number
  name: string
  organisation: string | null
}

/**
 * @returns what was posted, by id; without those that had been posted before. Undefined: membership is another one by now, and
 *   nothing was posted.
 */
export async function postTogether(
  db: Database,
  room: { id: string; membership: number },
  sent: readonly NewMessage[],
  postedAt: Date,
): Promise<ReadonlyMap<string, Posted> | undefined> {
  const records = sent.map(({ id, authorId, clientId, body }, place) => ({
    place,
    id,
    author_id: authorId,
    client_id: clientId,
    body,
  }))
  const rows = await db.run<Row>(STATEMENT, [room.id, records, room.membership, postedAt])
  if (rows.length === 0) return undefined
  const byId = new Map(sent.map((message) => [message.id, message]))
  const posted = new Map<string, Posted>()
  for (const row of rows) {
    const message = row.id === null ? undefined : byId.get(row.id)
    if (message) posted.set(message.id, present(row, room, message, postedAt))
  }
  return posted
}

function present(row: Row, room: { id: string; membership: number }, message: NewMessage, postedAt: Date): Posted {
  const { seq } = row
  return {
    message: {
      id: message.id,
      roomId: room.id,
      clientId: message.clientId,
      seq,
      version: seq,
      author: { id: message.authorId, name: row.name, organisation: row.organisation },
      body: message.body,
      postedAt: postedAt.toISOString(),
      editedAt: null,
      reactions: [],
    },
    change: { version: seq, membership: room.membership, signOuts: row.sign_outs },
  }
}
