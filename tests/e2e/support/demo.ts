import type { Browser, BrowserContextOptions } from '@playwright/test'
import type { RoomSummary } from '#protocol/rooms'
import { openWindow, type Window } from './browser.ts'
import { startInstallation, type Installation } from './installation.ts'
import { signIn } from './steps.ts'

/** The example data at work: people of several towns in lively rooms. */
export interface Demo extends Installation {
  readonly password: string
  /** Two people of different towns who share a lively project come first. */
  readonly people: readonly { email: string; name: string }[]
  /** A signed-in browser window of one of the people. */
  open(browser: Browser, person: number, options?: BrowserContextOptions): Promise<Window>
}

export async function startDemo(environment: Record<string, string> = {}): Promise<Demo> {
  const installation = await startInstallation({ demo: true, environment })
  const [, password = ''] = await installation.line(/with the password (.+) as\n/)
  const lines = installation.output().matchAll(/^ {2}(\S+@\S+) {2}([^,]+),/gm)
  const people = [...lines].map(([, email = '', name = '']) => ({ email, name }))
  return {
    ...installation,
    password,
    people,
    async open(browser, person, options) {
      const window = await openWindow(browser, installation.url, options)
      await signIn(window.page, people[person]?.email ?? '', password)
      return window
    },
  }
}

/** A room both windows' people may write in; the open one with the lowest name. */
export async function sharedRoom(first: Window, second: Window): Promise<RoomSummary> {
  const [mine = [], theirs = []] = await Promise.all([first, second].map(listRooms))
  const shared = mine.find(({ id, rights }) => rights.post && theirs.some((room) => room.id === id && room.rights.post))
  if (!shared) throw new Error('these two share no room')
  return shared
}

async function listRooms({ context }: Window): Promise<RoomSummary[]> {
  const response = await context.request.post('/api/rooms.list', { data: {} })
  return (await response.json()) as RoomSummary[]
}
