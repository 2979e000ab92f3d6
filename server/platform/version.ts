import { readFileSync } from 'node:fs'

let known: string | undefined

/** The version of what runs, as its package says. */
export function productVersion(): string {
  if (known === undefined) {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
    known = (JSON.parse(text) as { version: string }).version
  }
  return known
}
