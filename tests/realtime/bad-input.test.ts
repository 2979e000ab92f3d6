import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SignIn, SignOut, WhoAmI } from '#protocol/auth'
import { MessageChanged, OpenRoom, type RoomSummary } from '#protocol/rooms'
import { LIMITS, PERSON_HEADER } from '#wire/limits'
import { startApp, ORIGIN, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { TestSocket } from '../support/socket.ts'
import { Town, type Citizen } from '../support/town.ts'

let app: TestApp
let maria: Citizen
let jonas: Citizen
let room: RoomSummary

beforeAll(async () => {
  app = await startApp()
  const town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  room = await town.room(maria, await town.project(maria, [[jonas, 'member']]))
})
afterAll(() => app.close())

/** Whatever happened before: the others talk on, and nothing was lost. */
async function othersAreFine(): Promise<void> {
  const socket = await jonas.socket()
  await socket.subscribe({ [`room:${room.id}`]: null })
  const said = await maria.say(room.id, 'Hören Sie mich?')
  await socket.event(MessageChanged, ({ id }) => id === said.id)
  await socket.close()
}

describe('frames', () => {
  test('malformed frames are refused, the socket lives on', async () => {
    const socket = await maria.socket()
    const nonsense = [
      '',
      '{',
      'null',
      '[]',
      '42',
      '"x"',
      '{"t":"call"}',
      '{"t":"nope"}',
      '{"t":"call","id":"1","name":"x","input":{}}',
      '\u0000',
    ]
    for (const text of nonsense) socket.sendRaw(text)
    socket.sendRaw(Buffer.from([0xff, 0xfe, 0x00]))
    await eventually(() =>
      expect(socket.heard.filter((frame) => frame.t === 'refused')).toHaveLength(nonsense.length + 1),
    )
    expect(await socket.call(OpenRoom, { roomId: room.id })).toMatchObject({ room: { id: room.id } })
    await socket.close()
    await othersAreFine()
  })

  test('unknown commands and those of the other door are the same: not found', async () => {
    const socket = await maria.socket()
    for (const name of ['rooms.dropAll', 'constructor', '__proto__', 'auth.signIn', '', 'x'.repeat(80)]) {
      const id = socket.sendCall(name, {})
      const reply = await socket.until((frame) => frame.t === 'reply' && frame.id === id)
      expect(reply).toMatchObject({ ok: false, refusal: { code: 'not_found' } })
    }
    await socket.close()
    expect((await maria.post('/api/rooms.dropAll', '{}')).status).toBe(404)
  })

  test('a frame of 1 MiB closes its own socket only', async () => {
    const [loud, quiet] = [await maria.socket(), await jonas.socket()]
    loud.sendRaw(JSON.stringify({ t: 'call', id: 1, name: 'rooms.sendMessage', input: 'x'.repeat(1024 * 1024) }))
    expect((await loud.untilClosed()).code).toBe(1009)
    await quiet.settle()
    await quiet.close()
    const response = await maria.post('/api/rooms.sendMessage', JSON.stringify({ body: 'x'.repeat(1024 * 1024) }))
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ refusal: { code: 'too_large' } })
    await othersAreFine()
  })

  test('a flood slows down only whoever floods, and every frame is answered', async () => {
    const [flood, other] = [await maria.socket(), await jonas.socket()]
    for (let index = 0; index < 1_000; index++) flood.sendRaw('{"t":"ping"}')
    const began = performance.now()
    expect(await other.call(OpenRoom, { roomId: room.id })).toMatchObject({ room: { id: room.id } })
    expect(performance.now() - began).toBeLessThan(2_000)
    await eventually(() => expect(flood.heard.filter((frame) => frame.t === 'pong')).toHaveLength(1_000), 15_000)
    await Promise.all([flood.close(), other.close()])
  })

  test('a hundred thousand topics are not one subscription', async () => {
    const socket = await maria.socket()
    const cursors = Object.fromEntries(
      Array.from({ length: LIMITS.topicsPerSubscribe + 1 }, (_, index) => [`room:${index}`, 0]),
    )
    socket.sendRaw(JSON.stringify({ t: 'subscribe', id: 1, cursors }))
    await socket.until((frame) => frame.t === 'refused')
    expect(await socket.subscribe({ 'room:not-a-uuid': 0, 'nope:1': null, [`room:${room.id}`]: 0 })).toMatchObject({
      'room:not-a-uuid': { state: 'refused' },
      'nope:1': { state: 'refused' },
      [`room:${room.id}`]: { state: 'current' },
    })
    await socket.close()
  })
})

describe('whoever knocks', () => {
  test('a page of another origin gets in nowhere, ours does', async () => {
    const headers = { cookie: maria.cookie ?? '' }
    for (const origin of ['https://evil.example', `${ORIGIN}.evil.example`, 'http://localhost', 'null']) {
      await expect(TestSocket.open(app.url, { ...headers, origin })).rejects.toThrow('403')
      expect((await maria.post('/api/rooms.list', '{}', { origin })).status).toBe(403)
      expect((await maria.post('/api/auth.signOut', '{}', { origin })).status).toBe(403)
    }
    expect(await maria.call(WhoAmI, {})).toMatchObject({ id: maria.id })
    await (await TestSocket.open(app.url, { ...headers, origin: ORIGIN })).close()
  })

  test('without a session, with an invented or an ended one: no', async () => {
    const guest = jonas.copy()
    await guest.call(SignIn, { email: jonas.email, password: 'ein langes Passwort' })
    const socket = await guest.socket()
    const cookie = guest.cookie ?? ''
    await guest.call(SignOut, {})
    expect((await socket.untilClosed()).code).toBe(4401)
    for (const spoiled of ['', cookie, 'allmende_session=invented', 'allmende_session=%00']) {
      await expect(TestSocket.open(app.url, { cookie: spoiled, origin: ORIGIN })).rejects.toThrow('401')
      const response = await fetch(`${app.url}/api/rooms.list`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: spoiled },
        body: '{}',
      })
      expect(response.status).toBe(401)
    }
    await othersAreFine()
  })

  test('a page that was opened for one person does not act as the next one at the same browser', async () => {
    const spoken = await jonas.post('/api/rooms.list', '{}', { [PERSON_HEADER]: maria.id })
    expect(spoken.status).toBe(401)
    const clientId = crypto.randomUUID()
    const message = JSON.stringify({ roomId: room.id, clientId, body: 'In fremdem Namen' })
    expect((await jonas.post('/api/rooms.sendMessage', message, { [PERSON_HEADER]: maria.id })).status).toBe(401)
    const { page } = await jonas.call(OpenRoom, { roomId: room.id })
    expect(page.messages.map((written) => written.clientId)).not.toContain(clientId)
    expect((await jonas.post('/api/rooms.list', '{}', { [PERSON_HEADER]: jonas.id })).status).toBe(200)
  })

  test('a person has so many sockets and no more; others get in', async () => {
    const sockets = await Promise.all(Array.from({ length: LIMITS.socketsPerPerson }, () => maria.socket()))
    await expect(maria.socket()).rejects.toThrow('429')
    await (await jonas.socket()).close()
    await sockets[0]?.close()
    await eventually(async () => (await maria.socket()).close())
    await Promise.all(sockets.map((socket) => socket.close()))
  })

  test('a client of another protocol is told so', async () => {
    const headers = { cookie: maria.cookie ?? '', origin: ORIGIN }
    for (const protocol of [0, 2, 99, Number.NaN]) {
      await expect(TestSocket.open(app.url, headers, protocol)).rejects.toThrow('426')
    }
  })

  test('a form of another page cannot post commands', async () => {
    const response = await maria.post('/api/auth.signOut', 'x=1', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(response.status).toBe(400)
    const text = await maria.post('/api/auth.signOut', '{}', { 'content-type': 'text/plain' })
    expect(text.status).toBe(400)
    expect(await maria.call(WhoAmI, {})).toMatchObject({ id: maria.id })
  })
})

test('any input to any command is answered, and the process lives', async () => {
  const socket = await maria.socket()
  const names = Object.keys(((await (await maria.get('/api/docs/json')).json()) as { paths: object }).paths)
    .map((path) => path.replace('/api/', ''))
    .filter((name) => name.includes('.') && !['auth.signOut', 'auth.changePassword'].includes(name))
  expect(names.length).toBeGreaterThan(30)
  const ids = fc.constantFrom(room.id, maria.id, '00000000-0000-7000-8000-000000000000', '')
  const values = fc.oneof(fc.anything({ withNullPrototype: false, maxDepth: 2 }), ids)
  const inputs = fc.dictionary(
    fc.constantFrom(
      'roomId',
      'projectId',
      'meetingId',
      'peerId',
      'messageId',
      'body',
      'name',
      'seq',
      'token',
      'personId',
      '__proto__',
    ),
    values,
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), inputs, async (name, input) => {
      const response = await maria.post(`/api/${name}`, JSON.stringify(input) ?? 'null')
      expect(response.status, `${name} ${JSON.stringify(input)}`).not.toBe(500)
      const id = socket.sendCall(name, input)
      const reply = await socket.until((frame) => frame.t === 'reply' && frame.id === id)
      if (reply.t === 'reply' && !reply.ok) expect(reply.refusal.code).not.toBe('internal')
    }),
    { numRuns: 250 },
  )
  await socket.close()
  await othersAreFine()
})
