import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Order, RunFigures } from './generator.ts'

const all = new Set<ChildProcess>()

process.on('exit', endAll)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130))

export function endAll(): void {
  for (const child of all) child.kill('SIGKILL')
}

export interface Child {
  readonly pid: number
  /** Sends an order and waits for its answer. */
  ask<Answer>(order: unknown): Promise<Answer>
  /** The first thing it says by itself. */
  readonly said: Promise<unknown>
  end(): Promise<void>
}

/** A Node process of this folder, with a channel. Many open sockets are allowed to it. */
export function startChild(file: string, args: readonly string[] = []): Child {
  const path = new URL(file, import.meta.url).pathname
  const command = ['ulimit -n $(ulimit -Hn); exec "$0" "$@"', process.execPath, path, ...args]
  const child = spawn('sh', ['-c', ...command], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  all.add(child)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  void ended.then(() => all.delete(child))
  const gone = ended.then(() => {
    throw new Error(`${file} ended`)
  })
  gone.catch(() => undefined)
  const next = () => Promise.race([new Promise<unknown>((resolve) => child.once('message', resolve)), gone])
  const said = next()
  said.catch(() => undefined)
  return {
    pid: child.pid ?? 0,
    said,
    async ask<Answer>(order: unknown): Promise<Answer> {
      const answer = next()
      child.send(order as object)
      return (await answer) as Answer
    },
    async end() {
      child.kill('SIGTERM')
      const cut = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(cut)
    },
  }
}

export interface Generator {
  connect(order: Omit<Order & { do: 'connect' }, 'do'>): Promise<number>
  run(perSecond: number, seconds: number): Promise<RunFigures>
  burst(perRoom: number): Promise<RunFigures>
  end(): Promise<void>
}

export function startGenerator(): Generator {
  const child = startChild('./generator.ts')
  const ask = <Answer>(order: Order) => child.ask<Answer>(order)
  return {
    connect: (order) => ask({ do: 'connect', ...order }),
    run: (perSecond, seconds) => ask({ do: 'run', perSecond, seconds }),
    burst: (perRoom) => ask({ do: 'burst', perRoom }),
    end: () => child.end(),
  }
}

/** Processor time of a process with all its threads, in milliseconds; the system counts in steps of ten. */
export function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** Memory of a process in kB: resident, and with shared pages divided among those who share them. */
export function memoryKb(pid: number): { rss: number; pss: number } {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? 0)
  return { rss: of('Rss'), pss: of('Pss') }
}

/** A process and all below it. */
export function descendants(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  const direct = children === '' ? [] : children.split(' ').map(Number)
  return [pid, ...direct.flatMap(descendants)]
}
