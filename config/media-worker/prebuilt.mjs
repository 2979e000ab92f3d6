import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import { runQuietly } from '../bootstrap/run.mjs'
import { isGoodWorker, version } from './place.mjs'

const RELEASES = 'https://github.com/versatica/mediasoup/releases/download'
/** A network that refuses does so at once or never; nobody waits for it longer than this. */
const ANSWER_PATIENCE_MS = 4_000
const DOWNLOAD_PATIENCE_MS = 120_000

/**
 * The worker that mediasoup's own project has built, from its release page or a mirror of it.
 * @returns {Promise<string | undefined>} why there is none, or undefined when it is in place
 */
export async function downloadPrebuilt(place) {
  const base = process.env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL || RELEASES
  const file = `mediasoup-worker-${version()}-${process.platform}-${process.arch}-kernel${release().split('.')[0]}.tgz`
  const unpacked = join(place.directory, `prebuilt.${process.pid}`)
  try {
    const archive = await download(`${base}/${version()}/${file}`)
    if (typeof archive === 'string') return archive
    mkdirSync(unpacked, { recursive: true })
    writeFileSync(join(unpacked, file), archive)
    const { status } = await runQuietly('tar', ['-xzf', file], { cwd: unpacked })
    const binary = join(unpacked, 'mediasoup-worker')
    if (status !== 0 || !isGoodWorker(binary)) return 'the downloaded worker does not run on this machine'
    renameSync(binary, place.binary)
    return undefined
  } finally {
    rmSync(unpacked, { recursive: true, force: true })
  }
}

async function download(url) {
  const answer = new AbortController()
  const patience = setTimeout(() => answer.abort(), ANSWER_PATIENCE_MS)
  const signal = AbortSignal.any([answer.signal, AbortSignal.timeout(DOWNLOAD_PATIENCE_MS)])
  try {
    const response = await fetch(url, { signal })
    clearTimeout(patience)
    if (!response.ok) return `its address answered ${response.status}`
    return Buffer.from(await response.arrayBuffer())
  } catch (error) {
    return `its address cannot be reached (${error.cause?.code ?? error.name})`
  } finally {
    clearTimeout(patience)
  }
}
