import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SignIn, SignOut } from '#protocol/auth'
import { AddRoomPerson, MessageChanged, OpenRoom, RemoveRoomPerson, SendMessage } from '#protocol/rooms'
import type { Project } from '#protocol/projects'
import { LIMITS } from '#wire/limits'
import { startApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import type { Browser } from '../support/person.ts'
import type { TestSocket } from '../support/socket.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'

let app: TestApp
let town: Town
let maria: Citizen
let jonas: Citizen
let project: Project

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  project = await town.project(maria, [[jonas, 'member']])
})
afterAll(() => app.close())

const KINDS: [string, (browser: Browser) => Promise<TestSocket>][] = [
  ['a WebSocket', (browser) => browser.socket()],
  ['plain requests', (browser) => browser.polling()],
]

describe.each(KINDS)('a line of %s', (_, open) => {
  test('greets, answers in order, and everything said is heard once and in order', async () => {
    const room = await town.room(maria, project)
    const [mouth, ears] = [await open(maria), await open(jonas)]
    expect(ears.heard[0]).toMatchObject({ t: 'hello', userId: jonas.id })
    await ears.subscribe({ [`room:${room.id}`]: room.version })
    const sent = await Promise.all(
      Array.from({ length: 30 }, (_unused, index) =>
        mouth.call(SendMessage, { roomId: room.id, clientId: v7(), body: `Satz ${index}` }),
      ),
    )
    await eventually(() => expect(ears.events(MessageChanged)).toHaveLength(30))
    const heard = ears.events(MessageChanged).map(({ data }) => data)
    expect(heard.map(({ id }) => id)).toEqual(sent.toSorted((a, b) => a.seq - b.seq).map(({ id }) => id))
    expect(heard.map(({ body }) => body)).toEqual(sent.map((_unused, index) => `Satz ${index}`))
    await Promise.all([mouth.close(), ears.close()])
  })

  test('I4: whoever was away is told what they missed, and hears on', async () => {
    const room = await town.room(maria, project)
    const topic = `room:${room.id}`
    const before = await open(jonas)
    await before.subscribe({ [topic]: room.version })
    await before.close()
    const missed = await maria.say(room.id, 'Verpasst')
    const after = await open(jonas)
    expect(await after.subscribe({ [topic]: room.version })).toMatchObject({
      [topic]: { state: 'current', version: missed.version, events: [{ v: missed.version }] },
    })
    const said = await maria.say(room.id, 'Gehört')
    expect(await after.event(MessageChanged)).toEqual(said)
    await after.close()
  })

  test('I5: after a removal nothing newer arrives', async () => {
    const room = await town.room(maria, project, 'closed')
    await maria.call(AddRoomPerson, { roomId: room.id, personId: jonas.id })
    const ears = await open(jonas)
    await ears.subscribe({ [`room:${room.id}`]: null })
    const last = await maria.say(room.id, 'Noch für alle')
    await maria.call(RemoveRoomPerson, { roomId: room.id, personId: jonas.id })
    await maria.say(room.id, 'Nicht mehr für ihn')
    await ears.until((frame) => frame.t === 'revoked')
    await ears.settle()
    expect(ears.events(MessageChanged).map(({ data }) => data.id)).toEqual([last.id])
    await ears.close()
  })

  test('ends at once when its session is signed out', async () => {
    const guest = jonas.copy()
    await guest.call(SignIn, { email: jonas.email, password: PASSWORD })
    const [ended, other] = [await open(guest), await open(jonas)]
    await guest.call(SignOut, {})
    // Whoever asks only after it ended is refused like any stranger, and not told why.
    expect([4401, 1006]).toContain((await ended.untilClosed(1_000)).code)
    await other.settle()
    await other.close()
  })

  test('a flood slows down only whoever floods, and every frame is answered', async () => {
    const [flood, other] = [await open(maria), await open(jonas)]
    for (let index = 0; index < 600; index++) flood.sendRaw('{"t":"ping"}')
    const began = performance.now()
    await other.settle()
    expect(performance.now() - began).toBeLessThan(2_000)
    await eventually(() => expect(flood.heard.filter((frame) => frame.t === 'pong')).toHaveLength(600), 15_000)
    await Promise.all([flood.close(), other.close()])
  })

  test('whoever does not read is sent away, comes back and has lost nothing', async () => {
    const room = await town.room(maria, project)
    const topic = `room:${room.id}`
    const body = 'ü'.repeat(LIMITS.messageLength)
    for (let index = 0; index < 30; index++) await maria.say(room.id, body)
    const { room: now } = await maria.call(OpenRoom, { roomId: room.id })
    const slow = await open(jonas)
    await slow.subscribe({ [topic]: now.version })
    slow.pause()
    for (let index = 0; index < 24; index++) slow.sendCall(OpenRoom.name, { roomId: room.id })
    const said = await maria.say(room.id, 'Gelesen?')
    // The server takes nothing for this line any more: only then is there something to lose.
    await eventually(async () => expect(await openLines()).toBe(0), 10_000)
    slow.resume()
    await slow.untilClosed()
    const back = await open(jonas)
    const answer = (await back.subscribe({ [topic]: now.version }))[topic]
    expect(answer).toMatchObject({ state: 'current', version: said.version, events: [{ data: { id: said.id } }] })
    await back.close()
  })

  test('malformed frames are refused, a giant one ends its own line only', async () => {
    const [line, other] = [await open(maria), await open(jonas)]
    for (const text of ['', '{', 'null', '{"t":"nope"}']) line.sendRaw(text)
    await eventually(() => expect(line.heard.filter((frame) => frame.t === 'refused')).toHaveLength(4))
    line.sendRaw(JSON.stringify({ t: 'call', id: 1, name: 'x', input: 'x'.repeat(LIMITS.frameBytes) }))
    expect((await line.untilClosed()).code).toBe(1009)
    await other.settle()
    await other.close()
  })

  test('a person has so many lines and no more', async () => {
    await eventually(async () => expect(await openLines()).toBe(0), 10_000)
    const lines = await Promise.all(Array.from({ length: LIMITS.socketsPerPerson }, () => open(maria)))
    for (const [, another] of KINDS) await expect(another(maria)).rejects.toThrow()
    await (await open(jonas)).close()
    await lines[0]?.close()
    await eventually(async () => (await open(maria)).close())
    await Promise.all(lines.map((line) => line.close()))
  })
})

async function openLines(): Promise<number> {
  const { body } = await app.app.deps.metrics.render()
  return Number(/^allmende_sockets (\d+)$/m.exec(body)?.[1])
}
