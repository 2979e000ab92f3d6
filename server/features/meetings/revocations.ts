import { Compile } from 'typebox/compile'
import { Type } from 'typebox'
import type { Deps, Registry } from '../../realtime/feature.ts'
import { onRoomAccessLost, type AccessLost } from '../rooms/index.ts'
import type { Hall } from './hall.ts'

const Lost = Compile(Type.Object({ roomId: Type.String(), userIds: Type.Array(Type.String()) }))

/**
 * Ends what somebody has in meetings when they lose the room (I5) or their session, and notes when a socket is lost, all of
 * it on every node. Gives a function that runs what a socket asks for, so that only the closing of sockets that spoke about
 * meetings is news.
 */
export function followRevocations(
  registry: Registry,
  deps: Deps,
  hall: Hall,
): <T>(socketId: string | undefined, work: () => Promise<T>) => Promise<T> {
  const speaking = new Set<string>()

  function lost({ roomId, userIds }: AccessLost): void {
    const people = new Set(userIds)
    hall.revoke(
      (meeting) => meeting.roomId === roomId,
      ({ person }) => people.has(person.id),
    )
  }

  onRoomAccessLost(deps, (change) => {
    lost(change)
    deps.bus.broadcast('meetings.accessLost', change)
  })
  deps.bus.onBroadcast('meetings.accessLost', (payload) => {
    if (Lost.Check(payload)) lost(payload)
  })

  registry.onSessionsEnded((sessionIds) => {
    const ended = new Set(sessionIds)
    hall.revoke(
      () => true,
      ({ sessionId }) => ended.has(sessionId),
    )
  })

  function socketLost(socketId: string): void {
    hall.socketLost(socketId)
    deps.bus.broadcast('meetings.socketLost', socketId)
  }

  registry.onSocketClosed((socketId) => {
    if (speaking.delete(socketId)) socketLost(socketId)
  })
  deps.bus.onBroadcast('meetings.socketLost', (socketId) => {
    if (typeof socketId === 'string') hall.socketLost(socketId)
  })

  return async (socketId, work) => {
    if (socketId === undefined) return work()
    speaking.add(socketId)
    try {
      return await work()
    } finally {
      // Closed while it was at work: a peer that came into being meanwhile does not know.
      if (!speaking.has(socketId)) socketLost(socketId)
    }
  }
}
