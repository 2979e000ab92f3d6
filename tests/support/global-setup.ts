import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { connect, type DatabaseTarget } from '../../server/platform/db.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres/index.ts'
import { createLog } from '../../server/platform/log.ts'
import { migrateDatabase } from '../../server/platform/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's Postgres; `template` is a migrated database nobody is connected to. */
    postgres: { target: DatabaseTarget; template: string }
  }
}

export const MIGRATIONS = new URL('../../migrations', import.meta.url).pathname
const TEMPLATE = 'template_allmende'

/** One real Postgres for the whole run; every test file gets a database of its own from a migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'allmende-test-'))
  const embedded = await startEmbeddedPostgres({ dataDir, log: createLog('warn') })
  const target: DatabaseTarget = { kind: 'socket', ...embedded.connection }
  const end = async (): Promise<void> => {
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await createTemplate(target)
  } catch (error) {
    await end()
    throw error
  }
  project.provide('postgres', { target, template: TEMPLATE })
  return end
}

async function createTemplate(target: DatabaseTarget): Promise<void> {
  const admin: postgres.Sql = connect(target, { max: 1 })
  try {
    await admin.unsafe(`create database ${TEMPLATE}`)
  } finally {
    await admin.end()
  }
  await migrateDatabase(inDatabase(target, TEMPLATE), MIGRATIONS)
}

export function inDatabase(target: DatabaseTarget, database: string): DatabaseTarget {
  if (target.kind === 'socket') return { ...target, database }
  const url = new URL(target.url)
  url.pathname = `/${database}`
  return { kind: 'url', url: url.href }
}
