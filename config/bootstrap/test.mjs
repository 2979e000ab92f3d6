import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { heading } from './console.mjs'
import { readIfThere, root } from './places.mjs'
import { runInForeground } from './run.mjs'

const output = join(root, 'tests', '.output')

/** What each runner is called, how it is asked, and how its own report counts. */
const RUNNERS = {
  vitest: {
    args: [
      'run',
      '--config',
      'config/vitest.config.ts',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${output}/vitest.json`,
    ],
    count: (report) => ({
      passed: report.numPassedTests,
      // A file that cannot be loaded has no tests to fail.
      failed:
        report.numFailedTests +
        report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
    }),
  },
  playwright: {
    args: ['test', '--config', 'config/playwright.config.ts'],
    count: ({ stats, errors }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length }),
  },
}

/**
 * Runs unit and integration tests, then the browser's; with filters the former alone. The last line it prints is
 * `N passed, N failed` over both.
 * @returns {Promise<number>} exit status
 */
export async function runTests(env, filters) {
  const runners = filters.length > 0 ? ['vitest'] : ['vitest', 'playwright']
  const sum = { passed: 0, failed: 0 }
  for (const name of runners) {
    heading(name)
    const { passed, failed } = await runOne(name, env, name === 'vitest' ? filters : [])
    sum.passed += passed
    sum.failed += failed
  }
  process.stdout.write(`${sum.passed} passed, ${sum.failed} failed\n`)
  return sum.failed === 0 ? 0 : 1
}

/** A runner that crashed, left no report, or ran nothing counts as a failure: silence is not success. */
async function runOne(name, env, filters) {
  const report = join(output, `${name}.json`)
  mkdirSync(output, { recursive: true })
  rmSync(report, { force: true })
  const status = await runInForeground(name, [...RUNNERS[name].args, ...filters], { env })
  const text = readIfThere(report)
  const { passed, failed } = text ? RUNNERS[name].count(JSON.parse(text)) : { passed: 0, failed: 0 }
  if (failed === 0 && (status !== 0 || passed === 0)) {
    process.stdout.write(
      `${name} ${passed === 0 ? 'ran no test' : 'failed outside its tests'} (exit status ${status})\n`,
    )
    return { passed, failed: 1 }
  }
  return { passed, failed }
}
