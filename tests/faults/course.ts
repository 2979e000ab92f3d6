import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import { check, type Verdict } from './checker/index.ts'
import { own, ownDirectory, removeDirectory } from './children.ts'
import { breakThings } from './faulter.ts'
import { openBook, readLedger, readTruth } from './ledger.ts'
import type { FromGenerator, GeneratorPlan, ToGenerator } from './messages.ts'
import { ServerNode, watchHealth } from './nodes.ts'
import { WRONG_CLOCK_MS, type Fault } from './plan.ts'
import type { FaultyPostgres } from './postgres.ts'
import type { FaultRecord, FinalClient, RunRecord } from './record.ts'
import type { Services } from './services.ts'
import { settle } from './town.ts'

const GENERATOR = new URL('./generator.ts', import.meta.url).pathname
const PUBLIC_URL = 'http://faults.example'

export interface CourseOptions {
  seed: number
  /** Of acting and breaking; starting and settling come on top. */
  seconds: number
  clients: number
  rooms: number
  nodes: number
  generators: number
  faults: readonly Fault[]
  cuts: GeneratorPlan['cuts']
  /** Milliseconds between two actions of a person on average, and between two changes of people of one who leads. */
  pause: number
  peoplePause: number
  /** The bug all nodes run with, by its name in `plants.ts`. */
  plant?: string
  watchers?: boolean
  /** Milliseconds until everybody must show the truth. */
  settlePatience: number
  said?: (line: string) => void
}

export interface CourseResult extends Verdict {
  actions: number
  /** How much of all cores was in use while people acted, by whomever; from 0 to 1. */
  busy: number
  cuts: number
  faults: FaultRecord[]
  records: RunRecord[]
}

/** One run: a cluster, people, faults, calm, and what the checker says of it all. Ends everything it started. */
export async function runCourse(options: CourseOptions, services: Omit<Services, 'stop'>): Promise<CourseResult> {
  await using end = new AsyncDisposableStack()
  const said = options.said ?? (() => undefined)
  const databaseUrl = await services.postgres.makeDatabase(`faults_${process.pid}_${Math.round(performance.now())}`)
  const directory = ownDirectory('allmende-faults-records-')
  end.defer(() => removeDirectory(directory))

  const town = await withDatabase(services.postgres, databaseUrl, async (sql) => {
    const settled = await settle(sql, options)
    await openBook(sql)
    return settled
  })
  const settings = {
    databaseUrl,
    redisUrl: services.redis.url,
    publicUrl: PUBLIC_URL,
    ...(options.plant === undefined ? {} : { plant: options.plant }),
  }
  const nodes: ServerNode[] = []
  for (let index = 0; index < options.nodes; index++) {
    // One of them never knows what time it is.
    const clock = index === options.nodes - 1 && options.nodes > 2 ? [...WRONG_CLOCK_MS] : []
    nodes.push(await ServerNode.make(index, settings, clock))
  }
  end.defer(() => Promise.all(nodes.map((node) => node.kill())).then(() => undefined))
  await Promise.all(nodes.map((node) => node.start()))
  said(`${nodes.length} nodes are ready`)

  const generators = Array.from({ length: options.generators }, (_, index) => new Generator(index, directory))
  end.defer(() => generators.forEach((generator) => generator.kill()))
  end.defer(watchHealth(nodes, (healthy) => generators.forEach((each) => each.tell({ t: 'healthy', nodes: healthy }))))
  const { seed, pause, peoplePause, cuts, watchers = false } = options
  for (const [index, generator] of generators.entries()) {
    const mine = town.people.map(({ who }) => who).filter((who) => who % options.generators === index)
    const { recordsFile } = generator
    const ports = nodes.map(({ port }) => port)
    const plan = { seed, people: town.people, mine, ports, publicUrl: PUBLIC_URL, recordsFile, cuts, watchers }
    generator.tell({ t: 'plan', plan: { ...plan, pause, peoplePause } })
  }
  await Promise.all(generators.map((generator) => generator.hear('ready')))
  said(`${options.clients} people in ${options.rooms} rooms are there`)

  const startedAt = coreTimes()
  for (const generator of generators) generator.tell({ t: 'act' })
  const things = { nodes, ...services }
  const faults = await breakThings(options.faults, options.seconds * 1_000, things, said)
  const busy = busyBetween(startedAt, coreTimes())
  for (const generator of generators) generator.tell({ t: 'calm' })
  await Promise.all(generators.map((generator) => generator.hear('calm')))
  said('calm')

  const clients = await settleAll(generators, services.postgres, databaseUrl, options.settlePatience)
  const [ledger, truth] = await withDatabase(services.postgres, databaseUrl, async (sql) => [
    await readLedger(sql),
    await readTruth(sql),
  ])
  for (const generator of generators) generator.tell({ t: 'end' })
  await Promise.all(generators.map((generator) => generator.hear('ended')))
  const records = generators.flatMap(({ recordsFile }) => readRecords(recordsFile))
  said(`${records.length} records, checking`)
  const verdict = check({ people: town.people.map(({ id }) => id), ledger, truth, records, faults, clients })
  const actions = records.filter(({ t }) => t === 'call').length
  const cutsMade = records.filter((record) => record.t === 'line' && record.state === 'cut').length
  for (const { index, deaths } of nodes) {
    for (const words of deaths)
      verdict.findings.push({ kind: 'wrong', what: `node ${index} ended by itself: ${words}` })
  }
  return { ...verdict, actions, busy, cuts: cutsMade, faults, records }
}

function coreTimes(): { idle: number; all: number } {
  const times = cpus().map((core) => core.times)
  const idle = times.reduce((sum, core) => sum + core.idle, 0)
  return { idle, all: times.reduce((sum, core) => sum + core.user + core.nice + core.sys + core.irq + core.idle, 0) }
}

function busyBetween(from: { idle: number; all: number }, to: { idle: number; all: number }): number {
  return 1 - (to.idle - from.idle) / (to.all - from.all)
}

/** Until everybody shows what is in Postgres now, or patience ends. */
async function settleAll(
  generators: readonly Generator[],
  postgres: FaultyPostgres,
  databaseUrl: string,
  patience: number,
): Promise<FinalClient[]> {
  const { versions, people } = await withDatabase(postgres, databaseUrl, readTruth)
  const visible: Record<string, string[]> = {}
  for (const [room, seeing] of people) for (const userId of seeing) (visible[userId] ??= []).push(room)
  for (const generator of generators)
    generator.tell({ t: 'settle', versions: Object.fromEntries(versions), visible, patience })
  const settled = await Promise.all(generators.map((generator) => generator.hear('settled')))
  return settled.flatMap(({ clients }) => clients)
}

async function withDatabase<T>(
  services: FaultyPostgres,
  url: string,
  work: (sql: postgres.Sql) => Promise<T>,
): Promise<T> {
  const sql = services.open(url)
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}

function readRecords(file: string): RunRecord[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as RunRecord)
}

/** A process full of people. */
class Generator {
  readonly recordsFile: string
  readonly #child: ChildProcess
  readonly #ended: Promise<never>

  constructor(index: number, directory: string) {
    this.recordsFile = join(directory, `records-${index}`)
    this.#child = own(fork(GENERATOR, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] }))
    this.#ended = once(this.#child, 'exit').then(([status]) => {
      throw new Error(`a generator ended with ${String(status)}`)
    })
    this.#ended.catch(() => undefined)
  }

  tell(message: ToGenerator): void {
    if (this.#child.connected) this.#child.send(message)
  }

  hear<T extends FromGenerator['t']>(t: T): Promise<Extract<FromGenerator, { t: T }>> {
    const heard = new Promise<Extract<FromGenerator, { t: T }>>((resolve) => {
      const listen = (message: FromGenerator) => {
        if (message.t !== t) return
        this.#child.off('message', listen)
        resolve(message as Extract<FromGenerator, { t: T }>)
      }
      this.#child.on('message', listen)
    })
    return Promise.race([heard, this.#ended])
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }
}
