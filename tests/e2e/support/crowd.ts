import { openDatabaseOf } from './database.ts'

const FIRST = [
  'Anna',
  'Björn',
  'Çiğdem',
  'Dörte',
  'Emre',
  'Friederike',
  'Gülay',
  'Hans-Jürgen',
  'Ines',
  'Jörg',
] as const
const LAST = [
  'Müller',
  'Schäfer',
  'Groß',
  'Yıldız',
  'Kowalczyk',
  'Brandt',
  'Möllers',
  'Weiß',
  'Hövel',
  'Özdemir',
] as const

/** So many more people of an organisation, all of whom have come in. */
export async function addCrowd(dataDir: string, organisation: string, people: number): Promise<void> {
  const sql = openDatabaseOf(dataDir)
  try {
    await sql`
      with made as (
        insert into users (id, email, name, password_hash)
        select gen_random_uuid(), 'person' || n || '@arnsberg.example',
          (${[...FIRST]}::text[])[1 + n % 10] || ' ' || (${[...LAST]}::text[])[1 + n / 10 % 10]
            || case when n >= 100 then ' ' || lpad(n::text, 4, '0') else '' end, 'x'
        from generate_series(0, ${people - 1}::int) n returning id)
      insert into organisation_people (user_id, organisation_id, role)
      select made.id, organisations.id, 'member' from made, organisations where organisations.name = ${organisation}`
    // As it would be after a night: the planner knows how many there are.
    await sql`analyze`
  } finally {
    await sql.end()
  }
}
