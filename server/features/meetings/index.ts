import {
  ActiveSpeakerChanged,
  ConnectTransport,
  ConsumerClosed,
  ConsumerOpened,
  EndMeeting,
  EndStream,
  JoinMeeting,
  LeaveMeeting,
  ListMeetings,
  MediaStateChanged,
  MeetingEnded,
  ParticipantChanged,
  ParticipantLeft,
  PeerReplaced,
  ReadMediaState,
  ReadMeeting,
  ReportTiles,
  RestartIce,
  ResumeConsumers,
  RoomMeetingChanged,
  SendStream,
  StartMeeting,
  SwitchStream,
} from '#protocol/meetings'
import type { Deps, Feature, Registry } from '../../realtime/feature.ts'
import { Hall } from './hall.ts'
import { callOwner, endMeeting, listMeetings, startMeeting, type Meetings } from './meetings.ts'
import { reportFigures } from './figures.ts'
import { knowMediaState } from './media-state.ts'
import { shareFigures } from './node-figures.ts'
import { Nodes } from './nodes.ts'
import type { OwnedCommand } from './owner.ts'
import { privacy } from './privacy.ts'
import { followRevocations } from './revocations.ts'
import { RoomHeader } from './room-header.ts'
import { MediasoupEngine } from './sfu/mediasoup-engine.ts'
import type { MediaEngine } from './sfu/media-engine.ts'
import { createTeller } from './teller.ts'
import { everyoneTopic, meetingTopic } from './topics.ts'
import { endAll, forgetOldMeetings, keepLease, startUpkeep } from './upkeep.ts'

export { accessMeeting, mayInMeeting } from './access.ts'
export { onMeetingEnded } from './meeting-ended.ts'
export { readNodeFigures, type NodeFigures } from './node-figures.ts'
export { meetings } from './tables.ts'
export { readMediaState } from './media-state.ts'
export { welcomeVisitors, type Visitors } from './visitors.ts'

/** Commands of a peer, done on the node that carries the meeting. */
const OWNED: readonly OwnedCommand[] = [
  JoinMeeting,
  ReadMeeting,
  ConnectTransport,
  RestartIce,
  SendStream,
  SwitchStream,
  EndStream,
  ResumeConsumers,
  ReportTiles,
  LeaveMeeting,
]

/** Meetings in rooms. */
export const meetingsFeature: Feature = {
  name: 'meetings',
  privacy,
  register(registry, deps) {
    const engine = new MediasoupEngine({ media: deps.config.media, publicUrl: deps.config.publicUrl, log: deps.log })
    const now = () => deps.clock.now().getTime()
    const header = new RoomHeader(deps)
    const hall = new Hall({ nodeId: deps.bus.nodeId, engine, tell: createTeller(deps.publish, header), now })
    const nodes = new Nodes({ deps, hall })
    const all: Meetings = { deps, hall, nodes, header, isReady: () => engine.state.state === 'ready' }

    knowMediaState(deps, () => engine.state)
    shareFigures(deps, engine)
    registry.handle(ReadMediaState, async () => engine.state)
    registry.handle(ListMeetings, (actor) => listMeetings(all, actor))
    registry.handle(StartMeeting, (actor, input) => startMeeting(all, actor, input))
    registry.handle(EndMeeting, (actor, input) => endMeeting(all, actor, input))
    const through = followRevocations(registry, deps, hall)
    for (const command of OWNED) {
      registry.handle(command, (actor, input, call) =>
        through(call.socketId, () => callOwner(all, command, actor, input, call)),
      )
    }
    emitAndTopics(registry, nodes)
    const stopReporting = reportFigures(deps.metrics, engine, hall)
    registry.onStop(async () => stopReporting())
    forgetOldMeetings(deps)
    runWith(registry, deps, all, engine)
  },
}

function emitAndTopics(registry: Registry, nodes: Nodes): void {
  registry.emits(RoomMeetingChanged, MediaStateChanged)
  registry.emits(ParticipantChanged, ParticipantLeft, ActiveSpeakerChanged, MeetingEnded)
  registry.emits(ConsumerOpened, ConsumerClosed, PeerReplaced)
  registry.topics(everyoneTopic)
  registry.topics(meetingTopic('meeting', nodes))
  registry.topics(meetingTopic('peer', nodes))
}

const READINESS = { ready: 'ok', preparing: 'preparing', failed: 'failed' } as const

function runWith(registry: Registry, deps: Deps, all: Meetings, engine: MediaEngine): void {
  let upkeep: { stop: () => void } | undefined
  engine.onStateChanged((state) => deps.publish.hint('everyone:media', MediaStateChanged, state))
  registry.readiness('media', async () => READINESS[engine.state.state])
  registry.onStart(async () => {
    await keepLease(all)
    await engine.start()
    upkeep = startUpkeep(all)
  })
  registry.onStop(async () => {
    upkeep?.stop()
    await endAll(all).catch((error: unknown) => {
      // The other nodes end them when the lease runs out.
      deps.log.warn({ err: error }, 'meetings could not be ended properly')
    })
    await engine.close()
  })
}
