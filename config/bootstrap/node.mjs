import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Problem, say, step } from './console.mjs'
import { npmCi } from './npm.mjs'
import { cache, root } from './places.mjs'
import { toolEnvironment } from './run.mjs'

const NEEDED_MAJOR = 24

/**
 * Finds or brings a Node that runs the product.
 * @returns {Promise<string>} the directory of its binary
 */
export async function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return dirname(process.execPath)
  const lock = JSON.parse(readFileSync(join(root, 'config/node/package-lock.json'), 'utf8'))
  const name = `node-${process.platform}-${process.arch}`
  const entry = lock.packages[`node_modules/${name}`]
  if (!entry)
    throw new Problem(
      `Allmende needs Node ${NEEDED_MAJOR} and cannot bring it for ${process.platform} on ${process.arch}: install it from https://nodejs.org.`,
    )
  const place = join(cache, `node-${entry.version}`)
  const binary = join(place, 'node_modules', name, 'bin', 'node')
  if (!existsSync(binary)) await bring(place, entry.version)
  else say(`Node ${entry.version} (this machine's is ${process.versions.node})`)
  return dirname(binary)
}

/** Installed beside its place and moved there complete, so that an interrupted run leaves nothing half-done. */
async function bring(place, version) {
  const unfinished = `${place}.${process.pid}`
  try {
    mkdirSync(unfinished, { recursive: true })
    for (const file of ['package.json', 'package-lock.json'])
      cpSync(join(root, 'config/node', file), join(unfinished, file))
    const env = toolEnvironment(dirname(process.execPath))
    await step(`Bringing Node ${version} (this machine's is ${process.versions.node})`, () => npmCi(unfinished, env))
    rmSync(place, { recursive: true, force: true })
    renameSync(unfinished, place)
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}
