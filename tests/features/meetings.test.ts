import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 } from 'uuid'
import {
  EndMeeting,
  JoinMeeting,
  LeaveMeeting,
  ListMeetings,
  MeetingEnded,
  ParticipantLeft,
  PeerReplaced,
  ReadMediaState,
  ReadMeeting,
  RoomMeetingChanged,
  StartMeeting,
} from '#protocol/meetings'
import { RemoveProjectPerson } from '#protocol/projects'
import { startApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import type { TestSocket } from '../support/socket.ts'
import { Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town

beforeAll(async () => {
  if (!process.env['MEDIASOUP_WORKER_BIN']) throw new Error('MEDIASOUP_WORKER_BIN must name the media worker')
  app = await startApp()
  town = await Town.found(app)
})
afterAll(() => app?.close())

async function capabilities(citizen: Citizen): Promise<Record<string, unknown>> {
  const state = await citizen.call(ReadMediaState, {})
  if (state.state !== 'ready') throw new Error(`media is ${state.state}`)
  return state.routerRtpCapabilities
}

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

async function twoTowns() {
  const maria = await town.person('Maria Voss', 'Arnsberg')
  const jonas = await town.person('Jonas Ley', 'Olpe')
  const project = await town.project(maria, [[jonas, 'viewer']])
  const room = await town.room(maria, project)
  return { maria, jonas, project, room }
}

test('a meeting runs in a room: whoever sees the room sees who is in it, nobody else learns of it', async () => {
  const { maria, jonas, room } = await twoTowns()
  const stranger = await town.person('Svenja Ott', 'Soest')
  const watching = await jonas.socket()
  await watching.subscribe({ [`room:${room.id}`]: null })

  const meeting = await maria.call(StartMeeting, { roomId: room.id })
  expect(await jonas.call(StartMeeting, { roomId: room.id })).toEqual(meeting)
  await watching.event(RoomMeetingChanged, (data) => data.meeting?.id === meeting.id)
  await enter(maria, meeting.id)
  await watching.event(RoomMeetingChanged, (data) => data.meeting?.people[0]?.name === 'Maria Voss')

  expect((await jonas.call(ListMeetings, {})).map(({ people }) => people.map(({ name }) => name))).toEqual([
    ['Maria Voss'],
  ])
  expect(await stranger.call(ListMeetings, {})).toEqual([])
  await expect(stranger.call(StartMeeting, { roomId: room.id })).rejects.toMatchObject({ code: 'not_found' })
  const joining = { meetingId: meeting.id, peerId: v7(), rtpCapabilities: await capabilities(stranger) }
  await expect(stranger.call(JoinMeeting, joining)).rejects.toMatchObject({ code: 'not_found' })
  const listening = await stranger.socket()
  expect(await listening.subscribe({ [`meeting:${meeting.id}`]: null })).toEqual({
    [`meeting:${meeting.id}`]: { state: 'refused' },
  })
})
