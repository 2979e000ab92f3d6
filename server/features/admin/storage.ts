import { sql } from 'drizzle-orm'
import { STORED_KINDS, type Storage, type StoredKind } from '#protocol/admin'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { accessInstallation } from '../orgs/index.ts'
import { readDisk } from './disk.ts'

/** What stands in which table. A table that is not here counts as other. */
const TABLES: Readonly<Record<Exclude<StoredKind, 'jobs' | 'other'>, readonly string[]>> = {
  messages: ['messages', 'message_reactions', 'room_reads'],
  rooms: ['projects', 'project_people', 'rooms', 'room_people', 'room_organisations', 'room_versions'],
  accounts: ['users', 'sessions', 'organisations', 'organisation_people', 'invitations', 'access_tokens'],
  meetings: ['meetings', 'meeting_nodes', 'guests', 'guest_links'],
  audit: ['audit_log'],
}

const kindOf = new Map(
  Object.entries(TABLES).flatMap(([kind, tables]) => tables.map((table) => [table, kind as StoredKind])),
)

export async function readStorage(deps: Deps, actor: Actor): Promise<Storage> {
  const { db, config } = deps
  await accessInstallation(db, actor, 'installation.manage')
  const isEmbedded = config.databaseUrl === undefined
  const [kinds, bytes, disk] = await Promise.all([readKinds(deps), readDatabaseBytes(deps), readDisk(config.dataDir)])
  return { database: { bytes, kinds, isEmbedded }, disk }
}

async function readDatabaseBytes({ db }: Deps): Promise<number> {
  const [row] = await db.execute<{ bytes: string }>(sql`select pg_database_size(current_database()) as bytes`)
  return Number(row?.bytes ?? 0)
}

/** With indexes and whatever Postgres keeps beside a table. */
async function readKinds({ db }: Deps): Promise<Storage['database']['kinds']> {
  const rows = await db.execute<{ schema: string; table: string; bytes: string }>(sql`
    select spaces.nspname as schema, tables.relname as table, pg_total_relation_size(tables.oid) as bytes
    from pg_class tables
    join pg_namespace spaces on spaces.oid = tables.relnamespace
    where tables.relkind = 'r' and spaces.nspname in ('public', 'jobs')`)
  const sums = new Map<StoredKind, number>()
  for (const { schema, table, bytes } of rows) {
    const kind = schema === 'jobs' ? 'jobs' : (kindOf.get(table) ?? 'other')
    sums.set(kind, (sums.get(kind) ?? 0) + Number(bytes))
  }
  return STORED_KINDS.map((kind) => ({ kind, bytes: sums.get(kind) ?? 0 }))
}
