import { Compile } from 'typebox/compile'
import { Type } from 'typebox'
import type { Deps, Registry } from '../../realtime/feature.ts'
import { onRoomAccessLost, type AccessLost } from '../rooms/index.ts'
import type { Hall } from './hall.ts'

const Lost = Compile(Type.Object({ roomId: Type.String(), userIds: Type.Array(Type.String()) }))

/**
 * Ends what somebody has in meetings when they lose the room (I5) or their session, and notes when a socket is lost, all of
 * it on every node. Gives a function to be told which sockets speak about meetings, so that others' closing is not news.
 */
export function followRevocations(
  registry: Registry,
  deps: Deps,
  hall: Hall,
): (socketId: string | undefined) => void {
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

  registry.onSocketClosed((socketId) => {
    if (!speaking.delete(socketId)) return
    hall.socketLost(socketId)
    deps.bus.broadcast('meetings.socketLost', socketId)
  })
  deps.bus.onBroadcast('meetings.socketLost', (socketId) => {
    if (typeof socketId === 'string') hall.socketLost(socketId)
  })

  return (socketId) => {
    if (socketId !== undefined) speaking.add(socketId)
  }
}
