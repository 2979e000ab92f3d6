import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  ActiveSpeakerChanged,
  ParticipantChanged,
  ParticipantLeft,
  PeerReplaced,
  ReadMeeting,
  StartMeeting,
} from '#protocol/meetings'
import { RemoveProjectPerson } from '#protocol/projects'
import { startApp, startNode, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { MeetingGuest } from '../support/meeting-guest.ts'
import { startRedis } from '../support/redis.ts'
import { Town, type Citizen } from '../support/town.ts'
import { workerPids } from '../support/worker-processes.ts'

/** Long enough for two dozen packets. */
const MOMENT_MS = 500

let app: TestApp
let maria: Citizen
let jonas: Citizen
let town: Town
const guests: MeetingGuest[] = []

beforeAll(async () => {
  if (!process.env['MEDIASOUP_WORKER_BIN']) throw new Error('MEDIASOUP_WORKER_BIN is not set: use `npm test`')
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Voss', 'Arnsberg')
  jonas = await town.person('Jonas Ley', 'Olpe')
})

afterEach(() => {
  for (const guest of guests.splice(0)) guest.close()
})
afterAll(() => app?.close())

function pause(milliseconds = MOMENT_MS): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** Maria speaks and shows herself; Jonas has set both up and lets them flow. */
async function meetingOfTwo(open = (person: Citizen) => person.socket()) {
  const project = await town.project(maria, [[jonas, 'viewer']])
  const room = await town.room(maria, project)
  const { id } = await maria.call(StartMeeting, { roomId: room.id })
  const here = await MeetingGuest.join(maria, id, await open(maria))
  const there = await MeetingGuest.join(jonas, id, await open(jonas))
  guests.push(here, there)
  await here.send('microphone')
  await here.send('camera')
  const sound = await there.setUp(here, 'microphone')
  const picture = await there.setUp(here, 'camera')
  return { project, here, there, sound, picture }
}

async function flows(guest: MeetingGuest, consumer: Parameters<MeetingGuest['packets']>[0]): Promise<void> {
  const soFar = guest.packets(consumer)
  await eventually(() => expect(guest.packets(consumer)).toBeGreaterThan(soFar + 5))
}

async function isStill(guest: MeetingGuest, consumer: Parameters<MeetingGuest['packets']>[0]): Promise<void> {
  // What was on its way.
  await pause(60)
  const soFar = guest.packets(consumer)
  await pause()
  expect(guest.packets(consumer)).toBe(soFar)
}

test.each([
  ['WebSockets', (person: Citizen) => person.socket()],
  ['plain requests', (person: Citizen) => person.polling()],
])('two people hear and see each other, from the moment they are ready for it: over %s', async (_, open) => {
  const { here, there, sound, picture } = await meetingOfTwo(open)
  await pause()
  expect(here.sentPackets).toBeGreaterThan(30)
  expect([there.packets(sound), there.packets(picture)]).toEqual([0, 0])
  await there.resume(sound, picture)
  await flows(there, sound)
  await flows(there, picture)
  await there.socket.event(ActiveSpeakerChanged, ({ peerId }) => peerId === here.peer.peerId)
  await there.send('screen')
  const screen = await here.setUp(there, 'screen')
  await here.resume(screen)
  await flows(here, screen)
})

test('muted is muted (I7): no packet, not after a lost socket, not after entering again, until its owner says so', async () => {
  const { here, there, sound, picture } = await meetingOfTwo()
  await there.resume(sound, picture)
  await flows(there, sound)
  await here.switch('microphone', false)
  await isStill(there, sound)
  await flows(there, picture)
  await there.socket.event(ParticipantChanged, ({ streams }) =>
    streams.some(({ source, on }) => source === 'microphone' && !on),
  )

  await here.reconnect()
  await isStill(there, sound)
  await flows(there, picture)

  await here.reenter()
  await here.send('microphone', false)
  const again = await there.setUp(here, 'microphone')
  await there.resume(again)
  await isStill(there, again)
  expect(there.packets(again)).toBe(0)
  await here.switch('microphone', true)
  await flows(there, again)
  expect(there.socket.events(ParticipantLeft)).toEqual([])
})

test('who is put out of the project hears nothing more (I5), the others go on', async () => {
  const { project, here, there, sound, picture } = await meetingOfTwo()
  await there.resume(sound, picture)
  await flows(there, sound)
  await there.send('microphone')
  const heard = await here.setUp(there, 'microphone')
  await here.resume(heard)
  await flows(here, heard)
  await maria.call(RemoveProjectPerson, { projectId: project.id, personId: jonas.id })
  await isStill(there, sound)
  await isStill(there, picture)
  await isStill(here, heard)
  await here.socket.event(ParticipantLeft, ({ peerId }) => peerId === there.peer.peerId)
  expect((await here.socket.call(ReadMeeting, here.peer)).participants).toHaveLength(1)
})

test('a worker that dies costs a moment: everybody is told, enters again and hears the others', async () => {
  const { here, there, sound } = await meetingOfTwo()
  await there.resume(sound)
  await flows(there, sound)
  const [pid] = workerPids()
  if (pid === undefined) throw new Error('no worker')
  const died = performance.now()
  process.kill(pid, 'SIGKILL')
  for (const guest of [here, there]) {
    expect(await guest.socket.event(PeerReplaced)).toEqual({ peerId: guest.peer.peerId, reason: 'worker' })
  }
  await eventually(() => here.reenter())
  await eventually(() => there.reenter())
  await here.send('microphone')
  const again = await there.setUp(here, 'microphone')
  await there.resume(again)
  await flows(there, again)
  expect(performance.now() - died).toBeLessThan(2_000)
  expect(there.socket.events(ParticipantLeft)).toEqual([])
})

test('people at two nodes are in one meeting', async () => {
  const redis = await startRedis()
  const first = await startApp({ config: { redisUrl: redis.url } })
  const second = await startNode(first.database, { config: { redisUrl: redis.url }, clock: first.clock })
  try {
    const both = await Town.found(first)
    const lena = await both.person('Lena Kurz', 'Menden')
    const omar = await both.person('Omar Said', 'Soest')
    const project = await both.project(lena, [[omar, 'member']])
    const room = await both.room(lena, project)
    const { id } = await lena.call(StartMeeting, { roomId: room.id })
    const here = await MeetingGuest.join(lena, id)
    const there = await MeetingGuest.join(omar.at(second.url), id)
    guests.push(here, there)
    await here.send('microphone')
    await there.send('microphone')
    const [toThere, toHere] = [await there.setUp(here, 'microphone'), await here.setUp(there, 'microphone')]
    await there.resume(toThere)
    await here.resume(toHere)
    await flows(there, toThere)
    await flows(here, toHere)
    await there.switch('microphone', false)
    await isStill(here, toHere)
    await lena.call(RemoveProjectPerson, { projectId: project.id, personId: omar.id })
    await isStill(there, toThere)
  } finally {
    await second.close()
    await first.close()
    await redis.stop()
  }
}, 40_000)
