import { afterAll, beforeAll, expect, test } from 'vitest'
import { v7 } from 'uuid'
import { UseWelcomeLink } from '#protocol/auth'
import { AddOrganisationPerson, ListOrganisations } from '#protocol/orgs'
import { AddProjectPerson, CreateProject } from '#protocol/projects'
import { CreateRoom, MessageChanged, OpenRoom, SendMessage } from '#protocol/rooms'
import { CompleteSetUp } from '#protocol/setup'
import { Random } from '../simulation/random.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { hostileMessages, VIOLATIONS } from '../support/hostile.ts'
import { Browser } from '../support/person.ts'
import { encodeFrame, OPCODE, RawLine, textFrame, upgradeRequest } from '../support/raw-line.ts'
import { databaseByUrl, startServerProcess, type ServerProcess } from '../support/server-process.ts'
import type { TestSocket } from '../support/socket.ts'

/*
 * A hundred thousand hostile messages, on many lines of several people, against a node in a process of its own: it lives, it
 * holds no more afterwards than before, and two others converse all the while and lose nothing.
 */

const SEED = 20_261_126
const ATTACKERS = 4
/** A flood is slowed to a hundred frames a second; so many a line may send at once, control frames and all. */
const MESSAGES_PER_LINE = 240
const HEAVY_PER_LINE = 2
const LINES = 420
const AT_ONCE = 8
/** The first lines warm up; what is held is compared between the thirds of the others. */
const WARMING_LINES = 120
/** What a node may hold more after the last third than before the first. */
const HEAP_MARGIN = 6 * 1024 * 1024
/** What the allocator keeps for the next time is in it, and differs from run to run; a kilobyte per hostile message is not. */
const RSS_MARGIN = 96 * 1024 * 1024
/** What it may hold more after the last third than after the second: most of any growth is over by then. */
const HEAP_TREND = 3 * 1024 * 1024
/** Nobody waits longer for an answer, on a machine that does much else. */
const ROUND_TRIP_MS = 2_500
const STALL_MS = 1_500
const LOOKS = 6
const LOOK_EVERY_MS = 150
const LEAST_SAID = 10
/** More than all buffers on the way hold. */
const FLOOD_BYTES = 32 * 1024 * 1024
const PASSWORD = 'ein langes Passwort'
const MEASURE = new URL('../support/preload/measure.ts', import.meta.url).href

interface Held {
  rss: number
  heapUsed: number
  external: number
  longestStallMs: number
}

let database: TestDatabase
let byUrl: Awaited<ReturnType<typeof databaseByUrl>>
let server: ServerProcess
let bystanders: [Browser, Browser]
let attackers: Browser[]
let roomId: string

beforeAll(async () => {
  database = await createDatabase()
  byUrl = await databaseByUrl(database.target)
  server = await startServerProcess({ DATABASE_URL: byUrl.url, NODE_OPTIONS: `--expose-gc --import=${MEASURE}` })
  await server.ready()
  const anke = await setUp()
  const jonas = await invite(anke, 'jonas')
  bystanders = [anke, jonas]
  attackers = await Promise.all(Array.from({ length: ATTACKERS }, (_, index) => invite(anke, `knocker-${index}`)))
  const { id: projectId } = await anke.call(CreateProject, { name: 'Hochwasser' })
  await anke.call(AddProjectPerson, { projectId, email: addressOf('jonas'), role: 'member' })
  roomId = (await anke.call(CreateRoom, { projectId, name: 'Technik', visibility: 'open' })).id
})
afterAll(async () => {
  server.child.kill('SIGKILL')
  await server.ended()
  await byUrl.close()
  await database.drop()
})

test('a hundred thousand hostile messages: the node lives, holds no more than before, and others lose nothing', async () => {
  const conversation = new Conversation(await bystanders[0].socket(), await bystanders[1].socket())
  conversation.begin()
  const random = new Random(SEED)
  let sent = await attack(random, WARMING_LINES)
  const held = [await measure()]
  for (let third = 0; third < 3; third += 1) {
    sent += await attack(random, (LINES - WARMING_LINES) / 3)
    held.push(await measure())
  }
  expect(sent).toBeGreaterThanOrEqual(100_000)
  await conversation.end()
  expect(server.child.exitCode).toBeNull()
  expect(conversation.longestMs).toBeLessThan(ROUND_TRIP_MS)
  holdsNoMore(held)
}, 120_000)

test('whatever a WebSocket may not do ends that line alone', async () => {
  const conversation = new Conversation(await bystanders[0].socket(), await bystanders[1].socket())
  conversation.begin()
  const random = new Random(SEED)
  const [attacker] = attackers
  for (const [what, violate] of Object.entries(VIOLATIONS)) {
    for (let time = 0; time < 4; time += 1) {
      const line = await RawLine.upgraded(server.url, attacker?.cookie ?? '')
      line.write(violate(random))
      await line.untilClosed().catch((error: unknown) => expect.fail(`${what}: ${String(error)}`))
    }
  }
  await conversation.end()
})

test('half a request, a request byte by byte, and no request at all keep nobody else waiting', async () => {
  const conversation = new Conversation(await bystanders[0].socket(), await bystanders[1].socket())
  conversation.begin()
  const cookie = attackers[0]?.cookie ?? ''
  const request = upgradeRequest(server.url, cookie)
  const halves = Array.from({ length: 200 }, (_, index) => {
    const line = new RawLine(server.url)
    line.write(request.slice(0, 1 + ((index * 7) % (request.length - 3))))
    return line
  })
  const slow = Array.from({ length: 20 }, () => new RawLine(server.url))
  for (const letter of request.slice(0, 80)) {
    for (const line of slow) line.write(letter)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  await Promise.all(
    misfits(cookie).map(async (bytes) => {
      const line = new RawLine(server.url)
      line.write(bytes)
      await line.until(() => line.isClosed || /^HTTP\/1\.1 [45]/.test(line.heard))
      line.cut()
    }),
  )
  await conversation.end()
  for (const line of [...halves, ...slow]) line.cut()
  expect(conversation.longestMs).toBeLessThan(ROUND_TRIP_MS)
})

test('a ping is answered', async () => {
  const line = await RawLine.upgraded(server.url, attackers[0]?.cookie ?? '')
  line.write(encodeFrame({ opcode: OPCODE.ping, payload: Buffer.from('noch da?') }))
  await line.until(() => line.heard.endsWith('\u008a\u0008noch da?'))
  line.cut()
})

test('who floods with pings is slowed, and what they do not read is not kept for them', async () => {
  const conversation = new Conversation(await bystanders[0].socket(), await bystanders[1].socket())
  conversation.begin()
  const before = await measure()
  const ping = encodeFrame({ opcode: OPCODE.ping, payload: Buffer.alloc(125, 'x') })
  const flood = Buffer.concat(Array.from({ length: FLOOD_BYTES / ping.length }, () => ping))
  const lines = await Promise.all(attackers.map((attacker) => RawLine.upgraded(server.url, attacker.cookie ?? '')))
  for (const line of lines) {
    line.socket.pause()
    line.write(flood)
  }
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  const during = await measure()
  const unsent = lines.map(({ socket }) => socket.writableLength)
  for (const line of lines) line.cut()
  await conversation.end()
  expect(during.external - before.external, JSON.stringify([before, during])).toBeLessThan(HEAP_MARGIN)
  expect(Math.min(...unsent)).toBeGreaterThan(0)
  expect(conversation.longestMs).toBeLessThan(ROUND_TRIP_MS)
})

/** Sends hostile messages on so many lines, a few at a time. @returns how many messages were taken and answered for */
async function attack(random: Random, lines: number): Promise<number> {
  let left = lines
  let sent = 0
  async function work(attacker: Browser): Promise<void> {
    while (left > 0) {
      left -= 1
      const line = await RawLine.upgraded(server.url, attacker.cookie ?? '')
      line.write(hostileMessages(random, MESSAGES_PER_LINE, HEAVY_PER_LINE))
      await line.settle()
      sent += MESSAGES_PER_LINE
      line.write(random.pick(Object.values(VIOLATIONS))(random))
      await line.untilClosed()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => work(attackers[index % ATTACKERS]!)))
  return sent
}

/**
 * What the node holds once all garbage is gone: the least of several looks, because what is being written or thrown away at one
 * moment is none of it, and what is held is there at every look.
 */
async function measure(): Promise<Held> {
  const looks = [await look()]
  for (let more = 1; more < LOOKS; more += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    looks.push(await look())
  }
  const least = (figure: keyof Held) => Math.min(...looks.map((held) => held[figure]))
  const longestStallMs = Math.max(...looks.map((held) => held.longestStallMs))
  return { rss: least('rss'), heapUsed: least('heapUsed'), external: least('external'), longestStallMs }
}

async function look(): Promise<Held> {
  const before = measurements().length
  server.child.kill('SIGUSR2')
  return eventually(() => {
    const all = measurements()
    expect(all.length).toBeGreaterThan(before)
    return JSON.parse(all.at(-1) ?? '') as Held
  })
}

function measurements(): string[] {
  return [...server.said().matchAll(/^measured (.*)$/gm)].map(([, json]) => json ?? '')
}

/** Neither from before to after, nor steadily from third to third. */
function holdsNoMore(held: readonly Held[]): void {
  const story = JSON.stringify(held)
  const [before, , lately, after] = held
  if (!before || !lately || !after) throw new Error('nothing was measured')
  expect(after.heapUsed - before.heapUsed, story).toBeLessThan(HEAP_MARGIN)
  expect(after.external - before.external, story).toBeLessThan(HEAP_MARGIN)
  expect(after.rss - before.rss, story).toBeLessThan(RSS_MARGIN)
  expect(after.heapUsed - lately.heapUsed, story).toBeLessThan(HEAP_TREND)
  expect(after.external - lately.external, story).toBeLessThan(HEAP_TREND)
  for (const { longestStallMs } of held) expect(longestStallMs, story).toBeLessThan(STALL_MS)
}

/** Two people who say something in turn, as fast as they are answered. */
class Conversation {
  readonly #sockets: readonly [TestSocket, TestSocket]
  readonly #said: string[] = []
  #isEnding = false
  #done: Promise<void> = Promise.resolve()
  longestMs = 0

  constructor(...sockets: [TestSocket, TestSocket]) {
    this.#sockets = sockets
  }

  begin(): void {
    this.#done = this.#converse()
  }

  /** Ends, and everything that was said has reached both, in order, once. */
  async end(): Promise<void> {
    this.#isEnding = true
    await this.#done
    for (const socket of this.#sockets) {
      await eventually(() => expect(socket.events(MessageChanged).map(({ data }) => data.body)).toEqual(this.#said))
      await socket.close()
    }
  }

  async #converse(): Promise<void> {
    const { version } = (await this.#sockets[0].call(OpenRoom, { roomId })).room
    for (const socket of this.#sockets) await socket.subscribe({ [`room:${roomId}`]: version })
    while (!this.#isEnding || this.#said.length < LEAST_SAID) {
      const [speaker, listener] = this.#said.length % 2 === 0 ? this.#sockets : this.#sockets.toReversed()
      const clientId = v7()
      const body = `Satz ${this.#said.length}`
      this.#said.push(body)
      const began = performance.now()
      await speaker?.call(SendMessage, { roomId, clientId, body })
      await listener?.event(MessageChanged, (message) => message.clientId === clientId)
      this.longestMs = Math.max(this.longestMs, performance.now() - began)
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  }
}

/** Requests that are none, or not for a socket. */
function misfits(cookie: string): (string | Buffer)[] {
  const changed = (changes: Record<string, string | undefined>) => upgradeRequest(server.url, cookie, changes)
  return [
    changed({ 'sec-websocket-version': '99' }),
    changed({ 'sec-websocket-key': undefined }),
    changed({ 'sec-websocket-key': 'x' }),
    changed({ cookie: 'allmende_session=invented' }),
    changed({ origin: 'https://evil.example' }),
    changed({ 'x-long': 'x'.repeat(100_000) }),
    changed({ upgrade: 'nonsense' }),
    changed({ 'transfer-encoding': 'chunked', 'content-length': '5' }),
    'GET / HTTP/9.9\r\n\r\n',
    Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]),
    textFrame('{"t":"ping"}'),
    '\r\n'.repeat(10) + 'NONSENSE\r\n\r\n',
  ]
}

async function setUp(): Promise<Browser> {
  const token = /\/set-up\/([\w-]{43})/.exec(server.said())?.[1] ?? ''
  const browser = new Browser(server.url, server.url)
  const organisation = { name: 'Südwestfalen Agentur', kind: 'agency' } as const
  await browser.call(CompleteSetUp, {
    token,
    organisation,
    name: 'Anke Behrens',
    email: addressOf('anke'),
    password: PASSWORD,
  })
  return browser
}

async function invite(anke: Browser, name: string): Promise<Browser> {
  const [agency] = await anke.call(ListOrganisations, {})
  const person = { organisationId: agency?.id ?? '', name, email: addressOf(name), role: 'member' } as const
  const { link } = await anke.call(AddOrganisationPerson, person)
  const browser = new Browser(server.url, server.url)
  await browser.call(UseWelcomeLink, { token: link.split('/').at(-1) ?? '', name, password: PASSWORD })
  return browser
}

function addressOf(name: string): string {
  return `${name}@agentur.example`
}
