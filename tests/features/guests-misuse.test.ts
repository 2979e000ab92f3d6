import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 } from 'uuid'
import { AdmitGuests, CreateGuestLink, GUESTS, Knock, ReadGuestLink, RevokeGuestLink } from '#protocol/guests'
import { EndMeeting, JoinMeeting, StartMeeting } from '#protocol/meetings'
import { needsNoSession } from '#wire/command'
import { isForGuests, type Right } from '#wire/permissions'
import { startApp, type TestApp } from '../support/app.ts'
import { Guest, guestToken } from '../support/guest.ts'
import { CAPABILITIES } from '../support/media.ts'
import { Browser } from '../support/person.ts'
import { Town, type Citizen } from '../support/town.ts'

const contract = JSON.parse(readFileSync(new URL('../wire/contract.json', import.meta.url), 'utf8')) as {
  commands: Record<string, { right: Right }>
}
const rights = Object.entries(contract.commands).map(([name, { right }]) => ({ name, right }))

let app: TestApp
let town: Town
let maria: Citizen

beforeAll(async () => {
  if (!process.env['MEDIASOUP_WORKER_BIN']) throw new Error('MEDIASOUP_WORKER_BIN must name the media worker')
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Voss', 'Arnsberg')
})
afterAll(() => app?.close())

async function runningMeeting() {
  const room = await town.room(maria, await town.project(maria))
  const { id: meetingId } = await maria.call(StartMeeting, { roomId: room.id })
  return { meetingId, roomId: room.id }
}

test('whatever a guest calls beside their own meeting is refused: waiting, admitted, and after the end (G1)', async () => {
  const [own, other] = [await runningMeeting(), await runningMeeting()]
  const token = await guestToken(maria, own.meetingId)
  const [waiting, admitted] = [await Guest.knock(app.url, token), await Guest.knock(app.url, token, 'Herr Ost')]
  await maria.call(AdmitGuests, { meetingId: own.meetingId, guestIds: [admitted.id] })
  const host = { meetingId: other.meetingId, peerId: v7() }
  const line = await maria.socket()
  await line.call(JoinMeeting, { ...host, rtpCapabilities: CAPABILITIES })

  // Fits every command that guests may call in their own meeting.
  const elsewhere = {
    ...host,
    rtpCapabilities: CAPABILITIES,
    transportId: 'a',
    dtlsParameters: {},
    source: 'microphone',
    rtpParameters: {},
    on: true,
    streamId: 'a',
    consumerIds: [],
    tiles: [],
  }
  async function crawl(guest: Guest): Promise<void> {
    const statuses = new Map<string, number>()
    for (const { name, right } of rights.filter(({ right }) => !needsNoSession({ right }))) {
      if (right === 'meeting.wait') continue
      const input = isForGuests(right) ? elsewhere : {}
      statuses.set(name, (await guest.post(`/api/${name}`, JSON.stringify(input))).status)
    }
    expect(statuses.size).toBeGreaterThan(40)
    const expected = rights.filter(({ name }) => statuses.has(name))
    expect(Object.fromEntries(statuses)).toEqual(
      Object.fromEntries(expected.map(({ name, right }) => [name, isForGuests(right) ? 404 : 403])),
    )
    const socket = await guest.socket()
    const topics = [
      `room:${own.roomId}`,
      `presence:${own.roomId}`,
      `typing:${own.roomId}`,
      `user:${maria.id}`,
      `user:${guest.id}`,
      'everyone:media',
      `guests:${own.meetingId}`,
      `guest:${guest === waiting ? admitted.id : waiting.id}`,
      `meeting:${other.meetingId}`,
      `peer:${host.peerId}`,
    ]
    const answers = await socket.subscribe(Object.fromEntries(topics.map((topic) => [topic, null])))
    expect(answers).toEqual(Object.fromEntries(topics.map((topic) => [topic, { state: 'refused' }])))
    socket.cut()
  }

  await crawl(waiting)
  await crawl(admitted)
  await maria.call(EndMeeting, { meetingId: own.meetingId })
  await crawl(admitted)
  line.cut()
})

test('names that cannot be read as what they are are refused, and what looks the same is written the same (G5)', async () => {
  const { meetingId } = await runningMeeting()
  const token = await guestToken(maria, meetingId)
  const knock = (name: string) => new Browser(app.url).call(Knock, { token, name })
  for (const name of [
    ' ',
    '\u200b',
    '\u3164\u3164',
    '\u2800',
    '...',
    '\u202eairaM',
    'Maria\u2066 Voss',
    'Maria\u00ad Voss',
    'Maria\u034f Voss',
    'Maria\nVoss',
    'Maria\u0007',
    'Z\u0323\u0324\u0325\u0326algo',
    'M'.repeat(GUESTS.nameLength + 1),
  ]) {
    await expect(knock(name), JSON.stringify(name)).rejects.toMatchObject({
      code: 'invalid',
      details: { field: 'name' },
    })
  }
  for (const [typed, shown] of [
    ['José', 'José'],
    ['Jose\u0301', 'José'],
    ['Ｍａｒｉａ', 'Maria'],
    ['𝐌𝐚𝐫𝐢𝐚', 'Maria'],
    ['Maria\u00a0\u2003Voss', 'Maria Voss'],
    ['Bürger 7', 'Bürger 7'],
    ['Ü'.repeat(GUESTS.nameLength), 'Ü'.repeat(GUESTS.nameLength)],
  ] as const) {
    expect((await knock(typed)).name).toBe(shown)
  }
})

test('a waiting room and a meeting’s links are bounded', async () => {
  const { meetingId } = await runningMeeting()
  for (let made = 0; made < GUESTS.linksPerMeeting; made++) await guestToken(maria, meetingId)
  await expect(maria.call(CreateGuestLink, { meetingId, valid: 'hour' })).rejects.toMatchObject({ code: 'too_many' })
})

test('every cookie is new, of its own kind, and out of reach of scripts; a planted one is not taken over', async () => {
  const { meetingId } = await runningMeeting()
  const token = await guestToken(maria, meetingId)
  const planted = { cookie: 'allmende_guest=planted' }
  const answer = await new Browser(app.url).post('/api/guests.knock', JSON.stringify({ token, name: 'A1' }), planted)
  const [line] = answer.headers.getSetCookie()
  expect(line).toMatch(/^allmende_guest=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/)
  const foreign = new Browser(app.url, 'https://boese.example')
  expect((await foreign.post('/api/guests.knock', JSON.stringify({ token, name: 'A2' }))).status).toBe(403)
})

test('links that do not lead in are alike in answer and time, and guessing is limited by address (G2)', async () => {
  const [ended, running] = [await runningMeeting(), await runningMeeting()]
  const over = await guestToken(maria, ended.meetingId)
  await maria.call(EndMeeting, { meetingId: ended.meetingId })
  const { link, path } = await maria.call(CreateGuestLink, { meetingId: running.meetingId, valid: 'meeting' })
  const revoked = path.split('/').at(-1) ?? ''
  await maria.call(RevokeGuestLink, { meetingId: running.meetingId, linkId: link.id })
  const wrong = 'A'.repeat(43)
  const browser = new Browser(app.url)
  const times = new Map<string, number[]>([wrong, over, revoked, '…'].map((token) => [token, []]))
  const bodies = new Set<string>()
  for (let round = 0; round < 20; round++) {
    for (const [token, taken] of times) {
      const started = performance.now()
      const answer = await browser.post('/api/guests.readLink', JSON.stringify({ token }))
      bodies.add(`${answer.status} ${await answer.text()}`)
      taken.push(performance.now() - started)
    }
    // Its own limit is not what is measured.
    await app.app.deps.limits.clear({ name: 'guests.address', points: 1, perSeconds: 1 }, '127.0.0.1')
  }
  expect([...bodies]).toEqual([expect.stringMatching(/^410 /)])
  const medians = [...times.values()].map((taken) => taken.toSorted((a, b) => a - b)[taken.length / 2] ?? 0)
  expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(2)

  let tries = 0
  const guess = async () => browser.call(ReadGuestLink, { token: `${tries++}`.padStart(43, 'x') })
  for (let left = 200; left > 0; left--) {
    const code = await guess().catch((error: unknown) => (error as { code: string }).code)
    if (code === 'too_many') break
    expect(code).toBe('gone')
  }
  await expect(guess()).rejects.toMatchObject({ code: 'too_many' })
  expect(tries).toBeGreaterThan(100)
})
