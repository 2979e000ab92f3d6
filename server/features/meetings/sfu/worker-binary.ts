import { constants } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { workerBin } from 'mediasoup'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Config } from '../../../../config/env.ts'

/** How often the report of the worker's provision is read. */
const LOOK_EVERY_MS = 1_000

const Report = Type.Object({
  state: Type.Enum(['preparing', 'ready', 'failed']),
  step: Type.Optional(Type.Enum(['download', 'packages', 'compile'])),
  done: Type.Optional(Type.Number()),
  total: Type.Optional(Type.Number()),
  path: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
})
const reports = Compile(Report)

/** Where the media worker's program stands. */
export type BinaryState =
  | { state: 'ready'; path: string }
  | { state: 'preparing'; step: 'download' | 'packages' | 'compile'; done: number; total: number }
  | { state: 'failed'; reason: string }

const BEGINNING: BinaryState = { state: 'preparing', step: 'download', done: 0, total: 1 }

/** The program as things stand now: named, being provided, or the one in mediasoup's package. */
export async function findBinary({ workerBinary, workerStatus }: Config['media']): Promise<BinaryState> {
  if (workerBinary !== undefined) return usable(workerBinary)
  if (workerStatus !== undefined) return readReport(workerStatus)
  return usable(workerBin)
}

/** Calls `changed` whenever the provision made progress, until the program is there. Returns what stops it. */
export function watchBinary(media: Config['media'], changed: (state: BinaryState) => void): () => void {
  let last = ''
  let stopped = false
  async function look(): Promise<void> {
    const state = await findBinary(media)
    if (stopped) return
    const text = JSON.stringify(state)
    if (text !== last) changed(state)
    last = text
    if (state.state === 'ready') clearInterval(timer)
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref()
  return () => {
    stopped = true
    clearInterval(timer)
  }
}

async function usable(path: string): Promise<BinaryState> {
  try {
    await access(path, constants.X_OK)
    return { state: 'ready', path }
  } catch {
    return { state: 'failed', reason: `no media worker at ${path}` }
  }
}

/** The report is replaced atomically and may not exist in its first moments. */
async function readReport(file: string): Promise<BinaryState> {
  let report: unknown
  try {
    report = JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return BEGINNING
  }
  if (!reports.Check(report)) return { state: 'failed', reason: 'the report of the provision is unreadable' }
  if (report.state === 'ready' && report.path !== undefined) return usable(report.path)
  if (report.state !== 'preparing') return { state: 'failed', reason: report.reason ?? 'the provision failed' }
  const { step = 'download', done = 0, total = 1 } = report
  return { state: 'preparing', step, done: Math.floor(done), total: Math.max(1, Math.floor(total)) }
}
