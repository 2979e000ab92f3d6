import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem, step } from './console.mjs'
import { hashOf, readIfThere, root } from './places.mjs'
import { runQuietly, toolEnvironment } from './run.mjs'

const dist = join(root, 'client', 'dist')
const stampFile = join(dist, '.vite', 'allmende-sources')
const SOURCES = ['server/wire', 'config/vite.config.ts', 'package-lock.json']

/** Builds the client when anything it is made of has changed. */
export async function ensureClient(nodeDirectory) {
  const stamp = hashOf([...SOURCES, ...clientSources(), ...protocols()])
  if (readIfThere(stampFile) === stamp && existsSync(join(dist, 'index.html'))) return
  const env = toolEnvironment(nodeDirectory)
  await step('Building the client', async () => {
    const { status, output } = await runQuietly(
      'vite',
      ['build', '--config', 'config/vite.config.ts', '--logLevel', 'warn'],
      { env },
    )
    if (/ENOSPC/.test(output)) throw new Problem('The disk is full: free some space and run the same command again.')
    if (status !== 0) throw new Problem(`The client cannot be built:\n${output.trim()}`)
  })
  writeFileSync(stampFile, stamp)
}

function clientSources() {
  return readdirSync(join(root, 'client'))
    .filter((name) => name !== 'dist')
    .map((name) => join('client', name))
}

function protocols() {
  return readdirSync(join(root, 'server/features'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join('server/features', name, 'protocol.ts'))
}
