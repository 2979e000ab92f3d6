import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { connect, type DatabaseTarget } from '../../server/platform/db.ts'
import { inDatabase } from './global-setup.ts'

export interface TestDatabase {
  target: DatabaseTarget
  drop(): Promise<void>
}

/** A fresh, migrated database of its own: copied from the template in some 65 ms. */
export async function createDatabase(): Promise<TestDatabase> {
  const { target, template } = inject('postgres')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(target, `create database ${name} template ${template}`)
  return {
    target: inDatabase(target, name),
    drop: () => asAdmin(target, `drop database if exists ${name} with (force)`),
  }
}

async function asAdmin(target: DatabaseTarget, statement: string): Promise<void> {
  const admin = connect(target, { max: 1 })
  try {
    await admin.unsafe(statement)
  } finally {
    await admin.end()
  }
}
