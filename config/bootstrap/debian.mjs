import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Problem, say, step } from './console.mjs'
import { readIfThere } from './places.mjs'
import { runQuietly } from './run.mjs'

/** @returns {{ id: string, version: string }} of the distribution, as `debian` and `12` */
export function distribution() {
  const text = readIfThere('/etc/os-release') ?? ''
  const field = (name) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? ''
  return { id: field('ID') || process.platform, version: field('VERSION_ID') }
}

/** The first of the programs that the search path holds. */
export function findProgram(names) {
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin']
  for (const name of names) {
    for (const directory of directories) {
      const path = join(directory, name)
      try {
        accessSync(path, constants.X_OK)
        return path
      } catch {
        // not here: the next directory
      }
    }
  }
  return undefined
}

/** Those of the packages that are not installed. */
export async function missingPackages(packages) {
  const { status, output } = await runQuietly('dpkg-query', [
    '-W',
    '-f=${binary:Package} ${db:Status-Status}\n',
    ...packages,
  ])
  if (status === 127)
    throw new Problem(
      `This machine has no Debian packages. Install what corresponds to ${packages.join(', ')} and run the same command again.`,
    )
  const installed = new Set(
    output
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0].split(':')[0]),
  )
  return packages.filter((name) => !installed.has(name))
}

/**
 * Installs what is missing of the packages, after saying which. Nothing is touched where this user may not install:
 * the Problem then holds the command to type.
 */
export async function installPackages(packages, purpose) {
  const missing = await missingPackages(packages)
  if (missing.length === 0) return
  const before = await privilege()
  if (!before)
    throw new Problem(
      `${purpose}: this user may not install Debian packages. Type this once, then run the same command again:\n` +
        `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`,
    )
  await step(`${purpose}: installing the Debian packages ${missing.join(' ')}`, () => aptInstall(before, missing))
}

async function aptInstall(before, packages) {
  const [program, ...args] = [
    ...before,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-qq',
    '-o',
    'DPkg::Lock::Timeout=300',
  ]
  // A foreign source may be down while the packages we need can be had: the installation decides.
  const update = await runQuietly(program, [...args, 'update'], { detached: true })
  const { status, output } = await runQuietly(
    program,
    [...args, 'install', '-y', '--no-install-recommends', ...packages],
    { detached: true },
  )
  if (status === 0) return
  throw new Problem(explain(packages, `${update.output}\n${output}`))
}

function explain(packages, output) {
  if (/No space left on device|enough free space/i.test(output))
    return 'The disk is full: free some space and run the same command again.'
  const unknown = /Unable to locate package (\S+)|Package '?(\S+?)'? has no installation candidate/.exec(output)
  if (unknown) return `This distribution has no package ${unknown[1] ?? unknown[2]}: Debian 12 or newer is needed.`
  if (/Could not resolve|Failed to fetch|Temporary failure|Connection refused|Could not connect/i.test(output))
    return `The package mirror cannot be reached, so ${packages.join(', ')} cannot be installed: check the network and run the same command again.`
  const reason = output
    .split('\n')
    .filter((line) => line.startsWith('E:'))
    .map((line) => line.slice(3))
  return `apt-get could not install ${packages.join(', ')}: ${reason.join(' ') || output.trim().slice(-300)}`
}

/** How this user becomes root without being asked: nothing to put before, sudo, or undefined. */
async function privilege() {
  if (process.getuid?.() === 0) return []
  const { status } = await runQuietly('sudo', ['-n', 'true'])
  if (status === 0) return ['sudo', '-n']
  say('this user is not root and sudo asks for a password')
  return undefined
}
