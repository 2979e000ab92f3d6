import { inArray } from 'drizzle-orm'
import type { Deps } from '../../realtime/feature.ts'
import { sessions } from '../auth/index.ts'
import { peopleWhoSee } from '../rooms/index.ts'
import { endAbandoned, forgetEnded, giveUpLease, markEnded, RENEW_MS, renewLease, runningOn } from './directory.ts'
import type { Meeting } from './meeting.ts'
import type { Peer } from './peer.ts'
import { meetingEnded } from './meeting-ended.ts'
import { endHere, type Meetings } from './meetings.ts'
import { visitorsStillIn } from './visitors.ts'

const SWEEP_MS = 1_000

/** How often rights are compared with who is in a meeting, in case a message about a change was lost (I5). */
const RIGHTS_MS = 5_000

/** How long it is known that a meeting was held, in milliseconds. */
const KNOWN_MS = 30 * 24 * 60 * 60 * 1_000

/** Nightly: forgets meetings of long ago. */
export function forgetOldMeetings(deps: Pick<Deps, 'jobs' | 'db' | 'clock'>): void {
  const forget = () => forgetEnded(deps.db, new Date(deps.clock.now().getTime() - KNOWN_MS))
  deps.jobs.define('meetings.forgetEnded', forget, { schedule: '20 2 * * *' })
}

/** What has to be done again and again while this node carries meetings. */
export function startUpkeep(meetings: Meetings): { stop: () => void } {
  const { deps } = meetings
  const jobs = [
    repeat(deps, SWEEP_MS, 'ending empty meetings failed', () => sweep(meetings)),
    repeat(deps, RIGHTS_MS, 'comparing rights in meetings failed', () => compareRights(meetings)),
    repeat(deps, RENEW_MS, 'renewing the lease of meetings failed', () => keepLease(meetings)),
  ]
  return {
    stop: () => {
      for (const stop of jobs) stop()
    },
  }
}

/** Renews this node's lease, closes what others have ended meanwhile, and ends what nodes that are gone have left. */
export async function keepLease(meetings: Meetings): Promise<void> {
  const { deps, hall, header } = meetings
  const { nodeId } = deps.bus
  // Begun before the question: what begins after it is not in the answer.
  const here = hall.meetings.filter(({ begun }) => begun)
  await renewLease(deps.db, nodeId)
  const running = await runningOn(deps.db, nodeId)
  for (const meeting of here) if (!running.has(meeting.id)) hall.close(meeting)
  // Written, but the answer was lost: nobody would ever end it.
  for (const id of running) {
    if (!hall.find(id) && (await markEnded(deps.db, id, deps.clock.now()))) meetingEnded(deps, id)
  }
  const alone = deps.config.redisUrl === undefined
  const abandoned = await endAbandoned(deps.db, { nodeId, alone, endedAt: deps.clock.now() })
  for (const { id, roomId } of abandoned) {
    header.show(roomId, null)
    meetingEnded(deps, id)
  }
}

/** Ends the meetings of this node: their media ends with it. */
export async function endAll(meetings: Meetings): Promise<void> {
  for (const meeting of meetings.hall.meetings) await endHere(meetings, meeting)
  await meetings.header.settled()
  await giveUpLease(meetings.deps.db, meetings.deps.bus.nodeId)
}

async function sweep(meetings: Meetings): Promise<void> {
  for (const meeting of meetings.hall.sweep()) if (meeting.begun) await endHere(meetings, meeting)
}

async function compareRights({ deps, hall }: Meetings): Promise<void> {
  const peers = hall.meetings.flatMap(({ peers }) => peers)
  if (peers.length === 0) return
  await compareGuests({ deps, hall }, peers)
  const people = peers.filter(({ isGuest }) => !isGuest)
  const sessionIds = [...new Set(people.map(({ sessionId }) => sessionId))]
  const rows = await deps.db.select({ id: sessions.id }).from(sessions).where(inArray(sessions.id, sessionIds))
  const signedIn = new Set(rows.map(({ id }) => id))
  const compared = new Set(sessionIds)
  hall.revoke(
    () => true,
    ({ sessionId }) => compared.has(sessionId) && !signedIn.has(sessionId),
  )
  for (const meeting of hall.meetings) await compareRoom({ deps, hall }, meeting)
}

async function compareGuests({ deps, hall }: Pick<Meetings, 'deps' | 'hall'>, peers: readonly Peer[]): Promise<void> {
  const asked = new Set(peers.filter(({ isGuest }) => isGuest).map(({ person }) => person.id))
  if (asked.size === 0) return
  const stillIn = await visitorsStillIn(deps.db, [...asked])
  hall.revoke(
    () => true,
    ({ person }) => asked.has(person.id) && !stillIn.has(person.id),
  )
}

async function compareRoom({ deps, hall }: Pick<Meetings, 'deps' | 'hall'>, meeting: Meeting): Promise<void> {
  const asked = new Set(meeting.peers.filter(({ isGuest }) => !isGuest).map(({ person }) => person.id))
  if (asked.size === 0) return
  const seeing = await peopleWhoSee(deps.db, meeting.roomId)
  const allowed = new Set(seeing.filter(({ rights }) => rights.meet).map(({ userId }) => userId))
  hall.revoke(
    (other) => other === meeting,
    ({ person }) => asked.has(person.id) && !allowed.has(person.id),
  )
}

function repeat(deps: Pick<Deps, 'log'>, everyMs: number, failure: string, work: () => Promise<void>): () => void {
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  async function run(): Promise<void> {
    try {
      await work()
    } catch (error) {
      deps.log.warn({ err: error }, failure)
    }
    if (!stopped) schedule()
  }

  function schedule(): void {
    timer = setTimeout(() => void run(), everyMs)
    timer.unref()
  }

  schedule()
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}
