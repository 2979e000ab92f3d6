import type postgres from 'postgres'
import { connect } from '../../../server/platform/db.ts'
import { findRunningPostgres } from '../../../server/platform/embedded-postgres/index.ts'

/** The database of an installation that runs, for what would take too long by hand. */
export function openDatabaseOf(dataDir: string): postgres.Sql {
  const connection = findRunningPostgres(dataDir)
  if (!connection) throw new Error('no database runs')
  return connect({ kind: 'socket', ...connection }, { max: 1 })
}
