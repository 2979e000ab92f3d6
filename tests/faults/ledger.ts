import type postgres from 'postgres'
import type { SeenMessage } from './record.ts'

/** One version of a room that a message took, with the message's state at it. */
export interface LedgerChange {
  room: string
  at: number
  message: SeenMessage
}

/** One version of a room at which its people changed: everybody who sees it from then on. */
export interface LedgerMembership {
  room: string
  at: number
  version: number
  people: ReadonlySet<string>
}

/** Everything that was ever committed, in the order of each room's versions. */
export interface Ledger {
  changes: LedgerChange[]
  memberships: LedgerMembership[]
}

/*
 * Postgres itself keeps the book: constraint triggers run with the commit, see what is committed, and are no part of the product.
 */
const BOOK = `
  create table faults_changes (room uuid, at double precision, message jsonb, marks text);
  create table faults_memberships (room uuid, at double precision, version bigint, people uuid[]);

  create function faults_seeing(which uuid) returns uuid[] language sql as $$
    select coalesce(array_agg(project_people.user_id), '{}')
    from rooms
    join project_people on project_people.project_id = rooms.project_id
    left join room_people on room_people.room_id = rooms.id and room_people.user_id = project_people.user_id
    where rooms.id = which and (rooms.visibility = 'open' or room_people.user_id is not null) $$;

  create function faults_now() returns double precision language sql as $$
    select extract(epoch from clock_timestamp())::double precision * 1000 $$;

  create function faults_change() returns trigger language plpgsql as $$ begin
    insert into faults_changes values (new.room_id, faults_now(), to_jsonb(new), faults_marks(new));
    return null; end $$;
  create constraint trigger faults_change after insert or update on messages
    deferrable initially deferred for each row execute function faults_change();

  create function faults_membership() returns trigger language plpgsql as $$ begin
    insert into faults_memberships values (new.room_id, faults_now(), new.membership, faults_seeing(new.room_id));
    return null; end $$;
  create constraint trigger faults_membership after update on room_versions
    deferrable initially deferred for each row when (old.membership <> new.membership) execute function faults_membership();

  insert into faults_memberships select room_id, 0, membership, faults_seeing(room_id) from room_versions;`

/** What is shown of a message beside its body; the client's side of it is `marksOf` in `seen.ts`. */
const MARKS = `
  create function faults_marks(message messages) returns text language sql as $$
    select case when message.edited_at is null then '' else 'edited' end
      || coalesce(string_agg(emoji || user_id, '' order by place, version), '')
    from message_reactions where message_id = message.id $$;`

/** Begins to keep the book; from the membership that is there now. */
export async function openBook(sql: postgres.Sql): Promise<void> {
  await sql.unsafe(MARKS)
  await sql.unsafe(BOOK)
}

export async function readLedger(sql: postgres.Sql): Promise<Ledger> {
  const changes = await sql<{ room: string; at: number; message: MessageRow; marks: string }[]>`
    select * from faults_changes order by room, (message->>'version')::bigint`
  const memberships = await sql<{ room: string; at: number; version: string; people: string[] }[]>`
    select * from faults_memberships order by room, version`
  return {
    changes: changes.map(({ room, at, message, marks }) => ({ room, at, message: seen(message, marks) })),
    memberships: memberships.map(({ room, at, version, people }) => ({
      room,
      at,
      version: Number(version),
      people: new Set(people),
    })),
  }
}

/** What Postgres holds in the end. */
export interface FinalTruth {
  /** By room, ascending by `seq`. */
  messages: Map<string, SeenMessage[]>
  versions: Map<string, number>
  /** By room: who sees it. */
  people: Map<string, ReadonlySet<string>>
  /** By `<user> <room>`. */
  readSeqs: Map<string, number>
}

export async function readTruth(sql: postgres.Sql): Promise<FinalTruth> {
  const messages = await sql<{ message: MessageRow; marks: string }[]>`
    select to_jsonb(messages) as message, faults_marks(messages) as marks from messages order by room_id, seq`
  const rooms = await sql<{ id: string; version: string; people: string[] }[]>`
    select room_id as id, version, faults_seeing(room_id) as people from room_versions`
  const reads = await sql<{ user_id: string; room_id: string; read_seq: string }[]>`select * from room_reads`
  const byRoom = new Map<string, SeenMessage[]>(rooms.map(({ id }) => [id, []]))
  for (const { message, marks } of messages) byRoom.get(message.room_id)?.push(seen(message, marks))
  return {
    messages: byRoom,
    versions: new Map(rooms.map(({ id, version }) => [id, Number(version)])),
    people: new Map(rooms.map(({ id, people }) => [id, new Set(people)])),
    readSeqs: new Map(reads.map((row) => [`${row.user_id} ${row.room_id}`, Number(row.read_seq)])),
  }
}

interface MessageRow {
  id: string
  room_id: string
  client_id: string
  seq: number
  version: number
  author_id: string
  body: string | null
}

function seen(row: MessageRow, marks: string): SeenMessage {
  const { id, seq, version, body } = row
  return { id, clientId: row.client_id, seq, version, author: row.author_id, body, marks }
}
