import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../support/ports.ts'
import { own } from './children.ts'

const MAIN = new URL('../../server/main.ts', import.meta.url).pathname
const LEASH = new URL('./preload/leash.ts', import.meta.url).href
const CLOCK = new URL('./preload/clock.ts', import.meta.url).href
const PLANT = new URL('./preload/plant.ts', import.meta.url).href
const START_PATIENCE_MS = 60_000
const STOP_PATIENCE_MS = 30_000
const HEALTH_EVERY_MS = 300
const HEALTH_PATIENCE_MS = 700

export interface NodeSettings {
  databaseUrl: string
  redisUrl: string
  publicUrl: string
  /** Of a plant in `plants.ts`: the bug this node runs with. */
  plant?: string
}

/** A place of the cluster: a server process, and the next one when that was stopped. */
export class ServerNode {
  readonly index: number
  readonly port: number
  readonly #settings: NodeSettings
  readonly #mediaPort: number
  /** Milliseconds by which this node's clock is wrong from the start, then after each jump. */
  readonly #clock: readonly number[]
  #child: ChildProcess | undefined
  #isHealthy = false
  #isMeantToEnd = false
  /** What it said when it ended although nobody had ended it, each time. */
  readonly deaths: string[] = []

  constructor(index: number, ports: { port: number; mediaPort: number }, settings: NodeSettings, clock: number[]) {
    this.index = index
    this.port = ports.port
    this.#mediaPort = ports.mediaPort
    this.#settings = settings
    this.#clock = clock
  }

  static async make(index: number, settings: NodeSettings, clock: number[] = []): Promise<ServerNode> {
    return new ServerNode(index, { port: await freePort(), mediaPort: await freePort() }, settings, clock)
  }

  /** Whether a balancer would send anybody here. */
  get isHealthy(): boolean {
    return this.#isHealthy
  }

  /** Starts the process and waits until it serves. Throws what it said when it ends instead. */
  async start(): Promise<void> {
    const { databaseUrl, redisUrl, publicUrl, plant } = this.#settings
    const preloads = [LEASH, ...(this.#clock.length > 0 ? [CLOCK] : []), ...(plant === undefined ? [] : [PLANT])]
    const binary = process.env['MEDIASOUP_WORKER_BIN']
    const child = own(
      spawn(process.execPath, [...preloads.flatMap((module) => ['--import', module]), MAIN], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'],
          NODE_COMPILE_CACHE: join(tmpdir(), 'allmende-faults-compiled'),
          HOST: '127.0.0.1',
          PORT: String(this.port),
          PUBLIC_URL: publicUrl,
          DATABASE_URL: databaseUrl,
          REDIS_URL: redisUrl,
          LOG_LEVEL: 'error',
          MEDIA_PORT: String(this.#mediaPort),
          MEDIA_WORKERS: '1',
          MEDIA_LISTEN_ADDRESS: '127.0.0.1',
          ...(binary === undefined ? {} : { MEDIASOUP_WORKER_BIN: binary }),
          FAULTS_CLOCK: JSON.stringify(this.#clock),
          FAULTS_PLANT: plant ?? '',
        },
      }),
    )
    this.#child = child
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-20_000)
      })
    }
    this.#isMeantToEnd = false
    child.once('exit', () => {
      this.#isHealthy = false
      if (!this.#isMeantToEnd) this.deaths.push(output.slice(-2_000))
    })
    const until = performance.now() + START_PATIENCE_MS
    while (!output.includes('Allmende is ready at')) {
      if (child.exitCode !== null || child.signalCode !== null || performance.now() > until)
        throw new Error(`node ${this.index} does not start: ${output}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    this.#isHealthy = true
  }

  /** Dies on the spot. */
  async kill(): Promise<void> {
    this.#isHealthy = false
    await this.#end('SIGKILL')
  }

  /** Stops as a service manager stops it. */
  async terminate(): Promise<void> {
    const cut = setTimeout(() => this.#child?.kill('SIGKILL'), STOP_PATIENCE_MS)
    await this.#end('SIGTERM')
    clearTimeout(cut)
    this.#isHealthy = false
  }

  pause(): void {
    this.#child?.kill('SIGSTOP')
  }

  wake(): void {
    this.#child?.kill('SIGCONT')
  }

  /** The clock of this node jumps to the next of its wrong times. */
  jump(): void {
    this.#child?.kill('SIGUSR2')
  }

  /** Asks as a balancer does. */
  async check(): Promise<void> {
    try {
      const signal = AbortSignal.timeout(HEALTH_PATIENCE_MS)
      const { ok } = await fetch(`http://127.0.0.1:${this.port}/api/health`, { signal })
      this.#isHealthy = ok
    } catch {
      this.#isHealthy = false
    }
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#isMeantToEnd = true
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
}

/** Tells who is healthy whenever that changes, until it is stopped. */
export function watchHealth(nodes: readonly ServerNode[], onChange: (healthy: number[]) => void): () => void {
  let last = ''
  const look = () => {
    const healthy = nodes.filter((node) => node.isHealthy).map(({ index }) => index)
    if (healthy.join() === last) return
    last = healthy.join()
    onChange(healthy)
  }
  const timer = setInterval(() => {
    look()
    for (const node of nodes) void node.check().then(look)
  }, HEALTH_EVERY_MS)
  look()
  return () => clearInterval(timer)
}
