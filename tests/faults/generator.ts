/*
 * A process full of people with clients. Told what to do by `course.ts`; ends with it.
 */
import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { finalOf, unsettled } from './final.ts'
import type { Balancer } from './line.ts'
import type { FromGenerator, GeneratorPlan, ToGenerator } from './messages.ts'
import { now } from './now.ts'
import { Person } from './person.ts'
import { Random } from './random.ts'
import type { RunRecord } from './record.ts'
import { live, sayLastWords, type Script } from './script.ts'

const OPEN_PATIENCE_MS = 40_000
const CALM_PATIENCE_MS = 30_000
const LOOK_EVERY_MS = 100

class Generator {
  readonly #plan: GeneratorPlan
  readonly #balancer: Balancer & { healthy: readonly number[] }
  readonly #scripts: Script[]
  readonly #cuts: NodeJS.Timeout[] = []
  readonly #records: NodeJS.WritableStream
  #isOver = false
  #isClosed = false
  #lives: Promise<unknown> = Promise.resolve()

  constructor(plan: GeneratorPlan, healthy: readonly number[]) {
    this.#plan = plan
    this.#balancer = { ports: plan.ports, publicUrl: plan.publicUrl, healthy }
    this.#records = createWriteStream(plan.recordsFile)
    const random = new Random(plan.seed)
    this.#scripts = plan.mine.map((who) => {
      const own = random.branch(who)
      const person = new Person({
        plan: plan.people[who]!,
        balancer: this.#balancer,
        random: own.branch(1),
        record: (record) => this.#write(record),
      })
      const { people, pause, peoplePause } = plan
      return { person, random: own, balancer: this.#balancer, people, pause, peoplePause, isOver: () => this.#isOver }
    })
    // A failure nobody handles would be told to the page's own reporting.
    globalThis.reportError = (error: unknown) =>
      this.#write({ t: 'broken', at: now(), who: -1, kind: 'wrong', what: `a client reported ${String(error)}` })
  }

  set healthy(nodes: readonly number[]) {
    this.#balancer.healthy = nodes
  }

  /** Everybody opens their page; resolves when all see their rooms. */
  async open(): Promise<void> {
    for (const { person } of this.#scripts) {
      person.open()
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const isOpen = ({ person }: Script) =>
      person.state === 'connected' &&
      [...(person.rooms?.state.read().rooms.values() ?? [])].every(({ window }) => window)
    await this.#until(() => this.#scripts.every(isOpen), OPEN_PATIENCE_MS)
    if (this.#plan.watchers) {
      for (const { person } of this.#scripts) person.watch([...(person.rooms?.state.read().rooms.keys() ?? [])])
    }
  }

  act(): void {
    this.#lives = Promise.all(this.#scripts.map(live))
    const { every, lasts } = this.#plan.cuts
    if (every === 0) return
    for (const { person, random } of this.#scripts) {
      const cut = () => {
        person.cut()
        setTimeout(() => person.mend(), lasts)
      }
      const first = setTimeout(() => {
        cut()
        this.#cuts.push(setInterval(cut, every))
      }, random.next() * every)
      this.#cuts.push(first)
    }
  }

  /** Everybody finishes what they have begun, and the last ones speak. */
  async calm(): Promise<void> {
    this.#isOver = true
    for (const timer of this.#cuts) clearTimeout(timer)
    await Promise.race([this.#lives, new Promise((resolve) => setTimeout(resolve, CALM_PATIENCE_MS))])
    for (const script of this.#scripts) script.person.mend()
    await Promise.all(this.#scripts.map(sayLastWords))
    const isDone = ({ person }: Script) =>
      !person.busy && !person.rooms?.outbox.pending.read().some(({ state }) => state === 'waiting')
    await this.#until(() => this.#scripts.every(isDone), CALM_PATIENCE_MS)
  }

  async settle({ versions, visible, patience }: ToGenerator & { t: 'settle' }): Promise<void> {
    const expected = ({ person }: Script) => unsettled(person, versions, visible[person.plan.id] ?? [])
    await this.#until(() => this.#scripts.every((script) => expected(script) === ''), patience)
    tell({ t: 'settled', clients: this.#scripts.map((script) => finalOf(script.person, expected(script))) })
  }

  async end(): Promise<void> {
    for (const { person } of this.#scripts) person.close()
    this.#isClosed = true
    this.#records.end()
    await once(this.#records, 'finish')
  }

  async #until(isTrue: () => boolean, patience: number): Promise<void> {
    const until = performance.now() + patience
    while (!isTrue() && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }

  #write(record: RunRecord): void {
    if (this.#isClosed) return
    this.#records.write(`${JSON.stringify(record)}\n`)
  }
}

function tell(message: FromGenerator): void {
  process.send?.(message)
}

let healthy: number[] = []
let generator: Generator | undefined

async function obey(message: ToGenerator): Promise<void> {
  switch (message.t) {
    case 'plan':
      generator = new Generator(message.plan, healthy)
      await generator.open()
      tell({ t: 'ready' })
      return
    case 'healthy':
      healthy = message.nodes
      if (generator) generator.healthy = healthy
      return
    case 'act':
      generator?.act()
      return
    case 'calm':
      await generator?.calm()
      tell({ t: 'calm' })
      return
    case 'settle':
      await generator?.settle(message)
      return
    case 'end':
      await generator?.end()
      tell({ t: 'ended' })
      process.disconnect()
      return
    default:
      message satisfies never
  }
}

process.on('message', (message: ToGenerator) => void obey(message))
process.on('disconnect', () => process.exit())
