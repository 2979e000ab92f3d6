import type { StartDemo } from '#protocol/setup'
import type { OutputOf } from '#wire/command'

/** The example as its start told it: its people and their one password. */
export type Demo = OutputOf<typeof StartDemo>

const KEY = 'allmende.demo'

interface RememberedDemo {
  /** The set-up link that started it; used up by then. */
  token: string
  demo: Demo
}

/** The answer comes once. Until the tab is closed a reload of the same page does not lose the way in. */
export function rememberDemo(token: string, demo: Demo): void {
  sessionStorage.setItem(KEY, JSON.stringify({ token, demo } satisfies RememberedDemo))
}

export function rememberedDemo(token: string): Demo | undefined {
  const json = sessionStorage.getItem(KEY)
  if (json === null) return undefined
  const remembered = JSON.parse(json) as RememberedDemo
  return remembered.token === token ? remembered.demo : undefined
}
