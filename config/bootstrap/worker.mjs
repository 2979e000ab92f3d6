import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isGoodWorker, readStatus, workerPlace } from '../media-worker/place.mjs'
import { Problem, say } from './console.mjs'
import { root } from './places.mjs'
import { forwardSignals } from './run.mjs'

const PROGRESS_EVERY_MS = 5_000

/**
 * The media worker for a server: what its environment says about it, and the process that provides it meanwhile.
 * @returns {{ env: Record<string, string>, provision?: import('node:child_process').ChildProcess }}
 */
export function workerForServer(env) {
  const ready = readyWorker()
  if (ready) return { env: { MEDIASOUP_WORKER_BIN: ready } }
  say('the media worker is prepared in the background; meetings come alive when it is ready')
  // Its lines go beside the server's log, not into it.
  return { env: { MEDIA_WORKER_STATUS: workerPlace().status }, provision: startProvision(env, 2) }
}

/** Waits for the media worker. @returns {Promise<string>} its path */
export async function waitForWorker(env) {
  const ready = readyWorker()
  if (ready) return ready
  const provision = startProvision(env, 1)
  const forward = forwardSignals(provision)
  const ended = new Promise((done) => provision.once('exit', (status) => done({ status: status ?? 1 })))
  let said = ''
  for (;;) {
    const end = await Promise.race([ended, sleep(PROGRESS_EVERY_MS)])
    if (end?.status === 0) break
    if (end) throw new Problem('The media worker is missing, so that no meeting can be tested.')
    const { state, step, done, total } = readStatus(workerPlace()) ?? {}
    const line = step === 'compile' ? `    … media worker: ${done} of ${total} files compiled` : said
    if (state === 'preparing' && line !== said) process.stdout.write(`${line}\n`)
    said = line
  }
  forward.end()
  return workerPlace().binary
}

function readyWorker() {
  const named = process.env.MEDIASOUP_WORKER_BIN
  if (named) {
    if (existsSync(named)) return named
    throw new Problem(`MEDIASOUP_WORKER_BIN names ${named}, which does not exist: correct it, or leave it out.`)
  }
  const { binary } = workerPlace()
  return isGoodWorker(binary) ? binary : undefined
}

function startProvision(env, output) {
  return spawn('node', [join(root, 'config/bootstrap/media-worker.mjs')], {
    cwd: root,
    env,
    stdio: ['ignore', output, output],
  })
}
