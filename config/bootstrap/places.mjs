import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** What is expensive to make and the same for every clone on this machine. */
export const cache =
  process.env.ALLMENDE_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'allmende')

/**
 * @param {string[]} paths files and directories, relative to the root; missing ones count as empty
 * @returns {string} changes with any name or byte below them
 */
export function hashOf(paths, base = root) {
  const hash = createHash('sha256')
  for (const file of paths
    .flatMap((path) => filesUnder(join(base, path)))
    .sort((one, other) => (one < other ? -1 : 1))) {
    hash
      .update(`${relative(base, file)}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesUnder(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return []
  return stat.isDirectory() ? readdirSync(path).flatMap((name) => filesUnder(join(path, name))) : [path]
}

/** The content of a small file, or undefined where there is none. */
export function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  }
}
