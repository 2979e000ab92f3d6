import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SignIn, SignOut } from '#protocol/auth'
import { MessageChanged, SendMessage, type Message } from '#protocol/rooms'
import type { Project } from '#protocol/projects'
import { PROTOCOL } from '#wire/limits'
import { Connection } from '../../client/net/connection.ts'
import { PollingSocket } from '../../client/net/polling-socket.ts'
import { startNode, type TestApp, type TestNode } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import type { Browser } from '../support/person.ts'
import { postTo } from '../support/polling.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { PASSWORD, type Town, type Citizen } from '../support/town.ts'
import { startTwoNodes } from '../support/two-nodes.ts'

let redis: TestRedis
let here: TestApp
let there: TestNode
let town: Town
let maria: Citizen
let jonas: Citizen
let project: Project

beforeAll(async () => {
  redis = await startRedis()
  ;({ here, there, town } = await startTwoNodes(redis.url))
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  project = await town.project(maria, [[jonas, 'member']])
})
afterAll(async () => {
  await there.close()
  await here.close()
  await redis.stop()
})

const bothNodes = (person: Browser) => [person, person.at(there.url)]

test('I1–I3: each request arrives at another node, by chance; all is done once and heard in order', async () => {
  const room = await town.room(maria, project)
  const [mouth, ears] = [await maria.polling(bothNodes(maria)), await jonas.polling(bothNodes(jonas))]
  await ears.subscribe({ [`room:${room.id}`]: room.version })
  const texts = Array.from({ length: 30 }, (_, index) => `Zeile ${index}`)
  for (const body of texts.slice(0, 20)) await mouth.call(SendMessage, { roomId: room.id, clientId: v7(), body })
  for (const body of texts.slice(20)) mouth.sendCall(SendMessage.name, { roomId: room.id, clientId: v7(), body })
  await eventually(() => expect(ears.events(MessageChanged)).toHaveLength(30))
  expect(ears.events(MessageChanged).map(({ data }) => data.body)).toEqual(texts)
  expect(await maria.reads(room.id)).toEqual(texts)
  await Promise.all([mouth.close(), ears.close()])
})

test('a line is nobody else’s at the other node either, and ends with its session', async () => {
  const guest = jonas.copy()
  await guest.call(SignIn, { email: jonas.email, password: PASSWORD })
  const opened = await guest.post('/api/line?protocol=1', '{}')
  const { id } = (await opened.json()) as { id: string }
  const take = JSON.stringify({ received: 1, waitMs: 20_000 })
  for (const other of [jonas, maria]) {
    expect((await other.at(there.url).post(`/api/line/${id}/take`, take)).status).toBe(404)
  }
  const both = [1, 2].map(() => guest.at(there.url).post(`/api/line/${id}/take`, take))
  // Once one of them took the other's place it waits.
  await Promise.race(both)
  const began = performance.now()
  await guest.call(SignOut, {})
  const answers = await Promise.all(both.map(async (waiting) => (await waiting).json()))
  expect(answers).toContainEqual({ first: 2, frames: [expect.stringContaining('signedOut')], closed: 4401 })
  expect(performance.now() - began).toBeLessThan(2_500)
  expect((await guest.at(there.url).post(`/api/line/${id}/take`, take)).status).toBe(401)
})

test('I4: its node goes; the line ends, and the next one at another node has lost nothing', async () => {
  const config = { redisUrl: redis.url }
  const third = await startNode(here.database, { config, clock: here.clock })
  const room = await town.room(maria, project)
  const topic = `room:${room.id}`
  // What is opened is opened at the third; then the balancer finds it gone.
  const nodes = [jonas.at(third.url)]
  const ears = await jonas.polling(nodes)
  await ears.subscribe({ [topic]: room.version })
  nodes.splice(0, 1, jonas, jonas.at(there.url))
  const closing = third.close()
  const said = await maria.say(room.id, 'Währenddessen')
  await ears.untilClosed(15_000)
  await closing
  const next = await jonas.polling(nodes)
  expect(await next.subscribe({ [topic]: room.version })).toMatchObject({
    [topic]: { state: 'current', version: said.version },
  })
  await next.close()
})

test('a node that stops: the product’s own connection moves on without a break, nothing lost, nothing twice', async () => {
  const third = await startNode(here.database, { config: { redisUrl: redis.url }, clock: here.clock })
  const room = await town.room(maria, project)
  const nodes = [jonas.at(third.url)]
  const connection = new Connection({
    openSocket: () => new PollingSocket(postTo(nodes), PROTOCOL.current),
    askWhy: () => Promise.resolve('unknown'),
    isDeviceOffline: () => false,
  })
  const states: string[] = []
  connection.state.subscribe(() => states.push(connection.state.read().state))
  const heard: string[] = []
  connection.subscribe(`room:${room.id}`, room.version, {
    onEvent: ({ data }) => void heard.push((data as Message).id),
    onCaughtUp: (caughtUp) => {
      if (caughtUp.state === 'current') for (const { data } of caughtUp.events) heard.push((data as Message).id)
    },
  })
  connection.start(jonas.id)
  await eventually(() => expect(states.at(-1)).toBe('connected'))
  states.length = 0
  // The balancer sends nobody there any more; what the old line still asks is passed on.
  nodes.splice(0, 1, jonas, jonas.at(there.url))
  const closing = third.close()
  const said: string[] = []
  // Longer than its clients are given to move on.
  const until = performance.now() + 3_000
  while (performance.now() < until) said.push((await maria.say(room.id, `Satz ${said.length}`)).id)
  await closing
  said.push((await maria.say(room.id, 'Danach')).id)
  await eventually(() => expect(heard).toEqual(said))
  expect(states).not.toContain('reconnecting')
  connection.stop()
})

test('I4: Redis goes; a line at one node lives on, one whose requests arrive at the other ends and is opened anew', async () => {
  const room = await town.room(maria, project)
  const topic = `room:${room.id}`
  const [direct, crossing] = [await jonas.polling(), await maria.polling(bothNodes(maria))]
  for (const ears of [direct, crossing]) await ears.subscribe({ [topic]: room.version })
  const port = Number(new URL(redis.url).port)
  await redis.stop()
  const said = await maria.say(room.id, 'Ohne Redis')
  await direct.event(MessageChanged, ({ id }) => id === said.id)
  await eventually(async () => {
    if (!crossing.closed) crossing.sendRaw('{"t":"ping"}')
    expect(crossing.closed).toBeDefined()
  }, 15_000)
  const next = await maria.polling()
  expect(await next.subscribe({ [topic]: room.version })).toMatchObject({
    [topic]: { state: 'current', version: said.version },
  })
  redis = await startRedis(port)
  await eventually(async () => {
    const again = await maria.polling(bothNodes(maria))
    expect(await again.subscribe({ [topic]: room.version })).toMatchObject({ [topic]: { state: 'current' } })
    await again.close()
  }, 30_000)
  await Promise.all([direct.close(), next.close()])
}, 60_000)
