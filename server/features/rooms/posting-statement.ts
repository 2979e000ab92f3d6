import type { Message } from '#protocol/rooms'
import type { Database } from '../../platform/db.ts'
import type { Change } from '../../realtime/feature.ts'
import { presentAuthor } from './present.ts'

/** A message about to be posted. */
export interface NewMessage {
  id: string
  roomId: string
  /** The room's membership that the author's right to post was read at. */
  membership: number
  clientId: string
  authorId: string
  body: string
}

export interface Posted {
  message: Message
  change: Change
}

/**
 * Posts messages to any number of rooms in one transaction and one round trip. The update of a room's counter is lock, check and
 * next version at once: it changes nothing unless the room's membership is still the one the authors' rights were read at. What
 * was posted earlier under the same client id (as far as this statement sees) is left out and takes no version; an id that
 * somebody uses at this very moment breaks the unique index, and with it the whole statement. Rooms are locked in the order of
 * their ids, as everybody does who locks several.
 */
const STATEMENT = `
  with sent as materialized (
    select * from json_to_recordset($1::json) as sent
      (place int, id uuid, room_id uuid, membership bigint, author_id uuid, client_id uuid, body text)
  ), fresh as materialized (
    select sent.*, row_number() over room as step, count(*) over (partition by room_id) as steps
    from sent
    where not exists (
      select from messages where messages.author_id = sent.author_id and messages.client_id = sent.client_id)
    window room as (partition by room_id order by place)
  ), wanted as materialized (
    select room_id, max(membership) as membership, count(*) as steps from fresh group by room_id
  ), locked as materialized (
    select room_versions.room_id from room_versions join wanted using (room_id)
    order by room_versions.room_id
    for no key update of room_versions
  ), moved as (
    update room_versions set version = room_versions.version + wanted.steps
    from wanted, locked
    where room_versions.room_id = wanted.room_id and locked.room_id = wanted.room_id
      and room_versions.membership = wanted.membership
    returning room_versions.room_id, room_versions.version
  ), posted as (
    insert into messages (id, room_id, author_id, client_id, seq, version, body, posted_at)
    select id, room_id, author_id, client_id, version - steps + step, version - steps + step, body, $2::timestamptz
    from fresh join moved using (room_id)
    returning id, author_id, seq
  )
  select posted.id, posted.seq::float8 as seq, (select sign_outs from installation)::float8 as sign_outs,
    users.name, users.kind = 'program' as program, organisations.name as organisation
  from posted
  join users on users.id = posted.author_id
  left join organisation_people on organisation_people.user_id = users.id
  left join organisations on organisations.id = organisation_people.organisation_id`

interface Row {
  id: string
  seq: number
  sign_outs: number
  name: string
  program: boolean
  organisation: string | null
}

/**
 * All messages of one room are given with the same membership.
 * @returns what was posted, by id; without what had been posted before, and without rooms whose membership is another one by now
 */
export async function postTogether(
  db: Database,
  sent: readonly NewMessage[],
  postedAt: Date,
): Promise<ReadonlyMap<string, Posted>> {
  const records = sent.map(({ id, roomId, membership, authorId, clientId, body }, place) => ({
    place,
    id,
    room_id: roomId,
    membership,
    author_id: authorId,
    client_id: clientId,
    body,
  }))
  const rows = await db.run<Row>(STATEMENT, [records, postedAt])
  const byId = new Map(sent.map((message) => [message.id, message]))
  const posted = new Map<string, Posted>()
  for (const row of rows) {
    const message = byId.get(row.id)
    if (message) posted.set(message.id, present(row, message, postedAt))
  }
  return posted
}

function present(row: Row, sent: NewMessage, postedAt: Date): Posted {
  const { seq } = row
  return {
    message: {
      id: sent.id,
      roomId: sent.roomId,
      clientId: sent.clientId,
      seq,
      version: seq,
      author: presentAuthor({
        id: sent.authorId,
        name: row.name,
        organisation: row.organisation,
        program: row.program,
      }),
      body: sent.body,
      postedAt: postedAt.toISOString(),
      editedAt: null,
      reactions: [],
    },
    change: { version: seq, membership: sent.membership, signOuts: row.sign_outs },
  }
}
