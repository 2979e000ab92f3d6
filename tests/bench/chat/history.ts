import type postgres from 'postgres'

/** Fills rooms with messages of some 200 bytes, spread over the last thirty days, each version its own message. */
export async function fillRooms(
  sql: postgres.Sql,
  { roomIds, authorIds, perRoom }: { roomIds: readonly string[]; authorIds: readonly string[]; perRoom: number },
): Promise<void> {
  // Indexes are made after: one by one they take longer than the rows.
  const indexes = await sql<{ name: string; definition: string; is_unique: boolean }[]>`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename = 'messages' and indexname <> 'messages_pkey'`
  for (const { name } of indexes) await sql.unsafe(`drop index ${name}`)
  await sql`set session_replication_role = replica`
  for (const [index, roomId] of roomIds.entries()) {
    const authorId = authorIds[index % authorIds.length] ?? ''
    await sql`insert into messages (id, room_id, author_id, client_id, seq, version, body, posted_at)
      select gen_random_uuid(), ${roomId}, ${authorId}, gen_random_uuid(), n + 1, n + 1,
        repeat('Der Pegel steht bei ' || n || ' Zentimetern und fällt. ', 4), now() - interval '30 days' * (1 - n::float8 / ${perRoom})
      from generate_series(1, ${perRoom}::int) as n`
  }
  for (const { definition } of indexes) await sql.unsafe(definition)
  await sql`update room_versions set version = ${perRoom + 1}`
  await sql.unsafe('vacuum analyze messages')
  await sql.unsafe('analyze')
}
