import { afterAll, beforeAll, expect, test } from 'vitest'
import { AdmitGuests, PutOutGuest } from '#protocol/guests'
import { ParticipantLeft, StartMeeting } from '#protocol/meetings'
import { startApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { Guest, guestToken } from '../support/guest.ts'
import { MeetingGuest } from '../support/meeting-guest.ts'
import { Town } from '../support/town.ts'

/** Long enough for two dozen packets. */
const MOMENT_MS = 500

let app: TestApp

beforeAll(async () => {
  if (!process.env['MEDIASOUP_WORKER_BIN']) throw new Error('MEDIASOUP_WORKER_BIN is not set: use `npm test`')
  app = await startApp()
})
afterAll(() => app?.close())

function pause(milliseconds = MOMENT_MS): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

async function flows(to: MeetingGuest, consumer: Parameters<MeetingGuest['packets']>[0]): Promise<void> {
  const soFar = to.packets(consumer)
  await eventually(() => expect(to.packets(consumer)).toBeGreaterThan(soFar + 5))
}

test('a guest hears and is heard like everybody else, and neither from the moment they are removed (I5, I7)', async () => {
  const town = await Town.found(app)
  const maria = await town.person('Maria Voss', 'Arnsberg')
  const room = await town.room(maria, await town.project(maria))
  const { id: meetingId } = await maria.call(StartMeeting, { roomId: room.id })
  const host = await MeetingGuest.join(maria, meetingId)
  await host.send('microphone')
  const guest = await Guest.knock(app.url, await guestToken(maria, meetingId))
  await expect(MeetingGuest.join(guest, meetingId)).rejects.toMatchObject({ code: 'forbidden' })
  await maria.call(AdmitGuests, { meetingId, guestIds: [guest.id] })
  const visitor = await MeetingGuest.join(guest, meetingId)
  await visitor.send('microphone')
  await visitor.send('camera')
  const [voice, theirs] = [await visitor.setUp(host, 'microphone'), await host.setUp(visitor, 'microphone')]
  const picture = await host.setUp(visitor, 'camera')
  await visitor.resume(voice)
  await host.resume(theirs, picture)
  await flows(visitor, voice)
  await flows(host, theirs)
  await flows(host, picture)

  await maria.call(PutOutGuest, { meetingId, guestId: guest.id })
  await host.socket.event(ParticipantLeft, ({ peerId }) => peerId === visitor.peer.peerId)
  // What was on its way.
  await pause(60)
  const counts = () => [visitor.packets(voice), host.packets(theirs), host.packets(picture)]
  const after = counts()
  const sent = host.sentPackets
  await pause()
  expect(host.sentPackets).toBeGreaterThan(sent)
  expect(counts()).toEqual(after)
  visitor.close()
  host.close()
})
