import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { SignIn } from '#protocol/auth'
import { MessageChanged, OpenRoom, SendMessage, type RoomSummary } from '#protocol/rooms'
import { LIMITS, PERSON_HEADER } from '#wire/limits'
import { POLLING, type Opened, type Taken } from '#wire/line'
import { PollingOutlet } from '../../server/realtime/polling.ts'
import { EncodedFrame } from '../../server/realtime/outlet.ts'
import { ORIGIN, startApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import type { Browser } from '../support/person.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let maria: Citizen
let jonas: Citizen
let room: RoomSummary

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  room = await town.room(maria, await town.project(maria, [[jonas, 'member']]))
})
afterAll(() => app.close())
afterEach(() => void vi.useRealTimers())

const PING = '{"t":"ping"}'
const OPEN = '/api/line?protocol=1'

async function openLine(person: Browser): Promise<Opened> {
  return (await (await person.post(OPEN, '{}')).json()) as Opened
}

async function ask(person: Browser, path: string, body: unknown): Promise<{ status: number; answer: unknown }> {
  const response = await person.post(path, JSON.stringify(body))
  return { status: response.status, answer: await response.json() }
}

async function takeFrames(person: Browser, id: string, received: number, waitMs = 5_000): Promise<Taken> {
  const { status, answer } = await ask(person, `/api/line/${id}/take`, { received, waitMs })
  expect(status).toBe(200)
  return answer as Taken
}

describe('nothing lost, nothing doubled', () => {
  test('I1–I3: half of all requests or their answers get lost: everything is done once, heard once, in order', async () => {
    let request = 0
    const ears = await jonas.polling([jonas], (path) => {
      request += 1
      if (path.startsWith(OPEN)) return 'arrives'
      return (['arrives', 'answer is lost', 'arrives', 'request is lost'] as const)[request % 4] ?? 'arrives'
    })
    let given = 0
    const mouth = await maria.polling([maria], (path) => {
      if (!path.endsWith('/give')) return 'arrives'
      given += 1
      return given % 2 === 1 ? 'answer is lost' : 'arrives'
    })
    await ears.subscribe({ [`room:${room.id}`]: room.version })
    const texts = Array.from({ length: 20 }, (_, index) => `Zeile ${index}`)
    for (const body of texts.slice(0, 10)) await mouth.call(SendMessage, { roomId: room.id, clientId: v7(), body })
    for (const body of texts.slice(10)) mouth.sendCall(SendMessage.name, { roomId: room.id, clientId: v7(), body })
    await eventually(() => expect(ears.events(MessageChanged)).toHaveLength(20), 15_000)
    expect(ears.events(MessageChanged).map(({ data }) => data.body)).toEqual(texts)
    expect(mouth.heard.filter(({ t }) => t === 'reply')).toHaveLength(20)
    expect(mouth.heard.filter((frame) => frame.t === 'reply' && !frame.ok)).toEqual([])
    expect(await maria.reads(room.id)).toEqual(texts)
    await Promise.all([mouth.close(), ears.close()])
  })

  test('what is not acknowledged is given again, what is given again is not taken again', async () => {
    const { id, taken } = await openLine(maria)
    expect(taken).toMatchObject({ first: 1, frames: [expect.stringContaining('"hello"')] })
    const give = { first: 1, frames: [PING, PING] }
    for (let time = 0; time < 3; time++) {
      expect(await ask(maria, `/api/line/${id}/give`, give)).toEqual({ status: 200, answer: {} })
    }
    expect((await takeFrames(maria, id, 0)).frames).toHaveLength(1)
    expect(await takeFrames(maria, id, 1)).toEqual({ first: 2, frames: ['{"t":"pong"}', '{"t":"pong"}'] })
    expect(await takeFrames(maria, id, 1)).toEqual({ first: 2, frames: ['{"t":"pong"}', '{"t":"pong"}'] })
    expect(await takeFrames(maria, id, 3, 0)).toEqual({ first: 4, frames: [] })
    // Overtaken on the way by a newer request: its answer would reach nobody.
    expect(await takeFrames(maria, id, 1, 0)).toEqual({ first: 4, frames: [] })
    expect(await ask(maria, `/api/line/${id}/give`, { first: 2, frames: [PING, PING] })).toMatchObject({ status: 200 })
    expect(await takeFrames(maria, id, 3)).toEqual({ first: 4, frames: ['{"t":"pong"}'] })
    expect(await ask(maria, `/api/line/${id}/give`, { first: 9, frames: [PING] })).toMatchObject({ status: 409 })
    await ask(maria, `/api/line/${id}/leave`, {})
  })

  test('a request waits until there is something; a newer one takes its place', async () => {
    const { id } = await openLine(maria)
    const both = [takeFrames(maria, id, 1, POLLING.waitMs), takeFrames(maria, id, 1, POLLING.waitMs)]
    expect(await Promise.race(both)).toEqual({ first: 2, frames: [] })
    await ask(maria, `/api/line/${id}/give`, { first: 1, frames: [PING] })
    expect((await Promise.all(both)).flatMap(({ frames }) => frames)).toEqual(['{"t":"pong"}'])
    await ask(maria, `/api/line/${id}/leave`, {})
  })

  test('a long answer comes in parts', async () => {
    const outlet = new PollingOutlet(() => undefined)
    const frame = new EncodedFrame('x'.repeat(200_000))
    outlet.write([frame, frame, frame, frame], () => undefined)
    outlet.close(4503)
    const first = await outlet.take({ received: 0, waitMs: 0 })
    expect(first.frames).toHaveLength(2)
    expect(first.closed).toBeUndefined()
    expect(await outlet.take({ received: 2, waitMs: 0 })).toMatchObject({ first: 3, closed: 4503 })
    outlet.terminate()
  })
})

describe('the end of a line', () => {
  test('nobody asks for half a minute: it is closed, and says so to whoever comes late', async () => {
    vi.useFakeTimers()
    const ended = vi.fn()
    const outlet = new PollingOutlet(ended)
    const waiting = outlet.take({ received: 0, waitMs: 20_000 })
    await vi.advanceTimersByTimeAsync(20_000)
    expect(await waiting).toEqual({ first: 1, frames: [] })
    await vi.advanceTimersByTimeAsync(29_000)
    expect(outlet.open).toBe(true)
    outlet.write([EncodedFrame.of({ t: 'pong' })], () => undefined)
    expect(outlet.waitingBytes).toBeGreaterThan(0)
    await vi.advanceTimersByTimeAsync(1_500)
    expect(outlet.open).toBe(false)
    expect(outlet.waitingBytes).toBe(0)
    expect(ended).toHaveBeenCalledTimes(1)
    expect(await outlet.take({ received: 0, waitMs: 20_000 })).toEqual({ first: 1, frames: [], closed: 1006 })
  })

  test('whoever left is gone at once, with everything that waited', async () => {
    const { id } = await openLine(maria)
    const both = [takeFrames(maria, id, 1, POLLING.waitMs), takeFrames(maria, id, 1, POLLING.waitMs)]
    // Once one of them took the other's place it waits.
    await Promise.race(both)
    expect(await ask(maria, `/api/line/${id}/leave`, {})).toEqual({ status: 200, answer: {} })
    expect((await Promise.all(both)).filter(({ closed }) => closed === 1006)).toHaveLength(1)
    expect(await ask(maria, `/api/line/${id}/give`, { first: 1, frames: [PING] })).toMatchObject({ status: 404 })
  })
})

describe('whoever knocks', () => {
  test('at the door of a line as at every other: origin, session, protocol, person', async () => {
    const stranger = jonas.copy()
    expect((await stranger.post(OPEN, '{}')).status).toBe(401)
    expect((await maria.post('/api/line?protocol=99', '{}')).status).toBe(426)
    expect((await maria.post('/api/line', '{}')).status).toBe(426)
    expect((await maria.post(OPEN, '{}', { [PERSON_HEADER]: jonas.id })).status).toBe(401)
    const { id } = await openLine(maria)
    for (const path of [OPEN, `/api/line/${id}/take`, `/api/line/${id}/give`, `/api/line/${id}/leave`]) {
      for (const origin of ['https://evil.example', `${ORIGIN}.evil.example`, 'null']) {
        expect((await maria.post(path, '{}', { origin })).status, path).toBe(403)
      }
      expect((await maria.post(path, '{}', { 'content-type': 'text/plain' })).status, path).toBe(400)
    }
    const body = JSON.stringify({ received: 1, waitMs: 0 })
    expect((await maria.post(`/api/line/${id}/take`, body, { [PERSON_HEADER]: jonas.id })).status).toBe(401)
    expect((await stranger.post(`/api/line/${id}/take`, body)).status).toBe(401)
    await ask(maria, `/api/line/${id}/leave`, {})
  })

  test('a foreign line, one of another session of the same person and none at all look the same', async () => {
    const { id } = await openLine(maria)
    const elsewhere = maria.copy()
    await elsewhere.call(SignIn, { email: maria.email, password: PASSWORD })
    const [nodeId] = id.split('.')
    const missing = `${nodeId}.${'A'.repeat(43)}`
    const bodies = { take: { received: 0, waitMs: 0 }, give: { first: 1, frames: [PING] }, leave: {} }
    for (const [name, body] of Object.entries(bodies)) {
      const none = await ask(maria, `/api/line/${missing}/${name}`, body)
      expect(none.status).toBe(404)
      for (const other of [jonas, elsewhere]) expect(await ask(other, `/api/line/${id}/${name}`, body)).toEqual(none)
    }
    expect(await ask(maria, `/api/line/${id}/give`, { first: 1, frames: [PING] })).toMatchObject({ status: 200 })
    await ask(maria, `/api/line/${id}/leave`, {})
  })
})

describe('nonsense', () => {
  test('invented lines, impossible numbers and giant arrays are refused, and the line lives on', async () => {
    const { id } = await openLine(maria)
    const [nodeId = '', secret = ''] = id.split('.')
    for (const bad of [
      'x',
      '..',
      '%00',
      `${nodeId}.`,
      `${nodeId}.${secret}x`,
      `*.${secret}`,
      `${nodeId}.${secret}.x`,
    ]) {
      const { status } = await ask(maria, `/api/line/${bad}/take`, { received: 0, waitMs: 0 })
      expect([400, 404], bad).toContain(status)
    }
    // A node that is not there.
    const away = await ask(maria, `/api/line/${v7()}.${secret}/take`, { received: 0, waitMs: 0 })
    expect(away).toMatchObject({ status: 503 })
    const takes = [
      null,
      [],
      { received: -1, waitMs: 0 },
      { received: 1 },
      { received: 2, waitMs: 0 },
      { received: 1e300, waitMs: 0 },
      { received: '1', waitMs: 0 },
      { received: 1, waitMs: 20_001 },
    ]
    for (const body of takes) expect((await ask(maria, `/api/line/${id}/take`, body)).status).toBe(400)
    const gives = [
      {},
      { first: 0, frames: [PING] },
      { first: 1, frames: [] },
      { first: 1, frames: [{ t: 'ping' }] },
      { first: 1, frames: PING },
      { first: 1, frames: Array.from({ length: POLLING.framesPerGive + 1 }, () => PING) },
      { first: 1, frames: Array.from({ length: 100_000 }, () => '') },
    ]
    for (const body of gives) expect((await ask(maria, `/api/line/${id}/give`, body)).status).toBe(400)
    const giant = { first: 1, frames: ['x'.repeat(3 * LIMITS.frameBytes)] }
    expect((await ask(maria, `/api/line/${id}/give`, giant)).status).toBe(413)
    expect(await ask(maria, `/api/line/${id}/give`, { first: 1, frames: [PING] })).toMatchObject({ status: 200 })
    expect(await takeFrames(maria, id, 1)).toEqual({ first: 2, frames: ['{"t":"pong"}'] })
    await ask(maria, `/api/line/${id}/leave`, {})
  })

  test('a hundred requests that wait on one line are one, and others are undisturbed', async () => {
    const { id } = await openLine(maria)
    let answered = 0
    const waiting = Array.from({ length: 100 }, async () => {
      const taken = await takeFrames(maria, id, 1, POLLING.waitMs)
      answered += 1
      return taken
    })
    const ears = await jonas.polling()
    await ears.subscribe({ [`room:${room.id}`]: null })
    const said = await maria.say(room.id, 'Hören Sie mich?')
    await ears.event(MessageChanged, (message) => message.id === said.id)
    await eventually(() => expect(answered).toBe(99))
    await ask(maria, `/api/line/${id}/leave`, {})
    expect((await Promise.all(waiting)).filter(({ closed }) => closed !== undefined)).toHaveLength(1)
    await ears.close()
  })

  test('whoever knocks three hundred times at once gets as many lines as anybody', async () => {
    const guest = await town.person('Greta Gast', 'Soest')
    const answers = await Promise.all(Array.from({ length: 300 }, () => ask(guest, OPEN, {})))
    const opened = answers.filter(({ status }) => status === 200).map(({ answer }) => (answer as Opened).id)
    expect(opened).toHaveLength(LIMITS.socketsPerPerson)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(300 - LIMITS.socketsPerPerson)
    await Promise.all(opened.map((id) => ask(guest, `/api/line/${id}/leave`, {})))
    await eventually(async () => (await guest.polling()).close())
  })

  test('whoever gives too much is answered slowly, and only they', async () => {
    const { id } = await openLine(maria)
    const other = await jonas.polling()
    const began = performance.now()
    let first = 1
    for (let round = 0; round < 10; round++, first += POLLING.framesPerGive) {
      const frames = Array.from({ length: POLLING.framesPerGive }, () => PING)
      expect((await ask(maria, `/api/line/${id}/give`, { first, frames })).status).toBe(200)
    }
    // 500 frames: 300 at once, 100 a second from then on.
    expect(performance.now() - began).toBeGreaterThan(1_500)
    const asked = performance.now()
    await other.call(OpenRoom, { roomId: room.id })
    expect(performance.now() - asked).toBeLessThan(2_000)
    await ask(maria, `/api/line/${id}/leave`, {})
    await other.close()
  })
})
