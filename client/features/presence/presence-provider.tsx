import { useEffect, type ReactNode } from 'react'
import { call, connection, subscribe } from '../../net/server.ts'
import { useMe } from '../auth/index.ts'
import { onWriting } from '../rooms/index.ts'
import { ownSigns, Signs } from './signs.ts'

/** Gives the signs of whoever is signed in, as far as they share them. */
export function PresenceProvider({ children }: { children: ReactNode }) {
  const userId = useMe()?.id
  useEffect(() => (userId === undefined ? undefined : giveSigns(userId)), [userId])
  return children
}

function giveSigns(userId: string): () => void {
  const signs = new Signs(userId, { call, subscribe, isOpen })
  ownSigns.set(signs)
  const stopWriting = onWriting((roomId) => signs.wrote(roomId))
  return () => {
    stopWriting()
    signs.close()
    ownSigns.set(null)
  }
}

function isOpen(): boolean {
  const { state } = connection.state.read()
  return state === 'connected' || state === 'behind'
}
