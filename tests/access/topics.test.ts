import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { JoinMeeting } from '#protocol/meetings'
import { v7 } from 'uuid'
import { Topics } from '../../server/realtime/topics.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { CAPABILITIES } from '../support/media.ts'
import { TestSocket } from '../support/socket.ts'
import { part, PARTS, PLACES, rolesAt, type PartName, type PlaceName } from './cast.ts'
import { buildWorld, stillClock, type Place, type World } from './world.ts'

type Hears = (who: PartName, place: PlaceName) => boolean

const isInRoom: Hears = (who, place) => (rolesAt(who, place).room ?? []).length > 0
const hosts: ReadonlySet<string> = new Set(['lead', 'creator', 'starter'])

/** Every kind of topic, and who hears it. A kind that is not here fails by its name. */
const TOPICS: Readonly<Record<string, { id: (at: Place, world: World) => string; hears: Hears }>> = {
  room: { id: ({ roomId }) => roomId, hears: isInRoom },
  presence: { id: ({ roomId }) => roomId, hears: isInRoom },
  typing: { id: ({ roomId }) => roomId, hears: isInRoom },
  // Whoever is in it; of the cast only the lead has joined, and only the one of `own`.
  meeting: { id: ({ meetingId }) => meetingId, hears: (who, place) => who === 'lead' && place === 'own' },
  peer: { id: () => PEER, hears: (who) => who === 'lead' },
  guests: {
    id: ({ meetingId }) => meetingId,
    hears: (who, place) => (rolesAt(who, place).meeting ?? []).some((role) => hosts.has(role)),
  },
  guest: { id: ({ guestId }) => guestId, hears: () => false },
  user: { id: (_, { accounts }) => accounts.lead, hears: (who) => who === 'lead' },
  everyone: { id: () => 'media', hears: (who) => part(who).kind === 'person' },
}

const PEER = v7()

let app: TestApp
let world: World

/** As the features register them. */
const kinds: string[] = []

beforeAll(async () => {
  const adding = vi.spyOn(Topics.prototype, 'addKind')
  app = await startApp({ clock: stillClock() })
  kinds.push(...adding.mock.calls.map(([{ prefix }]) => prefix))
  adding.mockRestore()
  world = await buildWorld(app)
  const { meetingId } = world.places.own
  await world.doors.lead.call(JoinMeeting, { meetingId, peerId: PEER, rtpCapabilities: CAPABILITIES })
}, 120_000)
afterAll(() => app.close())

test('there is no kind of topic that is not tried', () => {
  expect(kinds.toSorted()).toEqual(Object.keys(TOPICS).toSorted())
})

test('everybody hears exactly what they may, and a topic that is not there is refused like one that is not theirs', async () => {
  const wrong: string[] = []
  for (const who of PARTS) {
    const { kind } = part(who)
    const opening = TestSocket.open(app.url, world.doors[who].headers)
    if (kind === 'none' || kind === 'deactivated' || kind === 'token') {
      await expect(opening).rejects.toThrow(kind === 'token' ? 'status 403' : 'status 401')
      continue
    }
    const socket = await opening
    const asked = Object.entries(TOPICS).flatMap(([prefix, { id, hears }]) =>
      PLACES.map((place) => ({
        topic: `${prefix}:${id(world.places[place], world)}`,
        expected: hears(who, place),
        place,
      })),
    )
    const unknown = ['room', 'nothing', ''].map((prefix) => `${prefix}:${v7()}`)
    const cursors = Object.fromEntries([...asked.map(({ topic }) => topic), ...unknown].map((topic) => [topic, null]))
    const answers = await socket.subscribe(cursors)
    const refused = JSON.stringify(answers[unknown[0]!])
    for (const { topic, expected, place } of asked) {
      const isRight = expected ? answers[topic]?.state !== 'refused' : JSON.stringify(answers[topic]) === refused
      if (!isRight) wrong.push(`${who} at ${place}’s ${topic.split(':')[0]}: ${JSON.stringify(answers[topic])}`)
    }
    for (const topic of unknown) expect(JSON.stringify(answers[topic]), topic).toBe(refused)
    await socket.close()
  }
  expect(wrong).toEqual([])
}, 60_000)
