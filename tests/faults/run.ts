import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { endChildren } from './children.ts'
import { runCourse, type CourseResult } from './course.ts'
import { longPlan } from './plan.ts'
import { PLANTS } from './plants.ts'
import { plantedCourse } from './planted.ts'
import { startServices } from './services.ts'

/*
 * Three nodes, Postgres and Redis, hundreds of clients, and everything that breaks in a year within two minutes. Ends with one
 * JSON line; the status is not 0 when anything was lost, doubled, reordered, leaked or wrong.
 *
 *   npm run faults -- [--seed N] [--seconds N] [--clients N] [--rooms N]
 *   npm run faults -- --planted        every planted bug must be found
 *   npm run faults -- --deep [--runs N]   the property tests, long
 */

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seconds: { type: 'string', default: '130' },
    clients: { type: 'string', default: '210' },
    rooms: { type: 'string', default: '24' },
    planted: { type: 'boolean', default: false },
    deep: { type: 'boolean', default: false },
    runs: { type: 'string' },
  },
})

const DEEP = new URL('./deep.ts', import.meta.url)
/** What starting, settling and checking may take beside the run itself. */
const PATIENCE_MS = 240_000
const SHOWN_FINDINGS = 40
const REACH_MS = 1_000
/** Above this, times say more of the machine than of the product. */
const BUSY = 0.9

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    endChildren()
    process.exit(130)
  })
}

const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
if (values.deep) {
  if (!existsSync(DEEP)) throw new Error('there are no deep property tests')
  await import(DEEP.href)
} else {
  say(`seed ${seed}`)
  process.exitCode = values.planted ? await runPlanted() : await runLong()
  say(`seed ${seed}`)
  process.exit()
}

async function runLong(): Promise<number> {
  const seconds = Number(values.seconds)
  bound(seconds * 1_000)
  const [clients, rooms] = [Number(values.clients), Number(values.rooms)]
  const services = await startServices()
  try {
    const result = await runCourse(
      {
        seed,
        seconds,
        clients,
        rooms,
        nodes: 3,
        generators: 2,

        faults: longPlan(seed, 3),
        cuts: { every: 15_000, lasts: 2_000 },
        // Some forty actions a second by all together.
        pause: clients * 25,
        peoplePause: 6_000,
        settlePatience: 30_000,
        said: say,
      },
      services,
    )
    return report(result)
  } finally {
    await services.stop()
  }
}

function report(result: CourseResult): number {
  for (const { kind, what } of result.findings.slice(0, SHOWN_FINDINGS)) say(`${kind}: ${what}`)
  if (result.findings.length > SHOWN_FINDINGS) say(`… ${result.findings.length - SHOWN_FINDINGS} more`)
  const count = (kind: string) => result.findings.filter((finding) => finding.kind === kind).length
  const figures = {
    seed,
    deliveries: result.deliveries,
    actions: result.actions,
    faults: result.faults.length + result.cuts,
    lost: count('lost'),
    doubled: count('doubled'),
    reordered: count('reordered'),
    leaked: count('leaked'),
    wrong: count('wrong'),
    recovery_p50_ms: result.recovery.p50,
    recovery_p99_ms: result.recovery.p99,
    recovery_of_cuts_alone_p50_ms: result.recovery.alone.p50,
    recovery_of_cuts_alone_p99_ms: result.recovery.alone.p99,
    recovery_longest_ms: result.recovery.longest,
    cores_busy: Number(result.busy.toFixed(2)),
    rolling_restart_longest_break_ms: result.recovery.longestBreakWhileStopping,
  }
  if (result.recovery.p99 > REACH_MS) {
    const reason = result.busy > BUSY ? `; the machine was busy to ${Math.round(result.busy * 100)} %` : ''
    say(`missed: recovery p99 of ${result.recovery.p99} ms instead of ${REACH_MS} ms${reason}`)
  }
  say(JSON.stringify(figures))
  return result.findings.length === 0 ? 0 : 1
}

/** Each planted bug is found, and without one nothing is. */
async function runPlanted(): Promise<number> {
  bound(Object.keys(PLANTS).length * 30_000)
  const services = await startServices()
  let missed = 0
  try {
    for (const [plant, { found }] of Object.entries(PLANTS)) {
      const { findings } = await plantedCourse(plant, seed, services)
      const first = findings.find(({ kind }) => kind === found)
      if (!first) missed += 1
      say(`${plant}: ${first ? `found, ${first.kind}: ${first.what}` : 'NOT FOUND'} (${findings.length} findings)`)
    }
    const { findings: inventions } = await plantedCourse(undefined, seed, services)
    for (const { kind, what } of inventions) say(`invented, ${kind}: ${what}`)
    say(JSON.stringify({ seed, planted: Object.keys(PLANTS).length, missed, invented: inventions.length }))
    return missed + inventions.length
  } finally {
    await services.stop()
  }
}

function bound(milliseconds: number): void {
  setTimeout(() => {
    say('the run takes too long')
    endChildren()
    process.exit(2)
  }, milliseconds + PATIENCE_MS).unref()
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
