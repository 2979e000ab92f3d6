import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeCheckout, type Checkout } from '../support/checkout.ts'

let checkout: Checkout
beforeEach(() => {
  checkout = makeCheckout()
  checkout.write(
    'try.mjs',
    "import { runTests } from './config/bootstrap/test.mjs'\nprocess.exitCode = await runTests(process.env, process.argv.slice(2))",
  )
})
afterEach(() => checkout.remove())

/** A runner that leaves the report and ends with the status. */
function runner(name: string, report: object | undefined, status: number): void {
  const write = report ? `echo '${JSON.stringify(report)}' > tests/.output/${name}.json\n` : ''
  checkout.program(name, `${write}exit ${status}`)
}

const vitest = (passed: number, failed: number): object => ({
  numPassedTests: passed,
  numFailedTests: failed,
  testResults: [],
})
const playwright = (expected: number, unexpected: number): object => ({
  stats: { expected, unexpected, flaky: 0, skipped: 0 },
  errors: [],
})

async function verdict(...filters: string[]): Promise<{ line: string | undefined; status: number | null }> {
  const { status, output } = await checkout.node(['try.mjs', ...filters])
  return { line: output.trim().split('\n').at(-1), status }
}

test('the last line sums both runners', async () => {
  runner('vitest', vitest(40, 0), 0)
  runner('playwright', playwright(2, 0), 0)
  expect(await verdict()).toEqual({ line: '42 passed, 0 failed', status: 0 })

  runner('playwright', playwright(1, 1), 1)
  expect(await verdict()).toEqual({ line: '41 passed, 1 failed', status: 1 })
})

test('with a filter the browser stays closed', async () => {
  runner('vitest', vitest(3, 0), 0)
  runner('playwright', undefined, 1)
  expect(await verdict('rooms')).toEqual({ line: '3 passed, 0 failed', status: 0 })
})

test('a runner that crashes, leaves no report, runs nothing or cannot load a file has failed', async () => {
  runner('playwright', playwright(2, 0), 0)
  runner('vitest', undefined, 139)
  expect(await verdict()).toEqual({ line: '2 passed, 1 failed', status: 1 })
  runner('vitest', vitest(0, 0), 0)
  expect(await verdict()).toEqual({ line: '2 passed, 1 failed', status: 1 })
  runner('vitest', vitest(5, 0), 1)
  expect(await verdict()).toEqual({ line: '7 passed, 1 failed', status: 1 })
  runner('vitest', { ...vitest(5, 0), testResults: [{ status: 'failed', assertionResults: [] }] }, 1)
  expect(await verdict()).toEqual({ line: '7 passed, 1 failed', status: 1 })
})
