import { once } from 'node:events'
import { connect as connectTo, createServer } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { v7 } from 'uuid'
import { CompleteSetUp } from '#protocol/setup'
import { CreateProject } from '#protocol/projects'
import { CreateRoom, EditMessage, SendMessage } from '#protocol/rooms'
import { connect } from '../../server/platform/db.ts'
import { createDatabase, type TestDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { inDatabase } from '../support/global-setup.ts'
import { Browser } from '../support/person.ts'
import { freePort } from '../support/ports.ts'
import { databaseByUrl, startServerProcess, type ServerProcess } from '../support/server-process.ts'

const PEOPLE = { name: 'Anke Behrens', email: 'anke@agentur.example', password: 'ein langes Passwort' }

let database: TestDatabase
let byUrl: Awaited<ReturnType<typeof databaseByUrl>>
let servers: ServerProcess[]

beforeEach(async () => {
  database = await createDatabase()
  byUrl = await databaseByUrl(database.target)
  servers = []
})
afterEach(async () => {
  for (const server of servers) {
    server.child.kill('SIGKILL')
    await server.ended()
  }
  await byUrl.close()
  await database.drop()
})

async function start(environment: Record<string, string> = {}): Promise<ServerProcess> {
  const server = await startServerProcess({ DATABASE_URL: byUrl.url, ...environment })
  servers.push(server)
  return server
}

/** The first administrator, by the link the server printed. */
async function setUp(server: ServerProcess): Promise<Browser> {
  const token = /\/set-up\/([\w-]{43})/.exec(server.said())?.[1] ?? ''
  const browser = new Browser(server.url, server.url)
  await browser.call(CompleteSetUp, {
    token,
    organisation: { name: 'Südwestfalen Agentur', kind: 'agency' },
    ...PEOPLE,
  })
  return browser
}

test('I1: SIGTERM amid talking: clients are told, what was acknowledged is kept, and the process ends well', async () => {
  const server = await start()
  await server.ready()
  const anke = await setUp(server)
  const { id: projectId } = await anke.call(CreateProject, { name: 'Hochwasser' })
  const room = await anke.call(CreateRoom, { projectId, name: 'Technik', visibility: 'open' })
  const [talker, listener] = [await anke.socket(), await anke.socket()]
  const silent = await anke.socket()
  silent.pause()
  for (let n = 0; n < 200; n++)
    talker.sendCall(SendMessage.name, { roomId: room.id, clientId: v7(), body: `Satz ${n}` })
  await talker.until((frame) => frame.t === 'reply')
  const half = connectTo(Number(new URL(server.url).port), '127.0.0.1')
  half.on('error', () => undefined)
  half.write('POST /api/rooms.list HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{')
  await once(half, 'connect')

  const began = performance.now()
  server.child.kill('SIGTERM')
  await listener.until((frame) => frame.t === 'goodbye' && frame.reason === 'drain' && frame.returnWithinMs > 0)
  expect((await listener.untilClosed()).code).toBe(4503)
  expect(await server.ended()).toBe(0)
  expect(performance.now() - began).toBeLessThan(12_000)
  half.destroy()

  const acknowledged = talker.heard.filter((frame) => frame.t === 'reply' && frame.ok).length
  const sql = connect(database.target, { max: 1 })
  const [kept] = await sql`select count(*)::int as messages from messages`
  await sql.end()
  expect(acknowledged).toBeGreaterThan(0)
  expect(kept?.['messages']).toBeGreaterThanOrEqual(acknowledged)
}, 60_000)

test('what the server writes is JSON, and names nobody and nothing that was said', async () => {
  const server = await start({ LOG_LEVEL: 'trace' })
  await server.ready()
  const anke = await setUp(server)
  const { id: projectId } = await anke.call(CreateProject, { name: 'Geheimes Vorhaben' })
  const room = await anke.call(CreateRoom, { projectId, name: 'Stillraum', visibility: 'open' })
  const socket = await anke.socket()
  await socket.call(SendMessage, { roomId: room.id, clientId: v7(), body: 'Vertraulicher Satz' })
  socket.sendRaw('{"unlesbar":"Vertraulicher Satz"')
  await anke.post('/api/auth.signIn', JSON.stringify({ email: PEOPLE.email, password: 'Falsches Wort' }))
  await anke.post('/api/auth.signIn', '{"email":"Vertraulicher Satz')
  await anke.get('/api/Vertraulicher-Satz?token=Geheimnis')
  // A bug, with the parameters at hand: first the statement that everybody uses fails, then the one of a single message.
  const inside = connect(database.target, { max: 1 })
  await inside.unsafe('alter table messages rename to elsewhere')
  const send = { roomId: room.id, clientId: v7(), body: 'Vertraulicher Satz' }
  await expect(socket.call(SendMessage, send)).rejects.toMatchObject({ code: 'internal' })
  await expect(socket.call(EditMessage, { ...send, messageId: v7() })).rejects.toMatchObject({ code: 'internal' })
  await inside.unsafe('alter table elsewhere rename to messages')
  await inside.end()
  // The database goes: whoever waits for it is told to try again.
  const sql = connect(inDatabase(database.target, 'postgres'), { max: 1 })
  const { database: name } = database.target as { database: string }
  await sql.unsafe(`alter database ${name} allow_connections false`)
  await sql.unsafe(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
  await expect(socket.call(SendMessage, send)).rejects.toMatchObject({ code: 'unavailable' })
  await eventually(async () => {
    const response = await anke.get('/api/ready')
    expect([response.status, await response.json()]).toMatchObject([503, { ready: false, database: 'failed' }])
  })
  expect((await anke.get('/api/health')).status).toBe(200)
  await sql.unsafe(`alter database ${name} allow_connections true`)
  await sql.end()
  await eventually(async () => expect((await anke.get('/api/ready')).status).toBe(200), 15_000)

  const lines = server
    .said()
    .split('\n')
    .filter((line) => line !== '' && !/^(Set up Allmende|Allmende is ready at)/.test(line))
  expect(lines.length).toBeGreaterThan(3)
  for (const line of lines) expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number) })
  const log = lines.join('\n')
  for (const word of [
    'Vertraulich',
    'Anke',
    'anke',
    'Falsches',
    'passwort',
    'Geheim',
    'Stillraum',
    'remoteAddress',
    anke.cookie?.split('=')[1] ?? '?',
  ])
    expect(log).not.toContain(word)
}, 60_000)

test('figures by token and on a port of their own; neither by default', async () => {
  const port = await freePort()
  const server = await start({ METRICS_TOKEN: 'ein-zeichen', METRICS_PORT: String(port) })
  await server.ready()
  const authorised = (token: string) =>
    fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
  expect((await authorised('ein-zeiche')).status).toBe(404)
  expect((await fetch(`${server.url}/metrics`)).status).toBe(404)
  for (const response of [await authorised('ein-zeichen'), await fetch(`http://127.0.0.1:${port}/`)]) {
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('allmende_sockets 0')
  }
  expect(await (await fetch(`${server.url}/api/health`)).json()).toEqual({ live: true })
  expect(await (await fetch(`${server.url}/api/ready`)).json()).toMatchObject({
    ready: true,
    database: 'ok',
    bus: 'ok',
  })
}, 30_000)

test('a Redis that is away keeps nobody from starting, and readiness says so', async () => {
  const server = await start({ REDIS_URL: `redis://127.0.0.1:${await freePort()}` })
  await server.ready()
  const state: unknown = await (await fetch(`${server.url}/api/ready`)).json()
  expect(state).toMatchObject({ ready: true, database: 'ok', bus: 'failed' })
  const anke = await setUp(server)
  expect(await anke.call(CreateProject, { name: 'Ohne Redis' })).toMatchObject({ name: 'Ohne Redis' })
  server.child.kill('SIGTERM')
  expect(await server.ended()).toBe(0)
}, 40_000)

test.each(['PORT', 'METRICS_PORT'])(
  'a taken %s is one sentence with the way out',
  async (key) => {
    const other = createServer()
    const port = await freePort()
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
    const server = await start({ [key]: String(port) })
    expect(await server.ended()).toBe(1)
    expect(server.said()).toContain(`Port ${port} is taken: stop what uses it, or set ${key} to another one.\n`)
    expect(server.said()).not.toContain('"level":60')
    other.close()
  },
  30_000,
)

test('a database that cannot be used is one sentence with the way out', async () => {
  const faults: [string, string][] = [
    [`postgres://a:b@127.0.0.1:${await freePort()}/x`, 'The database at DATABASE_URL does not answer'],
    ['postgres://a:b@db.invalid/x', 'The host in DATABASE_URL is unknown'],
    [byUrl.url.replace(/:[^:@]+@/, ':wrong@'), 'refuses the user or the password'],
    [byUrl.url.replace(/[^/]+$/, 'nowhere'), 'The database in DATABASE_URL does not exist'],
  ]
  for (const [url, sentence] of faults) {
    const server = await start({ DATABASE_URL: url })
    expect(await server.ended()).toBe(1)
    expect(server.said()).toContain(sentence)
    expect(server.said().trim().split('\n')).toHaveLength(1)
  }
}, 60_000)

test('faults of the configuration are all said at once', async () => {
  const server = await start({ PORT: 'drei', LOG_LEVEL: 'laut', PUBLIC_URL: 'ftp://x', REDIS_URL_FILE: '/nowhere' })
  expect(await server.ended()).toBe(1)
  const said = server.said().trim().split('\n')
  expect(said).toHaveLength(4)
  for (const line of said) expect(line).toMatch(/^Configuration: (PORT|LOG_LEVEL|PUBLIC_URL|REDIS_URL_FILE) /)
})
