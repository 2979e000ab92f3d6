import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { distribution } from '../bootstrap/debian.mjs'
import { cache, hashOf, readIfThere, root } from '../bootstrap/places.mjs'

export const recipeDirectory = fileURLToPath(new URL('.', import.meta.url))
/** Everything of ours that goes into the worker; a change of it makes another worker. */
const INGREDIENTS = ['subprojects', 'precompiled.hpp', 'patches.json']
/** What a worker says, and ends with, when no server started it. */
const STATUS_WITHOUT_SERVER = 41

export const source = join(root, 'node_modules', 'mediasoup', 'worker')
export const version = () =>
  JSON.parse(readFileSync(join(root, 'node_modules', 'mediasoup', 'package.json'), 'utf8')).version

/** Where the worker of this mediasoup, machine and recipe is kept, and all that belongs to it. */
export function workerPlace() {
  const { id, version: release } = distribution()
  const key = `${version()}-${process.arch}-${id}${release}-${hashOf(INGREDIENTS, recipeDirectory).slice(0, 8)}`
  const directory = join(cache, 'media-worker', key)
  return {
    directory,
    binary: join(directory, 'mediasoup-worker'),
    /** How the binary came here: `{ way, ciphers, builtAt }`; `ciphers` is `openssl`, `nss` or `prebuilt`. */
    record: join(directory, 'build.json'),
    status: join(directory, 'status.json'),
    lock: join(directory, 'provision.lock'),
    log: join(directory, 'build.log'),
  }
}

/** True when the binary exists and starts on this machine. */
export function isGoodWorker(binary) {
  if (!existsSync(binary)) return false
  return spawnSync(binary, [], { env: {}, stdio: 'ignore', timeout: 10_000 }).status === STATUS_WITHOUT_SERVER
}

/**
 * @typedef {object} WorkerStatus
 * @property {'preparing' | 'ready' | 'failed'} state
 * @property {'download' | 'packages' | 'compile'} step
 * @property {number} done of `total` parts of the step
 * @property {number} total
 * @property {string} startedAt ISO time
 * @property {string} updatedAt ISO time
 * @property {string} [path] of the binary, when ready
 * @property {string} [reason] for the operator, when failed
 */

/** @returns {WorkerStatus | undefined} */
export function readStatus(place) {
  const text = readIfThere(place.status)
  return text === undefined || text === '' ? undefined : JSON.parse(text)
}

/** Replaces the file as a whole: readers never see half of it. */
export function writeStatus(place, status) {
  mkdirSync(place.directory, { recursive: true })
  const unfinished = `${place.status}.${process.pid}`
  writeFileSync(unfinished, JSON.stringify({ ...status, updatedAt: new Date().toISOString() }))
  renameSync(unfinished, place.status)
}
