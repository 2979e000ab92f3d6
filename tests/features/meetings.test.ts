import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 } from 'uuid'
import {
  ConsumerClosed,
  ConsumerOpened,
  EndMeeting,
  EndStream,
  JoinMeeting,
  LeaveMeeting,
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
  SwitchStream,
} from '#protocol/meetings'
import { SignOut } from '#protocol/auth'
import { AddProjectPerson, RemoveProjectPerson } from '#protocol/projects'
import { ArchiveRoom } from '#protocol/rooms'
import { meetings } from '../../server/features/meetings/index.ts'
import { projectPeople } from '../../server/features/projects/index.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import type { TestSocket } from '../support/socket.ts'
import { Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let maria: Citizen
let jonas: Citizen

beforeAll(async () => {
  if (!process.env['MEDIASOUP_WORKER_BIN']) throw new Error('MEDIASOUP_WORKER_BIN must name the media worker')
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Voss', 'Arnsberg')
  jonas = await town.person('Jonas Ley', 'Olpe')
})
afterAll(() => app?.close())

async function capabilities(citizen: Citizen): Promise<Record<string, unknown>> {
  const state = await citizen.call(ReadMediaState, {})
  if (state.state !== 'ready') throw new Error(`media is ${state.state}`)
  return state.routerRtpCapabilities
}

/** A microphone as browsers send it. */
const OPUS = {
  mid: '0',
  codecs: [
    { mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2, parameters: { useinbandfec: 1 } },
  ],
  headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 4 }],
  encodings: [{ ssrc: 11_111_111 }],
  rtcp: { cname: 'microphone' },
}

const own = ({ meetingId, peerId }: InMeeting) => ({ meetingId, peerId })

interface InMeeting {
  socket: TestSocket
  peerId: string
  meetingId: string
}

/** Joins as the product's client does: join, then hear. */
async function enter(citizen: Citizen, meetingId: string, peerId = v7()): Promise<InMeeting> {
  const socket = await citizen.socket()
  await socket.call(JoinMeeting, { meetingId, peerId, rtpCapabilities: await capabilities(citizen) })
  const heard = await socket.subscribe({ [`meeting:${meetingId}`]: null, [`peer:${peerId}`]: null })
  expect(Object.values(heard).map(({ state }) => state)).toEqual(['current', 'current'])
  return { socket, peerId, meetingId }
}

/** A room in a project of two towns: Maria leads it, Jonas looks on. */
async function roomOfTwoTowns() {
  const project = await town.project(maria, [[jonas, 'viewer']])
  return { project, room: await town.room(maria, project) }
}

/** The meetings of a room, as somebody sees them. */
async function meetingsIn(citizen: Citizen, { id }: { id: string }) {
  return (await citizen.call(ListMeetings, {})).filter(({ roomId }) => roomId === id)
}

test('a meeting runs in a room: whoever sees the room sees who is in it, nobody else learns of it', async () => {
  const { room } = await roomOfTwoTowns()
  const stranger = await town.person('Svenja Ott', 'Soest')
  const watching = await jonas.socket()
  await watching.subscribe({ [`room:${room.id}`]: null })

  const meeting = await maria.call(StartMeeting, { roomId: room.id })
  expect(await jonas.call(StartMeeting, { roomId: room.id })).toEqual(meeting)
  await watching.event(RoomMeetingChanged, (data) => data.meeting?.id === meeting.id)
  await enter(maria, meeting.id)
  await watching.event(RoomMeetingChanged, (data) => data.meeting?.people[0]?.name === 'Maria Voss')

  expect(await meetingsIn(jonas, room)).toMatchObject([{ people: [{ name: 'Maria Voss' }] }])
  expect(await stranger.call(ListMeetings, {})).toEqual([])
  await expect(stranger.call(StartMeeting, { roomId: room.id })).rejects.toMatchObject({ code: 'not_found' })
  const joining = { meetingId: meeting.id, peerId: v7(), rtpCapabilities: await capabilities(stranger) }
  await expect(stranger.call(JoinMeeting, joining)).rejects.toMatchObject({ code: 'not_found' })
  const listening = await stranger.socket()
  expect(await listening.subscribe({ [`meeting:${meeting.id}`]: null })).toEqual({
    [`meeting:${meeting.id}`]: { state: 'refused' },
  })
})

test('of many who start at once one starts (M1), and nobody meets in an archived room', async () => {
  const { room } = await roomOfTwoTowns()
  const started = await Promise.all(
    [maria, jonas, maria, jonas].map((one) => one.call(StartMeeting, { roomId: room.id })),
  )
  expect(new Set(started.map(({ id }) => id)).size).toBe(1)
  const archived = await town.room(maria, await town.project(maria))
  await maria.call(ArchiveRoom, { roomId: archived.id, archived: true })
  await expect(maria.call(StartMeeting, { roomId: archived.id })).rejects.toMatchObject({ code: 'forbidden' })
})

test('a peer outlives its socket (M3): nobody sees it leave, and after two minutes it is gone', async () => {
  const { room } = await roomOfTwoTowns()
  const { id } = await maria.call(StartMeeting, { roomId: room.id })
  const here = await enter(maria, id)
  const there = await enter(jonas, id)
  await there.socket.call(SendStream, { ...own(there), source: 'microphone', rtpParameters: OPUS, on: true })
  there.socket.cut()

  app.clock.pass(100_000)
  const again = await jonas.socket()
  const { consumers } = await here.socket.call(ReadMeeting, own(here))
  expect(consumers).toMatchObject([{ peerId: there.peerId, source: 'microphone', kind: 'audio' }])
  expect((await again.call(ReadMeeting, own(there))).participants).toHaveLength(2)
  expect(here.socket.events(ParticipantLeft)).toEqual([])

  again.cut()
  await eventually(async () => {
    app.clock.pass(121_000)
    const left = here.socket.events(ParticipantLeft).map(({ data }) => data.peerId)
    expect(left).toEqual([there.peerId])
  })
  await expect(jonas.call(ReadMeeting, own(there))).rejects.toMatchObject({ code: 'gone' })
  await here.socket.event(ConsumerClosed)
})

test('the same peer enters again with new transports; another device takes its place', async () => {
  const { room } = await roomOfTwoTowns()
  const { id } = await maria.call(StartMeeting, { roomId: room.id })
  const here = await enter(maria, id)
  const there = await enter(jonas, id)
  const rtpCapabilities = await capabilities(jonas)
  const first = await there.socket.call(JoinMeeting, { ...own(there), rtpCapabilities })
  const second = await there.socket.call(JoinMeeting, { ...own(there), rtpCapabilities })
  expect(second.send.id).not.toBe(first.send.id)
  expect(second.participants.map(({ peerId }) => peerId)).toEqual([here.peerId, there.peerId])
  expect(here.socket.events(ParticipantLeft)).toEqual([])

  const phone = await enter(jonas, id)
  expect(await there.socket.event(PeerReplaced)).toEqual({ peerId: there.peerId, reason: 'elsewhere' })
  await here.socket.event(ParticipantLeft, ({ peerId }) => peerId === there.peerId)
  await expect(there.socket.call(ReadMeeting, own(there))).rejects.toMatchObject({ code: 'gone' })
  await expect(here.socket.call(ReadMeeting, own(phone))).rejects.toMatchObject({ code: 'gone' })
  const asMaria = { ...own(here), rtpCapabilities }
  await expect(jonas.call(JoinMeeting, asMaria)).rejects.toMatchObject({ code: 'conflict' })
})

test('what somebody sends is offered to the others, switched and ended by its sender alone (M6)', async () => {
  const { room } = await roomOfTwoTowns()
  const { id } = await maria.call(StartMeeting, { roomId: room.id })
  const here = await enter(maria, id)
  const there = await enter(jonas, id)
  const microphone = { ...own(here), source: 'microphone' as const, rtpParameters: OPUS }
  const { streamId } = await here.socket.call(SendStream, { ...microphone, on: true })
  const offered = await there.socket.event(ConsumerOpened)
  expect(offered).toMatchObject({ peerId: here.peerId, streamId, source: 'microphone', kind: 'audio' })

  await expect(here.socket.call(SendStream, { ...microphone, on: true })).rejects.toMatchObject({ code: 'conflict' })
  const camera = { ...microphone, source: 'camera' as const, on: true }
  await expect(here.socket.call(SendStream, camera)).rejects.toMatchObject({ code: 'invalid' })
  const others = { ...own(there), streamId, on: false }
  await expect(there.socket.call(SwitchStream, others)).rejects.toMatchObject({ code: 'not_found' })

  await here.socket.call(SwitchStream, { ...own(here), streamId, on: false })
  await there.socket.event(ParticipantChanged, ({ streams }) => streams[0]?.on === false)
  await here.socket.call(EndStream, { ...own(here), streamId })
  expect(await there.socket.event(ConsumerClosed)).toEqual({ consumerId: offered.id })
})

test('who loses the room or signs out is out at once (M5)', async () => {
  const { project, room } = await roomOfTwoTowns()
  const { id } = await maria.call(StartMeeting, { roomId: room.id })
  const here = await enter(maria, id)
  const there = await enter(jonas, id)
  await maria.call(RemoveProjectPerson, { projectId: project.id, personId: jonas.id })
  expect(await there.socket.event(PeerReplaced)).toEqual({ peerId: there.peerId, reason: 'revoked' })
  await there.socket.until((frame) => frame.t === 'revoked' && frame.topic === `meeting:${id}`)
  await here.socket.event(ParticipantLeft, ({ peerId }) => peerId === there.peerId)
  expect(there.socket.events(ParticipantLeft)).toEqual([])
  await expect(jonas.call(ReadMeeting, own(there))).rejects.toMatchObject({ code: 'not_found' })
  const again = { ...own(there), rtpCapabilities: await capabilities(jonas) }
  await expect(jonas.call(JoinMeeting, again)).rejects.toMatchObject({ code: 'not_found' })

  const lena = await town.person('Lena Kurz', 'Menden')
  await maria.call(AddProjectPerson, { projectId: project.id, email: lena.email, role: 'member' })
  const third = await enter(lena, id)
  await lena.call(SignOut, {})
  await here.socket.event(ParticipantLeft, ({ peerId }) => peerId === third.peerId)
})

test('a removal whose message was lost is found by comparing rights (M5)', async () => {
  const { project, room } = await roomOfTwoTowns()
  const { id } = await maria.call(StartMeeting, { roomId: room.id })
  const there = await enter(jonas, id)
  await app.app.deps.db
    .delete(projectPeople)
    .where(and(eq(projectPeople.projectId, project.id), eq(projectPeople.userId, jonas.id)))
  expect(await there.socket.until((frame) => frame.t === 'revoked', 8_000)).toMatchObject({ t: 'revoked' })
})

test('whoever started it or manages the room ends it for all; empty, it ends by itself', async () => {
  const { room } = await roomOfTwoTowns()
  const { id } = await maria.call(StartMeeting, { roomId: room.id })
  const here = await enter(maria, id)
  const there = await enter(jonas, id)
  await expect(jonas.call(EndMeeting, { meetingId: id })).rejects.toMatchObject({ code: 'forbidden' })
  await maria.call(EndMeeting, { meetingId: id })
  expect(await there.socket.event(MeetingEnded)).toEqual({ meetingId: id })
  await here.socket.event(MeetingEnded)
  await expect(there.socket.call(ReadMeeting, own(there))).rejects.toMatchObject({ code: 'gone' })
  await expect(maria.call(EndMeeting, { meetingId: id })).rejects.toMatchObject({ code: 'gone' })
  expect(await meetingsIn(maria, room)).toEqual([])

  const second = await jonas.call(StartMeeting, { roomId: room.id })
  const alone = await enter(jonas, second.id)
  await alone.socket.call(LeaveMeeting, own(alone))
  expect(await meetingsIn(jonas, room)).toMatchObject([{ id: second.id, people: [] }])
  app.clock.pass(61_000)
  await eventually(async () => expect(await meetingsIn(jonas, room)).toEqual([]))
})

test('what a node that is gone has left is ended, and the room is told (M4)', async () => {
  const { room } = await roomOfTwoTowns()
  const watching = await maria.socket()
  await watching.subscribe({ [`room:${room.id}`]: null })
  const left = { id: v7(), roomId: room.id, startedBy: maria.id, startedAt: app.clock.now(), nodeId: v7() }
  await app.app.deps.db.insert(meetings).values(left)
  await watching.until((frame) => frame.t === 'event' && frame.name === RoomMeetingChanged.name, 10_000)
  expect(watching.events(RoomMeetingChanged).at(-1)?.data).toEqual({ roomId: room.id, meeting: null })
  expect(await maria.call(StartMeeting, { roomId: room.id })).toMatchObject({ people: [] })
})
