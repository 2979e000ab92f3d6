import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const recipeDirectory = fileURLToPath(new URL('.', import.meta.url))

/** Everything of ours that goes into the worker; a change of it makes another worker. */
const INGREDIENTS = ['subprojects', 'precompiled.hpp', 'patches.json']

/** @returns {string} eight hex digits that change with the recipe */
export function recipeHash() {
  const hash = createHash('sha256')
  for (const file of INGREDIENTS.flatMap((name) => filesUnder(join(recipeDirectory, name))).sort()) {
    hash.update(`${relative(recipeDirectory, file)}\0`).update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex').slice(0, 8)
}

function filesUnder(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)))
}
