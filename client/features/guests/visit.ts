import { EndVisit, Knock, ReadGuestLink, ReadVisit, VisitChanged, type Visit } from '#protocol/guests'
import { Refusal } from '#wire/refusal'
import { call, connection, subscribe } from '../../net/server.ts'
import { browserMemory } from '../../state/browser-memory.ts'
import { Store } from '../../state/store.ts'

export type GuestState =
  | { at: 'start' }
  | { at: 'failed'; failure: unknown }
  /** The link leads in; a name is wanted. */
  | { at: 'door'; token: string; organisation: string; roomId: string | null }
  | { at: 'visit'; visit: Visit }
  /** In the meeting in another window of this browser. */
  | { at: 'elsewhere'; visit: Visit }
  | { at: 'left' | 'gone' | 'noLink' }

/** Where this browser's guest is. */
export const guest = new Store<GuestState>({ at: 'start' })

/** While waiting: tells the hosts that one is still there, and finds what no word came of. */
const ASK_MS = 20_000
/** Of this window only, until one is in the waiting room: a link in the address would stay in the history. */
const TOKEN_KEY = 'allmende.guestLink'
const memory = browserMemory(sessionStorage)

let stopHearing: (() => void) | undefined
let asking: ReturnType<typeof setInterval> | undefined

export function keepToken(token: string): void {
  memory.write(TOKEN_KEY, token)
  guest.set({ at: 'start' })
}

/** Finds out where one is: by the link that was opened, or by the cookie after a reload. */
export async function findPlace(): Promise<void> {
  const token = memory.read(TOKEN_KEY)
  try {
    if (token !== undefined && (await readLink(token))) return
    adopt(await call(ReadVisit, {}))
  } catch (error) {
    if (isCode(error, 'unauthenticated', 'forbidden')) guest.set({ at: token === undefined ? 'noLink' : 'gone' })
    else guest.set({ at: 'failed', failure: error })
  }
}

export async function knock(name: string): Promise<void> {
  const known = guest.read()
  if (known.at !== 'door') return
  try {
    adopt(await call(Knock, { token: known.token, name }))
  } catch (error) {
    if (!isCode(error, 'gone')) throw error
    memory.forget(TOKEN_KEY)
    guest.set({ at: 'gone' })
  }
}

/** Asks how the visit stands; whatever cannot be asked at this moment is asked later. */
export async function refresh(): Promise<void> {
  const known = guest.read()
  if (known.at !== 'visit') return
  try {
    adoptStill(await call(ReadVisit, {}))
  } catch (error) {
    // Deleted meanwhile, as everything is some time after the end.
    if (isCode(error, 'unauthenticated', 'forbidden')) adoptStill({ ...known.visit, state: 'ended' })
  }
}

/** Leaves for good; on the server nothing stays. */
export async function endVisit(): Promise<void> {
  guest.set({ at: 'left' })
  hangUp()
  await call(EndVisit, {}).catch((error: unknown) => {
    // Deleted before, or in some time by itself.
    if (!(error instanceof Refusal)) reportError(error)
  })
}

export function isElsewhere(): void {
  const known = guest.read()
  if (known.at === 'visit') guest.set({ at: 'elsewhere', visit: known.visit })
}

export function continueHere(): void {
  const known = guest.read()
  if (known.at === 'elsewhere') guest.set({ at: 'visit', visit: known.visit })
}

/** False when it does not lead in. */
async function readLink(token: string): Promise<boolean> {
  try {
    const { visit, ...link } = await call(ReadGuestLink, { token })
    if (visit) adopt(visit)
    else guest.set({ at: 'door', token, ...link })
    return true
  } catch (error) {
    if (isCode(error, 'gone', 'invalid')) return false
    throw error
  }
}

/** Whoever has left while the answer was on its way has left. */
function adoptStill(visit: Visit): void {
  if (guest.read().at === 'visit') adopt(visit)
}

function adopt(visit: Visit): void {
  memory.forget(TOKEN_KEY)
  guest.set({ at: 'visit', visit })
  if (visit.state === 'waiting' || visit.state === 'admitted') hear(visit.guestId)
  else hangUp()
  if (visit.state === 'waiting') asking ??= setInterval(() => void refresh(), ASK_MS)
  else stopAsking()
}

function hear(guestId: string): void {
  if (stopHearing) return
  connection.start(guestId)
  const stopTopic = subscribe(`guest:${guestId}`, null, {
    onEvent: ({ name }) => {
      if (name === VisitChanged.name) void refresh()
    },
    onCaughtUp: () => void refresh(),
  })
  const stopListening = connection.listen({
    // Put out, or deleted. When everybody has heard of it, so that the question goes out by itself.
    onSignedOut: () => setTimeout(() => void putOut()),
  })
  stopHearing = () => {
    stopTopic()
    stopListening()
  }
}

async function putOut(): Promise<void> {
  hangUp()
  await refresh()
}

function hangUp(): void {
  stopAsking()
  if (!stopHearing) return
  stopHearing()
  stopHearing = undefined
  connection.stop()
}

function stopAsking(): void {
  clearInterval(asking)
  asking = undefined
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Refusal && codes.includes(error.code)
}
