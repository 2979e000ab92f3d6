import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 } from 'uuid'
import { AdmitGuests, GuestsChanged, ListGuests, PutOutGuest, ReadVisit, VisitChanged } from '#protocol/guests'
import { JoinMeeting, ParticipantChanged, ParticipantLeft, ReadMeeting, StartMeeting } from '#protocol/meetings'
import type { TestApp, TestNode } from '../support/app.ts'
import { Guest, guestToken } from '../support/guest.ts'
import { CAPABILITIES } from '../support/media.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import type { TestSocket } from '../support/socket.ts'
import type { Citizen, Town } from '../support/town.ts'
import { startTwoNodes } from '../support/two-nodes.ts'

let redis: TestRedis
let cluster: Awaited<ReturnType<typeof startTwoNodes>>
let first: TestApp
let second: TestNode
let town: Town
let maria: Citizen

beforeAll(async () => {
  redis = await startRedis()
  cluster = await startTwoNodes(redis.url)
  ;({ here: first, there: second, town } = cluster)
  maria = await town.person('Maria Voss', 'Arnsberg')
})
afterAll(async () => {
  await cluster?.close()
  await redis?.stop()
})

async function join(socket: TestSocket, meetingId: string) {
  const peer = { meetingId, peerId: v7() }
  await socket.call(JoinMeeting, { ...peer, rtpCapabilities: CAPABILITIES })
  await socket.subscribe({ [`meeting:${meetingId}`]: null, [`peer:${peer.peerId}`]: null })
  return peer
}

test('a guest at another node than the meeting is announced, let in, seen, and out at once', async () => {
  const room = await town.room(maria, await town.project(maria))
  const { id: meetingId } = await maria.call(StartMeeting, { roomId: room.id })
  const hosting = await maria.socket()
  const host = await join(hosting, meetingId)
  await hosting.subscribe({ [`guests:${meetingId}`]: null })

  const guest = await Guest.knock(second.url, await guestToken(maria, meetingId))
  await hosting.event(GuestsChanged)
  const line = await guest.socket()
  await line.subscribe({ [`guest:${guest.id}`]: null })
  await expect(join(line, meetingId)).rejects.toMatchObject({ code: 'forbidden' })
  await maria.call(AdmitGuests, { meetingId, guestIds: [guest.id] })
  await line.event(VisitChanged, ({ state }) => state === 'admitted')
  const peer = await join(line, meetingId)
  await hosting.event(ParticipantChanged, ({ peerId, guest: isGuest }) => peerId === peer.peerId && isGuest === true)
  expect((await line.call(ReadMeeting, peer)).participants).toHaveLength(2)

  // Put out at the node of the guest's line, carried out at the node of the meeting.
  await maria.at(second.url).call(PutOutGuest, { meetingId, guestId: guest.id })
  expect(await line.untilClosed()).toEqual({ code: 4401 })
  await hosting.event(ParticipantLeft, ({ peerId }) => peerId === peer.peerId)
  expect((await hosting.call(ReadMeeting, host)).participants).toHaveLength(1)
  expect(await guest.call(ReadVisit, {})).toMatchObject({ state: 'removed' })

  // The other way round, and the node of the meeting asks again itself.
  const other = await Guest.knock(first.url, await guestToken(maria, meetingId), 'Herr West')
  await maria.at(second.url).call(AdmitGuests, { meetingId, guestIds: [other.id] })
  const here = await other.socket()
  await join(here, meetingId)
  await maria.at(second.url).call(PutOutGuest, { meetingId, guestId: other.id })
  expect(await here.untilClosed()).toEqual({ code: 4401 })
  const joining = { meetingId, peerId: v7(), rtpCapabilities: CAPABILITIES }
  await expect(other.at(second.url).call(JoinMeeting, joining)).rejects.toMatchObject({ code: 'forbidden' })
  expect((await maria.call(ListGuests, { meetingId })).admitted).toEqual([])
})
