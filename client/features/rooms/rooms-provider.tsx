import { useEffect, type ReactNode } from 'react'
import { v7 } from 'uuid'
import { failureCode } from '../../i18n/refusals.ts'
import { call, connection, subscribe } from '../../net/server.ts'
import { setUnreadInTitle } from '../../shell/page-title.ts'
import { memory } from '../../state/memory.ts'
import { useStore } from '../../state/store.ts'
import { atSignOut, session, useMe } from '../auth/index.ts'
import { Drafts } from './drafts.ts'
import { carryOver } from './outbox/carry-over.ts'
import { DatabaseStore, outboxDatabase } from './outbox/database-store.ts'
import { SafeStore } from './outbox/safe-store.ts'
import { browserTabs } from './outbox/tabs.ts'
import { ownRooms, useRoomsState } from './own-rooms.ts'
import { unreadTotal } from './rooms-list.ts'
import { Rooms } from './rooms.ts'

const database = outboxDatabase()
atSignOut((userId) => forgetOutbox(new DatabaseStore(database, userId)))

/** Keeps the rooms of whoever is signed in, above every page. */
export function RoomsProvider({ children }: { children: ReactNode }) {
  const userId = useMe()?.id
  const own = useStore(ownRooms)
  useEffect(followSession, [])
  // Where somebody is signed in already there are no rooms in the first drawing, and the pages need them.
  if (userId !== undefined && own === null) return null
  return (
    <>
      <UnreadInTitle />
      {children}
    </>
  )
}

/** Not by an effect of each drawing: a page that signs somebody in must not go and come back for it. */
function followSession(): () => void {
  let userId: string | undefined
  let stopRooms: (() => void) | undefined
  const follow = () => {
    const known = session.read()
    const next = known.state === 'signedIn' ? known.me.id : undefined
    if (next === userId) return
    stopRooms?.()
    userId = next
    stopRooms = next === undefined ? undefined : watchRooms(next)
  }
  follow()
  const stopFollowing = session.subscribe(follow)
  return () => {
    stopFollowing()
    stopRooms?.()
  }
}

function watchRooms(userId: string): () => void {
  const store = new SafeStore(new DatabaseStore(database, userId))
  const tabs = browserTabs(userId)
  const rooms = new Rooms({ userId, store, tabs, codeOf: failureCode, newId: v7, call, subscribe })
  const drafts = new Drafts(memory, userId)
  ownRooms.set({ rooms, drafts, isOutboxLasting: store.isLasting })
  void tabs
    .alone('carry-over', () => carryOver(memory, userId, store))
    .then(async () => {
      await rooms.outbox.lookAndSend()
      drafts.forgetKept(rooms.outbox.pending.read())
    })
  const stops = [sendWhenConnected(rooms), lookWhenSeen(rooms), warnBeforeLeaving(rooms, store)]
  return () => {
    for (const stop of stops) stop()
    rooms.close()
    ownRooms.set(null)
  }
}

async function forgetOutbox(store: DatabaseStore): Promise<void> {
  try {
    await store.forgetAll()
  } catch (error) {
    // A browser that keeps nothing has nothing to forget.
    if (!(error instanceof DOMException)) throw error
  }
}

/** What waited for the connection goes on its way when it is back. */
function sendWhenConnected({ outbox }: Rooms): () => void {
  let wasOpen = false
  const check = () => {
    const { state } = connection.state.read()
    const isOpen = state === 'connected' || state === 'behind'
    if (isOpen && !wasOpen) void outbox.reconnected()
    wasOpen = isOpen
  }
  check()
  return connection.state.subscribe(check)
}

/** Another tab may have gone down before it could tell what it kept. */
function lookWhenSeen({ outbox }: Rooms): () => void {
  const look = () => {
    if (document.visibilityState === 'visible') void outbox.lookAndSend()
  }
  document.addEventListener('visibilitychange', look)
  return () => document.removeEventListener('visibilitychange', look)
}

/** The browser asks before the page closes where messages would be lost with it. */
function warnBeforeLeaving({ outbox }: Rooms, { isLasting }: SafeStore): () => void {
  const warn = (event: BeforeUnloadEvent) => {
    const isLosing = !isLasting.read() && outbox.pending.read().some(({ state }) => state !== 'sent')
    if (isLosing) event.preventDefault()
  }
  window.addEventListener('beforeunload', warn)
  return () => window.removeEventListener('beforeunload', warn)
}

function UnreadInTitle() {
  const { rooms } = useRoomsState()
  const unread = unreadTotal(rooms.values())
  useEffect(() => {
    setUnreadInTitle(unread)
    return () => setUnreadInTitle(0)
  }, [unread])
  return null
}
