import { MeChanged, SignIn, SignOut, UpdateMe, UseWelcomeLink, WhoAmI, type Me, type NextStep } from '#protocol/auth'
import type { DataOf, InputOf } from '#wire/command'
import { PROTOCOL } from '#wire/limits'
import { setLanguage } from '../../i18n/language.ts'
import { ConnectionError } from '../../net/connection-error.ts'
import { call, connection, subscribe } from '../../net/server.ts'
import { ownKey } from '../../state/browser-memory.ts'
import { memory } from '../../state/memory.ts'
import { Store } from '../../state/store.ts'
import { chooseTheme } from '../../theme/theme.ts'

export type Session =
  | { state: 'waiting' }
  /** The server could not be asked who is signed in. */
  | { state: 'unreachable' }
  | { state: 'signedOut' }
  | { state: 'signedIn'; me: Me }

/** Who is signed in in this browser. */
export const session = new Store<Session>({ state: 'waiting' })

const RETRY_MS = 3_000
/** The protocol whose page this tab loaded anew because it was outdated; the same page is not loaded for that twice. */
const RELOADED_KEY = 'allmende.reloaded'
/** Whoever is signing out: a page that is closed meanwhile leaves it to the next one to forget them. */
const LEAVING_KEY = 'allmende.leaving'

const forgetters = new Set<(userId: string) => Promise<void>>()
/** While this page signs out; whether the line has told that the session is over. */
let signingOut: { isEnded: boolean } | undefined
let stopHearing: (() => void) | undefined

/** Finds out who is signed in; goes on asking while the server cannot be reached. */
export async function findSession(): Promise<void> {
  try {
    const me = await call(WhoAmI, {})
    const leaving = await forgetLeaving()
    // Closed before the server had heard of it.
    if (me && me.id === leaving) await call(SignOut, {})
    if (me && me.id !== leaving) adopt(me)
    else leave()
  } catch (error) {
    if (!(error instanceof ConnectionError)) reportError(error)
    if (session.read().state === 'signedIn') return
    session.set({ state: 'unreachable' })
    setTimeout(() => void findSession(), RETRY_MS)
  }
}

/** @returns what is still missing; null: signed in */
export async function signIn(input: InputOf<typeof SignIn>): Promise<NextStep | null> {
  return welcome(await call(SignIn, input))
}

/** As `signIn`, by the personal link. */
export async function openAccount(input: InputOf<typeof UseWelcomeLink>): Promise<NextStep | null> {
  return welcome(await call(UseWelcomeLink, input))
}

/** Somebody has come in, or half of the way. */
export async function welcome(answer: Me | NextStep): Promise<NextStep | null> {
  if ('step' in answer) return answer
  await forgetLeaving()
  adopt(answer)
  return null
}

/**
 * Ends the session and forgets what this browser remembers of the person: the next one at it may be somebody else. Only then it
 * shows that nobody is signed in, because whoever sees that may close the page.
 */
export async function signOut(): Promise<void> {
  const known = session.read()
  signingOut = { isEnded: false }
  if (known.state === 'signedIn') memory.write(LEAVING_KEY, known.me.id)
  try {
    await endSession(signingOut)
    if (known.state === 'signedIn') await Promise.all([...forgetters].map((forget) => forget(known.me.id)))
    leave()
  } catch (error) {
    memory.forget(LEAVING_KEY)
    throw error
  } finally {
    signingOut = undefined
  }
  if (known.state === 'signedIn') await forget(known.me.id)
}

/** Ends what a page that was closed while somebody signed out has left. @returns who that was */
async function forgetLeaving(): Promise<string | undefined> {
  const leaving = memory.read(LEAVING_KEY)
  if (leaving !== undefined) await forget(leaving)
  return leaving
}

/** Nothing of this person stays in this browser. Doing it twice is fine. */
async function forget(userId: string): Promise<void> {
  await Promise.all([...forgetters].map((forgetter) => forgetter(userId)))
  for (const key of memory.keys(ownKey(userId))) memory.forget(key)
  memory.forget(LEAVING_KEY)
}

async function endSession(progress: { isEnded: boolean }): Promise<void> {
  try {
    await call(SignOut, {})
  } catch (error) {
    // The answer was lost, but the line has told that it is done.
    if (!progress.isEnded) throw error
  }
}

/** `forget` takes away what else this browser keeps of a person, whenever one signs out. */
export function atSignOut(forget: (userId: string) => Promise<void>): void {
  forgetters.add(forget)
}

export async function updateMe(input: InputOf<typeof UpdateMe>): Promise<void> {
  keep(await call(UpdateMe, input))
}

/** Somebody signed in: here, by a link, or at the set-up. */
export function adopt(me: Me): void {
  const known = session.read()
  if (known.state === 'signedIn' && known.me.id !== me.id) leave()
  keep(me)
  if (stopHearing) return
  connection.start(me.id)
  stopHearing = subscribe(`user:${me.id}`, null, {
    onEvent: ({ name, data }) => {
      if (name === MeChanged.name) keep(data as DataOf<typeof MeChanged>)
    },
  })
}

/** Watches the connection for what it tells about the session; until the returned function is called. */
export function watchSession(): () => void {
  return connection.listen({
    onSignedOut() {
      if (signingOut) signingOut.isEnded = true
      else leave()
    },
    // In another tab of this browser.
    onSomebodyElse: () => location.reload(),
    onOutdated: () => {
      const version = String(PROTOCOL.current)
      if (sessionStorage.getItem(RELOADED_KEY) === version) return
      sessionStorage.setItem(RELOADED_KEY, version)
      location.reload()
    },
  })
}

function keep(me: Me): void {
  session.set({ state: 'signedIn', me })
  if (me.language) setLanguage(me.language)
  chooseTheme(me.theme)
}

function leave(): void {
  stopHearing?.()
  stopHearing = undefined
  connection.stop()
  session.set({ state: 'signedOut' })
}
