import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 } from 'uuid'
import {
  ConsumerOpened,
  EndMeeting,
  JoinMeeting,
  ListMeetings,
  MeetingEnded,
  ParticipantChanged,
  ParticipantLeft,
  PeerReplaced,
  ReadMediaState,
  ReadMeeting,
  RoomMeetingChanged,
  SendStream,
  StartMeeting,
} from '#protocol/meetings'
import { AddProjectPerson, RemoveProjectPerson, type Project } from '#protocol/projects'
import type { RoomSummary } from '#protocol/rooms'
import { startApp, startNode, type TestApp, type TestNode } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import type { Browser } from '../support/person.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import type { TestSocket } from '../support/socket.ts'
import { Town, type Citizen } from '../support/town.ts'

const OPUS = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
  encodings: [{ ssrc: 22_222_222 }],
}

let redis: TestRedis
let first: TestApp
let second: TestNode
let town: Town
/** At the first node. */
let maria: Citizen
/** At the second. */
let jonas: Citizen
let jonasThere: Browser
let project: Project
let room: RoomSummary

beforeAll(async () => {
  redis = await startRedis()
  first = await startApp({ config: { redisUrl: redis.url } })
  second = await startNode(first.database, { config: { redisUrl: redis.url }, clock: first.clock })
  town = await Town.found(first)
  maria = await town.person('Maria Voss', 'Arnsberg')
  jonas = await town.person('Jonas Ley', 'Olpe')
  jonasThere = jonas.at(second.url)
  project = await town.project(maria, [[jonas, 'member']])
  room = await town.room(maria, project)
})
afterAll(async () => {
  await second?.close()
  await first?.close()
  await redis?.stop()
})

async function enter(
  browser: Browser,
  meetingId: string,
): Promise<{ socket: TestSocket; peer: { meetingId: string; peerId: string } }> {
  const state = await browser.call(ReadMediaState, {})
  if (state.state !== 'ready') throw new Error(`media is ${state.state}`)
  const socket = await browser.socket()
  const peer = { meetingId, peerId: v7() }
  await socket.call(JoinMeeting, { ...peer, rtpCapabilities: state.routerRtpCapabilities })
  const heard = await socket.subscribe({ [`meeting:${meetingId}`]: null, [`peer:${peer.peerId}`]: null })
  expect(Object.values(heard).map(({ state }) => state)).toEqual(['current', 'current'])
  return { socket, peer }
}

test('a meeting of two nodes lives on one: joined, heard and left from either (M4)', async () => {
  const meeting = await maria.call(StartMeeting, { roomId: room.id })
  expect(await jonasThere.call(StartMeeting, { roomId: room.id })).toEqual(meeting)
  const here = await enter(maria, meeting.id)
  const there = await enter(jonasThere, meeting.id)
  await here.socket.event(ParticipantChanged, ({ peerId }) => peerId === there.peer.peerId)
  expect(await jonasThere.call(ListMeetings, {})).toMatchObject([{ people: [{ id: maria.id }, { id: jonas.id }] }])

  await here.socket.call(SendStream, { ...here.peer, source: 'microphone', rtpParameters: OPUS, on: true })
  const offered = await there.socket.event(ConsumerOpened)
  expect((await there.socket.call(ReadMeeting, there.peer)).consumers).toEqual([offered])
  await expect(jonasThere.call(ReadMeeting, here.peer)).rejects.toMatchObject({ code: 'gone' })

  await there.socket.close()
  const again = await jonas.socket()
  expect(await again.subscribe({ [`peer:${there.peer.peerId}`]: null })).toMatchObject({
    [`peer:${there.peer.peerId}`]: { state: 'current' },
  })
  await again.call(ReadMeeting, there.peer)
  expect(here.socket.events(ParticipantLeft)).toEqual([])
  await again.close()
  await maria.call(EndMeeting, { meetingId: meeting.id })
})

test('a removal on one node ends what the person has in a meeting on the other (M5)', async () => {
  const { id } = await jonasThere.call(StartMeeting, { roomId: room.id })
  const there = await enter(jonasThere, id)
  const lena = await town.person('Lena Kurz', 'Menden')
  await maria.call(AddProjectPerson, { projectId: project.id, email: lena.email, role: 'member' })
  const listening = await enter(lena, id)
  await maria.call(RemoveProjectPerson, { projectId: project.id, personId: lena.id })
  expect(await listening.socket.event(PeerReplaced)).toMatchObject({ reason: 'revoked' })
  await there.socket.event(ParticipantLeft, ({ peerId }) => peerId === listening.peer.peerId)
  expect(listening.socket.events(ParticipantLeft)).toEqual([])

  await maria.call(EndMeeting, { meetingId: id })
  expect(await there.socket.event(MeetingEnded)).toEqual({ meetingId: id })
})

test('a socket lost on one node is noted on the other; a node that stops ends its meetings (M3, M4)', async () => {
  const { id } = await maria.call(StartMeeting, { roomId: room.id })
  const here = await enter(maria, id)
  const there = await enter(jonasThere, id)
  there.socket.cut()
  await eventually(async () => {
    first.clock.pass(121_000)
    expect(here.socket.events(ParticipantLeft).map(({ data }) => data.peerId)).toEqual([there.peer.peerId])
  })
  await maria.call(EndMeeting, { meetingId: id })

  const third = await startNode(first.database, { config: { redisUrl: redis.url }, clock: first.clock })
  const another = await jonas.at(third.url).call(StartMeeting, { roomId: room.id })
  const watching = await maria.socket()
  await watching.subscribe({ [`room:${room.id}`]: null })
  await third.close()
  await watching.event(RoomMeetingChanged, ({ meeting }) => meeting === null)
  await expect(maria.call(EndMeeting, { meetingId: another.id })).rejects.toMatchObject({ code: 'gone' })
})
