import type { StartDemo } from '#protocol/setup'
import type { OutputOf } from '#wire/command'

/** The example as its start told it: its people and their one password. */
export type Demo = OutputOf<typeof StartDemo>

const KEY = 'allmende.demo'

/** The answer comes once. Until the tab is closed a reload does not lose the way in. */
export function rememberDemo(demo: Demo): void {
  sessionStorage.setItem(KEY, JSON.stringify(demo))
}

export function rememberedDemo(): Demo | undefined {
  const json = sessionStorage.getItem(KEY)
  return json === null ? undefined : (JSON.parse(json) as Demo)
}
