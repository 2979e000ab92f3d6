// Provides mediasoup's worker, as a process of its own: the product serves everything else meanwhile and follows the
// status file. Run by a second start at the same time, it follows the first.
import { linkSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { BUILD_PACKAGES, buildWorker } from '../media-worker/build.mjs'
import { isGoodWorker, readStatus, workerPlace, writeStatus } from '../media-worker/place.mjs'
import { downloadPrebuilt } from '../media-worker/prebuilt.mjs'
import { asProblem, Problem, say } from './console.mjs'
import { installPackages } from './debian.mjs'
import { readIfThere } from './places.mjs'
import { runQuietly } from './run.mjs'

const FOLLOW_MS = 500
const STATUS_EVERY_MS = 500
/** Sources, objects and precompiled header of a build. */
const NEEDED_BYTES = 600 * 1024 * 1024

const place = workerPlace()
const startedAt = new Date().toISOString()
let lastWritten = 0

process.on('SIGTERM', endEarly).on('SIGINT', endEarly)
try {
  mkdirSync(place.directory, { recursive: true })
  while (!isGoodWorker(place.binary)) {
    if (takeLock()) await provide()
    else await sleep(FOLLOW_MS)
  }
  report('ready', 'compile', 1, 1, { path: place.binary })
} catch (error) {
  const problem = asProblem(error, place.directory)
  if (!(problem instanceof Problem)) throw problem
  fail(problem.message)
} finally {
  releaseLock()
}

async function provide() {
  report('preparing', 'download', 0, 1)
  say('Media worker: looking for the prebuilt one')
  const refusal = await downloadPrebuilt(place)
  if (refusal === undefined) {
    record('downloaded', 'prebuilt')
    say('Media worker: the prebuilt one is in place')
    return
  }
  say(`Media worker: ${refusal}; it is built from source, which takes some minutes`)
  report('preparing', 'packages', 0, 1)
  await installPackages(BUILD_PACKAGES, 'Media worker')
  refuseFullDisk()
  report('preparing', 'compile', 0, 1)
  const began = Date.now()
  const ciphers = await buildWorker(place, (done, total) => progress(done, total))
  record('built', ciphers)
  say(`Media worker: built in ${Math.round((Date.now() - began) / 1_000)} s`)
}

function refuseFullDisk() {
  const { bavail, bsize } = statfsSync(place.directory)
  if (bavail * bsize >= NEEDED_BYTES) return
  const megabytes = Math.round(NEEDED_BYTES / 1024 / 1024)
  throw new Problem(
    `The disk that holds ${place.directory} has less than the ${megabytes} MB free that the media worker's build needs: free some space and run the same command again.`,
  )
}

function progress(done, total) {
  if (Date.now() - lastWritten >= STATUS_EVERY_MS || done === total) report('preparing', 'compile', done, total)
}

function report(state, step, done, total, more = {}) {
  lastWritten = Date.now()
  writeStatus(place, { state, step, done, total, startedAt, ...more })
}

function record(way, ciphers) {
  writeFileSync(place.record, `${JSON.stringify({ way, ciphers, builtAt: new Date().toISOString() }, null, 2)}\n`)
}

/** Where even the status cannot be written, the exit status tells. */
function fail(reason) {
  process.exitCode = 1
  process.stderr.write(`${reason}\n`)
  try {
    report('failed', readStatus(place)?.step ?? 'download', 0, 1, { reason })
  } catch (error) {
    if (!(asProblem(error) instanceof Problem)) throw error
  }
}

/** One provision per place: the lock names the process, one of a dead process is taken over. */
function takeLock() {
  const mine = `${place.lock}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    const owner = Number(readIfThere(place.lock) ?? 0)
    if (owner !== 0 && owner !== process.pid && isProvision(owner)) return false
    if (owner !== process.pid) rmSync(place.lock, { force: true })
    linkSync(mine, place.lock)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(mine, { force: true })
  }
}

function isProvision(pid) {
  return (readIfThere(`/proc/${pid}/cmdline`) ?? '').includes('bootstrap/media-worker.mjs')
}

function releaseLock() {
  if (readIfThere(place.lock) === String(process.pid)) rmSync(place.lock, { force: true })
}

/** The compiler goes with us; a package installation, in a group of its own, is left to end by itself. */
function endEarly() {
  for (const child of runQuietly.children) child.kill('SIGTERM')
  releaseLock()
  process.exit(143)
}
