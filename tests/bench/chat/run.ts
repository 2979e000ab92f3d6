import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { machine } from '../figures.ts'
import { endAll } from './children.ts'
import { table, type Findings, type Size } from './report.ts'
import { measureAcked } from './section-acked.ts'
import { measureCpu } from './section-cpu.ts'
import { measureHistory } from './section-history.ts'
import { measureLatency } from './section-latency.ts'
import { measureMemory } from './section-memory.ts'
import { measureResume } from './section-resume.ts'
import { startServices, type Services } from './services.ts'

/*
 * What the chat costs, each beside its yardstick in the same run. Ends with a table and one JSON line.
 *
 *   npm run bench:chat -- [--only cpu,latency,acked,memory,resume,history] [--quick]
 *
 * `--quick` tries the instrument with small sizes; its figures mean nothing.
 */

const SECTIONS = {
  cpu: measureCpu,
  latency: measureLatency,
  acked: measureAcked,
  memory: measureMemory,
  resume: measureResume,
  history: measureHistory,
} satisfies Record<string, (services: Services, size: Size) => Promise<Findings>>
const PATIENCE_MS = 25 * 60_000
const OUTPUT = new URL('../../.output/', import.meta.url).pathname

const { values } = parseArgs({
  options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } },
})
const wanted = values.only?.split(',') ?? Object.keys(SECTIONS)

setTimeout(() => {
  process.stderr.write('The benchmark takes too long and was ended.\n')
  process.exit(1)
}, PATIENCE_MS).unref()

const services = await startServices()
const figures: Record<string, number> = {}
const rows: string[][] = []
try {
  for (const [name, measure] of Object.entries(SECTIONS)) {
    if (!wanted.includes(name)) continue
    process.stdout.write(`· ${name}\n`)
    const found = await measure(services, { quick: values.quick })
    Object.assign(figures, found.figures)
    rows.push(...found.rows)
    process.stdout.write(`${table(found.rows)}\n\n`)
  }
} finally {
  endAll()
  await services.stop()
}
process.stdout.write(`${machine()}\n\n${table(rows)}\n\n`)
mkdirSync(OUTPUT, { recursive: true })
writeFileSync(`${OUTPUT}bench-chat.json`, JSON.stringify({ machine: machine(), figures, rows }, null, 2))
process.stdout.write(`${JSON.stringify(figures)}\n`)
process.exit(0)
