import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Project } from '#protocol/projects'
import { MessageChanged, RemoveRoomPerson, AddRoomPerson } from '#protocol/rooms'
import { type TestApp, type TestNode } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { TestCluster } from '../support/redis-cluster.ts'
import { withRedis } from '../support/redis.ts'
import { type Town, type Citizen } from '../support/town.ts'
import { startTwoNodes } from '../support/two-nodes.ts'

let cluster: TestCluster
let here: TestApp
let there: TestNode
let town: Town
let maria: Citizen
let jonas: Citizen
let project: Project

beforeAll(async () => {
  cluster = await TestCluster.start()
  ;({ here, there, town } = await startTwoNodes(cluster.url))
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  project = await town.project(maria, [[jonas, 'member']])
})
afterAll(async () => {
  await there.close()
  await here.close()
  await cluster.stop()
})

/** The topics some node hears, wherever in the cluster they are. */
async function heardTopics(): Promise<string[]> {
  const perMaster = cluster.ports.map((port) =>
    withRedis(port, (redis) => redis.call('PUBSUB', 'SHARDCHANNELS', 'topic:*')),
  )
  return (await Promise.all(perMaster)).flat().map((channel) => String(channel).slice('topic:{'.length, -1))
}

test('what is said in rooms all over the cluster is heard at the other node', async () => {
  const ears = await jonas.at(there.url).socket()
  for (let count = 0; count < 6; count++) {
    const room = await town.room(maria, project)
    await ears.subscribe({ [`room:${room.id}`]: room.version })
    const said = await maria.say(room.id, 'Von hier nach dort')
    expect(await ears.event(MessageChanged, ({ roomId }) => roomId === room.id)).toEqual(said)
  }
  await ears.close()
})

test('I5: who is removed hears nothing more at the other node', async () => {
  const room = await town.room(maria, project, 'closed')
  await maria.call(AddRoomPerson, { roomId: room.id, personId: jonas.id })
  const ears = await jonas.at(there.url).socket()
  await ears.subscribe({ [`room:${room.id}`]: null })
  await maria.call(RemoveRoomPerson, { roomId: room.id, personId: jonas.id })
  const said = await maria.say(room.id, 'Unter uns')
  await ears.until((frame) => frame.t === 'revoked')
  await ears.settle()
  expect(ears.events(MessageChanged).map(({ data }) => data.id)).not.toContain(said.id)
  await ears.close()
})

test('a node hears only what somebody there has open, and stops at once', async () => {
  await eventually(async () => expect(await heardTopics()).toEqual([]))
  const rooms = await Promise.all([1, 2, 3].map(() => town.room(maria, project)))
  const topics = rooms.map(({ id }) => `room:${id}`)
  const [first = '', second = ''] = topics
  const ears = [await jonas.at(there.url).socket(), await maria.at(there.url).socket()]
  await ears[0]?.subscribe({ [first]: null, [second]: null })
  await ears[1]?.subscribe({ [second]: null })
  expect((await heardTopics()).toSorted()).toEqual([first, second].toSorted())

  ears[0]?.sendRaw(JSON.stringify({ t: 'unsubscribe', topics: [first, second] }))
  await eventually(async () => expect(await heardTopics()).toEqual([second]), 1_000)
  ears[1]?.cut()
  await eventually(async () => expect(await heardTopics()).toEqual([]), 1_000)
  await ears[0]?.close()
})
