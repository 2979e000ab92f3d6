import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 } from 'uuid'
import { SetPersonActive } from '#protocol/orgs'
import {
  AdmitGuests,
  CreateGuestLink,
  EndVisit,
  GUESTS,
  GuestsChanged,
  Knock,
  ListGuests,
  PutOutGuest,
  ReadGuestLink,
  ReadGuestMedia,
  ReadVisit,
  RevokeGuestLink,
  VisitChanged,
} from '#protocol/guests'
import {
  EndMeeting,
  JoinMeeting,
  MeetingEnded,
  ParticipantChanged,
  ParticipantLeft,
  ReadMeeting,
  RoomMeetingChanged,
  StartMeeting,
} from '#protocol/meetings'
import { AddProjectPerson, RemoveProjectPerson, SetProjectRole } from '#protocol/projects'
import { WhoAmI } from '#protocol/auth'
import { connect } from '../../server/platform/db.ts'
import { forgetGuests } from '../../server/features/guests/forgetting.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { Guest, guestToken } from '../support/guest.ts'
import { CAPABILITIES } from '../support/media.ts'
import { Browser } from '../support/person.ts'
import type { TestSocket } from '../support/socket.ts'
import { Town, type Citizen } from '../support/town.ts'

const MINUTE_MS = 60_000

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

/** Maria leads, Jonas is in it; a meeting runs. */
async function runningMeeting(starter = maria) {
  const project = await town.project(maria, [[jonas, 'member']])
  const room = await town.room(maria, project)
  const { id: meetingId } = await starter.call(StartMeeting, { roomId: room.id })
  return { project, room, meetingId }
}

async function join(socket: TestSocket, meetingId: string) {
  const peer = { meetingId, peerId: v7() }
  const joined = await socket.call(JoinMeeting, { ...peer, rtpCapabilities: CAPABILITIES })
  const heard = await socket.subscribe({ [`meeting:${meetingId}`]: null, [`peer:${peer.peerId}`]: null })
  expect(Object.values(heard).map(({ state }) => state)).toEqual(['current', 'current'])
  return { ...joined, peer }
}

async function auditLines(meetingId: string) {
  const sql = connect(app.database, { max: 1 })
  const rows = await sql<{ event: string; actor_id: string; subject_kind: string; details: object }[]>`
    select event, actor_id, subject_kind, details from audit_log where details->>'meetingId' = ${meetingId} order by seq`
  await sql.end()
  return rows
}

test('a guest reads whose meeting it is, waits knowing nothing, is let in, takes part, and is gone afterwards', async () => {
  const { meetingId, room } = await runningMeeting()
  const hosting = await maria.socket()
  await hosting.subscribe({ [`guests:${meetingId}`]: null, [`room:${room.id}`]: null })
  const inside = await join(hosting, meetingId)
  const token = await guestToken(maria, meetingId)

  const link = await new Browser(app.url).call(ReadGuestLink, { token })
  expect(link).toEqual({ organisation: 'Arnsberg', roomId: null, visit: null })

  const guest = await Guest.knock(app.url, token, '  Frau   Petersen ')
  expect(guest.visit).toEqual({
    guestId: guest.id,
    meetingId,
    name: 'Frau Petersen',
    state: 'waiting',
    organisation: 'Arnsberg',
  })
  await hosting.event(GuestsChanged)
  expect(await maria.call(ListGuests, { meetingId })).toMatchObject({
    waiting: [{ id: guest.id, name: 'Frau Petersen' }],
    admitted: [],
    links: [{ madeBy: { name: 'Maria Voss' } }],
  })

  const waiting = await guest.socket()
  expect(await waiting.subscribe({ [`guest:${guest.id}`]: null, [`meeting:${meetingId}`]: null })).toMatchObject({
    [`guest:${guest.id}`]: { state: 'current' },
    [`meeting:${meetingId}`]: { state: 'refused' },
  })
  await expect(join(waiting, meetingId)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(guest.call(ReadGuestMedia, {})).rejects.toMatchObject({ code: 'forbidden' })
  await maria.call(AdmitGuests, { meetingId, guestIds: [guest.id] })
  expect(await waiting.event(VisitChanged)).toEqual({ state: 'admitted' })
  expect(await guest.call(ReadVisit, {})).toMatchObject({ state: 'admitted' })
  expect(await guest.call(ReadGuestMedia, {})).toMatchObject({ state: 'ready' })

  const joined = await join(waiting, meetingId)
  expect(joined).toMatchObject({ moderator: false, consumers: [] })
  expect(joined.participants.map(({ person, guest: isGuest }) => [person.name, isGuest])).toEqual([
    ['Maria Voss', undefined],
    ['Frau Petersen', true],
  ])
  const seen = await hosting.event(ParticipantChanged, ({ person }) => person.id === guest.id)
  expect(seen).toMatchObject({ guest: true, person: { name: 'Frau Petersen', organisation: null } })
  await hosting.event(RoomMeetingChanged, (data) => data.meeting?.people.some((one) => one.guest === true) ?? false)
  expect(inside.participants).toHaveLength(1)

  await maria.call(EndMeeting, { meetingId })
  await waiting.event(MeetingEnded)
  expect(await guest.call(ReadVisit, {})).toMatchObject({ state: 'ended' })
  await expect(join(waiting, meetingId)).rejects.toMatchObject({ code: 'gone' })
  expect((await auditLines(meetingId)).map(({ event, actor_id: by }) => [event, by])).toEqual([
    ['guests.linkMade', maria.id],
    ['guests.admitted', maria.id],
  ])
  expect(JSON.stringify(await auditLines(meetingId))).not.toContain('Petersen')
})

test('thirty minutes after the end nothing of the guests is left, and their lines are closed', async () => {
  const { meetingId } = await runningMeeting()
  const token = await guestToken(maria, meetingId)
  const guest = await Guest.knock(app.url, token, 'Herr Unvergessen')
  const line = await guest.socket()
  await maria.call(EndMeeting, { meetingId })
  const sql = connect(app.database, { max: 1 })
  const left = () => sql`select name from guests where meeting_id = ${meetingId}`
  const links = () => sql`select id from guest_links where meeting_id = ${meetingId}`
  app.clock.pass((GUESTS.keptMinutes - 1) * MINUTE_MS)
  await forgetGuests(app.app.deps)
  expect([await left(), await links()].map(({ length }) => length)).toEqual([1, 1])
  app.clock.pass(2 * MINUTE_MS)
  await forgetGuests(app.app.deps)
  expect([await left(), await links()].map(({ length }) => length)).toEqual([0, 0])
  await sql.end()
  expect(await line.untilClosed()).toEqual({ code: 4401 })
  await expect(guest.call(ReadVisit, {})).rejects.toMatchObject({ code: 'unauthenticated' })
})

test('a refused guest knows so and does not come in again by the same browser; a removed one is out at once', async () => {
  const { meetingId } = await runningMeeting()
  const token = await guestToken(maria, meetingId)
  const refused = await Guest.knock(app.url, token, 'Herr Laut')
  const hoping = await refused.socket()
  await maria.call(PutOutGuest, { meetingId, guestId: refused.id })
  expect(await hoping.untilClosed()).toEqual({ code: 4401 })
  expect(await refused.call(ReadVisit, {})).toMatchObject({ state: 'refused' })
  expect(await refused.call(Knock, { token, name: 'Ein anderer Name' })).toMatchObject({
    state: 'refused',
    name: 'Herr Laut',
  })
  expect(await refused.call(EndVisit, {})).toBeNull()
  expect((await refused.call(ReadGuestLink, { token })).visit).toMatchObject({ state: 'refused' })
  await expect(refused.socket().then((line) => join(line, meetingId))).rejects.toMatchObject({ code: 'forbidden' })

  const removed = await Guest.knock(app.url, token, 'Frau Leise')
  await maria.call(AdmitGuests, { meetingId, guestIds: [removed.id, refused.id] })
  const hosting = await maria.socket()
  const host = await join(hosting, meetingId)
  const line = await removed.socket()
  await join(line, meetingId)
  await hosting.event(ParticipantChanged, ({ person }) => person.id === removed.id)
  await maria.call(PutOutGuest, { meetingId, guestId: removed.id })
  expect(await line.untilClosed()).toEqual({ code: 4401 })
  await hosting.event(ParticipantLeft)
  expect((await hosting.call(ReadMeeting, host.peer)).participants).toHaveLength(1)
  const again = await removed.socket()
  await expect(join(again, meetingId)).rejects.toMatchObject({ code: 'forbidden' })
  const mine = `guest:${removed.id}`
  expect(await again.subscribe({ [mine]: null })).toEqual({ [mine]: { state: 'refused' } })
  expect((await maria.call(ListGuests, { meetingId })).admitted).toEqual([])
  expect((await auditLines(meetingId)).map(({ event }) => event)).toEqual([
    'guests.linkMade',
    'guests.refused',
    'guests.admitted',
    'guests.removed',
  ])
})

test('a removal that no word came of is found by asking: the guest is out within seconds', async () => {
  const { meetingId } = await runningMeeting()
  const guest = await Guest.knock(app.url, await guestToken(maria, meetingId), 'Herr Still')
  await maria.call(AdmitGuests, { meetingId, guestIds: [guest.id] })
  const hosting = await maria.socket()
  const host = await join(hosting, meetingId)
  const { peer } = await join(await guest.socket(), meetingId)
  await hosting.event(ParticipantChanged, ({ peerId }) => peerId === peer.peerId)
  // As another node would leave it that fell silent right after its commit.
  const sql = connect(app.database, { max: 1 })
  await sql`update guests set state = 'removed' where id = ${guest.id}`
  await sql.end()
  await eventually(() => expect(hosting.events(ParticipantLeft)).toHaveLength(1), 15_000)
  expect((await hosting.call(ReadMeeting, host.peer)).participants).toHaveLength(1)
}, 20_000)

test('who lets guests in: leads, the room’s creator and whoever started it; to others there is nothing to see', async () => {
  const { meetingId, project } = await runningMeeting(jonas)
  const ina = await town.person('Ina Blum', 'Menden')
  await maria.call(AddProjectPerson, { projectId: project.id, email: ina.email, role: 'member' })
  const stranger = await town.person('Svenja Ott', 'Soest')
  const guest = await Guest.knock(app.url, await guestToken(jonas, meetingId))
  for (const host of [maria, jonas]) expect((await host.call(ListGuests, { meetingId })).waiting).toHaveLength(1)

  const topic = `guests:${meetingId}`
  for (const [person, code] of [
    [ina, 'forbidden'],
    [stranger, 'not_found'],
    [town.admin, 'not_found'],
    [guest, 'forbidden'],
  ] as const) {
    for (const attempt of [
      () => person.call(CreateGuestLink, { meetingId, valid: 'hour' }),
      () => person.call(ListGuests, { meetingId }),
      () => person.call(AdmitGuests, { meetingId, guestIds: [guest.id] }),
      () => person.call(PutOutGuest, { meetingId, guestId: guest.id }),
      () => person.call(RevokeGuestLink, { meetingId, linkId: v7() }),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code })
    }
    const line = await person.socket()
    expect(await line.subscribe({ [topic]: null })).toEqual({ [topic]: { state: 'refused' } })
  }

  // Whoever stops being a host hears nothing more, also where nobody told their node (I5).
  const watching = await jonas.socket()
  await watching.subscribe({ [topic]: null })
  await maria.call(RemoveProjectPerson, { projectId: project.id, personId: jonas.id })
  const heard = watching.events(GuestsChanged).length
  await maria.call(AdmitGuests, { meetingId, guestIds: [guest.id] })
  await watching.until((frame) => frame.t === 'revoked' && frame.topic === topic)
  expect(watching.events(GuestsChanged)).toHaveLength(heard)
})

test('a link ends with its revocation, its time, its meeting, and with its maker’s right', async () => {
  const { meetingId, project } = await runningMeeting(jonas)
  const read = (token: string) => new Browser(app.url).call(ReadGuestLink, { token })
  const gone = { code: 'gone' }

  const revoked = await guestToken(maria, meetingId)
  const kept = await guestToken(maria, meetingId)
  const waiting = await Guest.knock(app.url, revoked, 'Wartet')
  const admitted = await Guest.knock(app.url, revoked, 'Ist schon drin')
  await maria.call(AdmitGuests, { meetingId, guestIds: [admitted.id] })
  const { links } = await maria.call(ListGuests, { meetingId })
  await maria.call(RevokeGuestLink, { meetingId, linkId: links[0]?.id ?? '' })
  await expect(read(revoked)).rejects.toMatchObject(gone)
  expect(await waiting.call(ReadVisit, {})).toMatchObject({ state: 'refused' })
  expect(await admitted.call(ReadVisit, {})).toMatchObject({ state: 'admitted' })
  expect(await read(kept)).toMatchObject({ organisation: 'Arnsberg' })

  const { path } = await maria.call(CreateGuestLink, { meetingId, valid: 'hour' })
  const short = path.split('/').at(-1) ?? ''
  const byJonas = await guestToken(jonas, meetingId)
  expect(await read(byJonas)).toMatchObject({ organisation: 'Arnsberg' })
  // He started it and is a host as long as he sees the room.
  await maria.call(SetProjectRole, { projectId: project.id, personId: jonas.id, role: 'viewer' })
  expect(await read(byJonas)).toMatchObject({ organisation: 'Arnsberg' })
  const omar = await town.person('Omar Said', 'Olpe')
  await maria.call(AddProjectPerson, { projectId: project.id, email: omar.email, role: 'lead' })
  const byOmar = await guestToken(omar, meetingId)
  await jonas.call(SetPersonActive, { personId: omar.id, active: false })
  await maria.call(RemoveProjectPerson, { projectId: project.id, personId: jonas.id })
  for (const token of [byJonas, byOmar]) await expect(read(token)).rejects.toMatchObject(gone)

  app.clock.pass(61 * MINUTE_MS)
  await expect(read(short)).rejects.toMatchObject(gone)
  expect(await read(kept)).toMatchObject({ organisation: 'Arnsberg' })
  await expect(Guest.knock(app.url, short)).rejects.toMatchObject(gone)
  await maria.call(EndMeeting, { meetingId })
  await expect(read(kept)).rejects.toMatchObject(gone)
  await expect(Guest.knock(app.url, kept)).rejects.toMatchObject(gone)
  await expect(maria.call(CreateGuestLink, { meetingId, valid: 'meeting' })).rejects.toMatchObject(gone)
})

test('who has gone is not shown as waiting, and comes back where they were; leaving deletes', async () => {
  const { meetingId } = await runningMeeting()
  const token = await guestToken(maria, meetingId)
  const guest = await Guest.knock(app.url, token, 'Kommt wieder')
  const waiting = async () => (await maria.call(ListGuests, { meetingId })).waiting.map(({ name }) => name)
  app.clock.pass(2 * MINUTE_MS)
  expect(await waiting()).toEqual([])
  const hosting = await maria.socket()
  await hosting.subscribe({ [`guests:${meetingId}`]: null })
  expect(await guest.call(ReadVisit, {})).toMatchObject({ state: 'waiting' })
  await hosting.event(GuestsChanged)
  expect(await waiting()).toEqual(['Kommt wieder'])
  expect(await guest.call(Knock, { token, name: 'Zweiter Versuch' })).toEqual(guest.visit)

  const line = await guest.socket()
  await guest.call(EndVisit, {})
  expect(guest.cookie).toBeUndefined()
  expect(await line.untilClosed()).toEqual({ code: 4401 })
  expect(await waiting()).toEqual([])
  const second = await Guest.knock(app.url, token, 'Kommt neu')
  expect(second.id).not.toBe(guest.id)
})

test('whoever is signed in is told where they join as themselves, and never becomes a guest', async () => {
  const { meetingId, room } = await runningMeeting()
  const stranger = await town.person('Lena Kurz', 'Menden')
  const token = await guestToken(maria, meetingId)
  expect(await jonas.call(ReadGuestLink, { token })).toMatchObject({ roomId: room.id, visit: null })
  expect(await stranger.call(ReadGuestLink, { token })).toMatchObject({ roomId: null })
  await expect(jonas.call(Knock, { token, name: 'Jonas' })).rejects.toMatchObject({ code: 'conflict' })

  // Both cookies at once: the person comes first, and the guest's door stays shut to them.
  const guest = await Guest.knock(app.url, token)
  await maria.call(AdmitGuests, { meetingId, guestIds: [guest.id] })
  const both = { cookie: `${guest.cookie}; ${stranger.cookie}` }
  const who = await stranger.post('/api/auth.whoAmI', '{}', both)
  expect(await who.json()).toMatchObject({ id: stranger.id })
  const joining = JSON.stringify({ meetingId, peerId: v7(), rtpCapabilities: CAPABILITIES })
  expect((await stranger.post('/api/meetings.join', joining, both)).status).toBe(404)
  expect((await stranger.post('/api/guests.readVisit', '{}', both)).status).toBe(403)
  expect(await guest.call(WhoAmI, {})).toBeNull()
})
