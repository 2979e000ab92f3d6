import { useEffect, type ReactNode } from 'react'
import { v7 } from 'uuid'
import { failureCode } from '../../i18n/refusals.ts'
import { call, connection, subscribe } from '../../net/server.ts'
import { setUnreadInTitle } from '../../shell/page-title.ts'
import { memory } from '../../state/memory.ts'
import { useStore } from '../../state/store.ts'
import { session, useMe } from '../auth/index.ts'
import { Drafts } from './drafts.ts'
import { ownRooms, useRoomsState } from './own-rooms.ts'
import { unreadTotal } from './rooms-list.ts'
import { Rooms } from './rooms.ts'

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
  const rooms = new Rooms({ userId, memory, codeOf: failureCode, newId: v7, call, subscribe })
  ownRooms.set({ rooms, drafts: new Drafts(memory, userId) })
  const stop = sendWhenConnected(rooms)
  return () => {
    stop()
    rooms.close()
    ownRooms.set(null)
  }
}

/** What waited for the connection goes on its way when it is back. */
function sendWhenConnected({ outbox }: Rooms): () => void {
  let wasOpen = false
  const check = () => {
    const { state } = connection.state.read()
    const isOpen = state === 'connected' || state === 'behind'
    if (isOpen && !wasOpen) outbox.reconnected()
    wasOpen = isOpen
  }
  check()
  return connection.state.subscribe(check)
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
