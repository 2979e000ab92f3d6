import {
  PersonTyping,
  PresenceChanged,
  ReadPresence,
  ReadSharing,
  ReportPresence,
  SetSharing,
  SharingChanged,
  TellTyping,
} from '#protocol/presence'
import type { Feature } from '../../realtime/feature.ts'
import { privacy } from './privacy.ts'
import { readPresence, reportPresence } from './presence.ts'
import { Roll } from './roll.ts'
import { readSharing, SIGNS } from './sharing.ts'
import { followPolicies, setSharing } from './switching.ts'
import { followRoomPeople, signTopic } from './topics.ts'
import { tellTyping } from './typing.ts'

/** Who is there, and who is writing: off by default, in memory only. */
export const presence: Feature = {
  name: 'presence',
  privacy,
  register(registry, deps) {
    const roll = new Roll(deps)
    registry.handle(ReadSharing, (actor) => readSharing(deps.db, actor.userId))
    registry.handle(SetSharing, (actor, input) => setSharing(deps, roll, actor, input))
    registry.handle(ReportPresence, (actor, { here }, call) => reportPresence(roll, actor, { here, ...call }))
    registry.handle(ReadPresence, (actor, { roomId }) => readPresence(deps, roll, actor, roomId))
    registry.handle(TellTyping, (actor, { roomId }) => tellTyping(deps, actor, roomId))
    registry.emits(PresenceChanged, PersonTyping, SharingChanged)
    for (const sign of SIGNS) registry.topics(signTopic(deps, sign))
    followRoomPeople(deps)
    followPolicies(deps, roll)
    registry.onSocketClosed((socketId) => roll.leave(socketId))
    registry.onSessionsEnded((sessionIds) => roll.endSessions(sessionIds))
    registry.onStart(async () => roll.start())
    registry.onStop(async () => roll.stop())
  },
}
