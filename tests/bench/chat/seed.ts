import type postgres from 'postgres'
import { v7 } from 'uuid'
import { hashSecret, newSecret } from '../../../server/platform/ids.ts'
import type { Member } from './dialects.ts'

export interface Town {
  projectId: string
  people: { id: string; secret: string }[]
  roomIds: string[]
}

/**
 * An installation with people and rooms, written straight into the tables: making a thousand passwords by the product's own
 * commands would take minutes and is not what is measured. Room n is a closed one of people n × perRoom and following.
 */
export async function seedTown(
  sql: postgres.Sql,
  { people, rooms, perRoom }: { people: number; rooms: number; perRoom: number },
): Promise<Town> {
  const projectId = v7()
  const organisationId = v7()
  const persons = Array.from({ length: people }, () => ({ id: v7(), secret: newSecret() }))
  const roomIds = Array.from({ length: rooms }, () => v7())
  const ids = persons.map(({ id }) => id)
  await sql`insert into organisations (id, name, kind) values (${organisationId}, 'Arnsberg', 'municipality')`
  await sql`insert into users (id, email, name)
    select id, 'person' || n || '@arnsberg.example', 'Person ' || n
    from unnest(${ids}::uuid[]) with ordinality as person (id, n)`
  await sql`insert into organisation_people (user_id, organisation_id, role)
    select id, ${organisationId}, 'member' from unnest(${ids}::uuid[]) as id`
  await sql`insert into sessions (id, user_id, secret_hash, expires_at)
    select session, person, hash, now() + interval '30 days'
    from unnest(${ids.map(() => v7())}::uuid[], ${ids}::uuid[], ${persons.map(({ secret }) => hashSecret(secret))}::text[])
      as one (session, person, hash)`
  await sql`insert into projects (id, name, organisation_id) values (${projectId}, 'Hochwassersensorik', ${organisationId})`
  await sql`insert into project_people (project_id, user_id, role)
    select ${projectId}, id, 'member' from unnest(${ids}::uuid[]) as id`
  await sql`insert into rooms (id, project_id, name, visibility, version)
    select id, ${projectId}, 'Raum ' || n, 'closed', 1 from unnest(${roomIds}::uuid[]) with ordinality as room (id, n)`
  await sql`insert into room_versions (room_id, version, membership) select id, 1, 1 from unnest(${roomIds}::uuid[]) as id`
  for (const [index, roomId] of roomIds.entries()) {
    const members = ids.slice(index * perRoom, (index + 1) * perRoom)
    await sql`insert into room_people (room_id, user_id) select ${roomId}, id from unnest(${members}::uuid[]) as id`
  }
  return { projectId, people: persons, roomIds }
}

/** Everybody in their room. */
export function membersOf({ people, roomIds }: Town, perRoom: number): Member[] {
  return roomIds.flatMap((roomId, room) =>
    people.slice(room * perRoom, (room + 1) * perRoom).map(({ secret }, index) => ({
      secret,
      roomId,
      index: room * perRoom + index,
    })),
  )
}
