import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { heading } from './console.mjs'
import { root } from './places.mjs'
import { runInForeground } from './run.mjs'

const migrations = join(root, 'migrations')

const CHECKS = [
  ['types', 'tsc', ['-b']],
  ['lint', 'oxlint', ['--type-aware']],
  ['format', 'oxfmt', ['--check']],
  ['dead code', 'knip', ['--config', 'config/knip.json']],
  ['dependency rules', 'vitest', ['run', '--config', 'config/vitest.config.ts', 'tests/architecture.test.ts']],
  ['migrations agree with tables', migrationsAgree],
  ['size of the client', 'node', ['config/budget.mjs']],
]

/** Runs every check, also after one has failed. @returns {Promise<number>} exit status */
export async function runChecks(env) {
  const failed = []
  for (const [name, check, args] of CHECKS) {
    heading(name)
    const status = typeof check === 'function' ? await check(env) : await runInForeground(check, args, { env })
    if (status !== 0) failed.push(name)
  }
  process.stdout.write(failed.length === 0 ? '\nAll checks passed.\n' : `\nChecks failed: ${failed.join(', ')}.\n`)
  return failed.length === 0 ? 0 : 1
}

/** Asks for a migration: where tables and migrations agree, none is made. One that is made is taken away again. */
async function migrationsAgree(env) {
  const before = new Set(readdirSync(migrations))
  const config = ['--config', 'config/drizzle.config.ts']
  const status = await runInForeground('drizzle-kit', ['generate', ...config, '--name', 'check'], { env })
  const made = readdirSync(migrations).filter((name) => !before.has(name))
  for (const name of made) rmSync(join(migrations, name), { recursive: true })
  if (made.length === 0) return status
  process.stdout.write(
    'Tables have changed without a migration: make one with "npm run migration -- <name>" and read it.\n',
  )
  return 1
}
