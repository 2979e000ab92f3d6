import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ListOrganisations } from '#protocol/orgs'
import {
  AddProjectPerson,
  RemoveProjectPerson,
  SetProjectRole,
  type Project,
  type ProjectRole,
} from '#protocol/projects'
import * as roomsProtocol from '#protocol/rooms'
import {
  AddRoomPerson,
  ArchiveRoom,
  CreateRoom,
  DeleteMessage,
  EditMessage,
  ListRooms,
  MarkRead,
  OpenRoom,
  React,
  ReadMarkMoved,
  RemoveRoomPerson,
  ShareRoom,
  RenameRoom,
  RoomListChanged,
  type Message,
  type RoomSummary,
} from '#protocol/rooms'
import type { EventFrame } from '#wire/frames'
import { Refusal } from '#wire/refusal'
import {
  applyCaughtUp,
  applyEvent,
  applyReadMark,
  applySummary,
  openedRoom,
  type RoomState,
} from '../client/features/rooms/model.ts'
import { startApp, type TestApp } from './support/app.ts'
import { eventually } from './support/eventually.ts'
import type { TestSocket } from './support/socket.ts'
import { Town, type Citizen } from './support/town.ts'

/** Commands that change nothing: there is nothing to converge to. */
const READING = new Set(['rooms.list', 'rooms.listPeople', 'rooms.open', 'rooms.readHistory', 'rooms.readSharing'])

let app: TestApp
let town: Town
let maria: Citizen // leads
let jonas: Citizen // member
let vera: Citizen // viewer
let project: Project

beforeAll(async () => {
  app = await startApp()
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
  vera = await town.person('Vera Kaminski', 'Olpe')
})
afterAll(() => app.close())

/** What somebody has on screen of a room; undefined: it is not there for them. */
type View = RoomState | undefined

/** Somebody who looked at a room once and knows the rest only from what is told to them. */
interface Watcher {
  person: Citizen
  roomId: string
  stale: View
  list: RoomSummary[]
  socket: TestSocket
}

async function look(person: Citizen, roomId: string): Promise<View> {
  try {
    const { room, page } = await person.call(OpenRoom, { roomId })
    return openedRoom(room, page, person.id)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'not_found') return undefined
    throw error
  }
}

async function watch(person: Citizen, roomId: string): Promise<Watcher> {
  const socket = await person.socket()
  await socket.subscribe({ [`user:${person.id}`]: null })
  const stale = await look(person, roomId)
  if (stale) await socket.subscribe({ [`room:${roomId}`]: stale.version })
  return { person, roomId, stale, list: await person.call(ListRooms, {}), socket }
}

/** The view after everything heard on the live socket. */
async function heard({ person, roomId, stale, socket }: Watcher): Promise<View> {
  let view = stale
  for (const frame of socket.heard) {
    if (frame.t === 'revoked' && frame.topic === `room:${roomId}`) view = undefined
    if (frame.t === 'event') view = view ? await applyFrame(view, frame, person) : await appeared(frame, person, roomId)
  }
  return view
}

/** A room that was not there comes with the list. */
async function appeared({ name }: EventFrame, person: Citizen, roomId: string): Promise<View> {
  return name === RoomListChanged.name ? look(person, roomId) : undefined
}

async function applyFrame(view: RoomState, frame: EventFrame, person: Citizen): Promise<RoomState> {
  const { name, data, v } = frame
  if (name === ReadMarkMoved.name) {
    const mark = data as { roomId: string; readSeq: number; unread: number }
    return mark.roomId === view.room.id ? applyReadMark(view, mark.readSeq, mark.unread) : view
  }
  if (name === RoomListChanged.name) return withRights(view, person)
  if (frame.topic !== `room:${view.room.id}` || v === undefined) return view
  return applyEvent(view, { name, data, v })
}

/** Who may do what is not told but asked again, with the list. */
async function withRights(view: RoomState, person: Citizen): Promise<RoomState> {
  const summary = await readSummary(person, view.room.id)
  return summary ? { ...view, rights: summary.rights } : view
}

async function readSummary(person: Citizen, roomId: string): Promise<RoomSummary | undefined> {
  return (await person.call(ListRooms, {})).find(({ id }) => id === roomId)
}

/** The view of somebody whose line was cut at the stale moment and who comes back now. */
async function caughtUp({ person, roomId, stale }: Watcher): Promise<View> {
  if (!stale) return look(person, roomId)
  const socket = await person.socket()
  const topic = `room:${roomId}`
  const answer = (await socket.subscribe({ [topic]: stale.version }))[topic]
  await socket.close()
  if (answer?.state === 'refused') return undefined
  if (answer?.state !== 'current') return look(person, roomId)
  const view = applyCaughtUp(stale, answer)
  const summary = await readSummary(person, roomId)
  // Read marks and rights are hints: whoever comes back reads the list again.
  const read = summary && summary.readSeq > view.readSeq ? applySummary(view, summary) : view
  return withRights(read, person)
}

/** What the list shows beside numbers, without its order. */
function shown(list: readonly RoomSummary[]): string {
  const byId = list.toSorted((a, b) => a.id.localeCompare(b.id))
  return JSON.stringify(byId.map(({ id, rights }) => [id, rights]))
}

/** Both ways lead to the same: what was heard live, and what an absent one is told, on top of the stale state. */
async function expectConverged(watchers: readonly Watcher[]): Promise<void> {
  for (const watcher of watchers) {
    const { person, roomId, socket, list } = watcher
    const fresh = await look(person, roomId)
    await eventually(async () => expect(await heard(watcher), `${person.name} live`).toEqual(fresh))
    expect(await caughtUp(watcher), `${person.name} after an absence`).toEqual(fresh)
    const isOther = shown(await person.call(ListRooms, {})) !== shown(list)
    if (isOther) await eventually(() => expect(socket.events(RoomListChanged).length).toBeGreaterThan(0))
    await socket.close()
  }
}

interface Scene {
  room: RoomSummary
  closed: RoomSummary
  /** All by Maria. */
  said: Message[]
}

interface Case {
  /** The command this is about; several cases may be about one. */
  command: string
  what: string
  in?: 'closed'
  /** What is so before somebody looks. */
  first?: (scene: Scene) => Promise<unknown>
  act: (scene: Scene) => Promise<unknown>
}

async function setScene(): Promise<Scene> {
  project = await town.project(maria, [
    [jonas, 'member'],
    [vera, 'viewer'],
  ])
  return furnish()
}

/** New rooms in the project. */
async function furnish(): Promise<Scene> {
  const room = await town.room(maria, project)
  const closed = await town.room(maria, project, 'closed')
  await maria.call(AddRoomPerson, { roomId: closed.id, personId: jonas.id })
  await maria.say(closed.id, 'unter uns')
  const said = [await maria.say(room.id, 'eins'), await maria.say(room.id, 'zwei'), await maria.say(room.id, 'drei')]
  return { room, closed, said }
}

const idOf = ({ said }: Scene, index: number) => said[index]?.id ?? ''
const archive = ({ room }: Scene, archived: boolean) => maria.call(ArchiveRoom, { roomId: room.id, archived })
const edit = (scene: Scene, index: number, body: string) =>
  maria.call(EditMessage, { roomId: scene.room.id, messageId: idOf(scene, index), body })
const remove = (scene: Scene, index: number) =>
  maria.call(DeleteMessage, { roomId: scene.room.id, messageId: idOf(scene, index) })
const react = (person: Citizen, scene: Scene, index: number, emoji: string, on = true) =>
  person.call(React, { roomId: scene.room.id, messageId: idOf(scene, index), emoji, on })
const read = (person: Citizen, { room }: Scene, seq: number) => person.call(MarkRead, { roomId: room.id, seq })
const setRole = (person: Citizen, role: ProjectRole) =>
  maria.call(SetProjectRole, { projectId: project.id, personId: person.id, role })
async function share({ room }: Scene, on: boolean): Promise<void> {
  const [firm] = await vera.call(ListOrganisations, {})
  await maria.call(ShareRoom, { roomId: room.id, organisationId: firm?.id ?? '', on })
}
const leave = (person: Citizen) => maria.call(RemoveProjectPerson, { projectId: project.id, personId: person.id })
const listed = ({ closed }: Scene, person: Citizen) => ({ roomId: closed.id, personId: person.id })

const CASES: Case[] = [
  { command: 'rooms.sendMessage', what: 'a new message', act: ({ room }) => jonas.say(room.id, 'vier') },
  {
    command: 'rooms.sendMessage',
    what: 'a repetition of an earlier one',
    act: ({ room, said }) => maria.say(room.id, 'eins', said[0]?.clientId),
  },
  { command: 'rooms.editMessage', what: 'an edit', act: (scene) => edit(scene, 0, 'eins, anders') },
  { command: 'rooms.editMessage', what: 'an edit that changes nothing', act: (scene) => edit(scene, 0, 'eins') },
  { command: 'rooms.deleteMessage', what: 'a deletion of an unread one', act: (scene) => remove(scene, 2) },
  {
    command: 'rooms.deleteMessage',
    what: 'a deletion of one that was read',
    first: (scene) => read(vera, scene, scene.said[1]?.seq ?? 0),
    act: (scene) => remove(scene, 0),
  },
  {
    command: 'rooms.deleteMessage',
    what: 'one that came and went meanwhile',
    act: async ({ room }) => {
      const { id } = await maria.say(room.id, 'versehentlich')
      await maria.call(DeleteMessage, { roomId: room.id, messageId: id })
    },
  },
  { command: 'rooms.react', what: 'a reaction to an unread one', act: (scene) => react(jonas, scene, 2, '👍') },
  {
    command: 'rooms.react',
    what: 'a second person, and the first one withdraws',
    first: (scene) => react(jonas, scene, 0, '👍'),
    act: async (scene) => {
      await react(maria, scene, 0, '👍')
      await react(jonas, scene, 0, '🎉')
      await react(jonas, scene, 0, '👍', false)
    },
  },
  {
    command: 'rooms.react',
    what: 'what is so already',
    first: (scene) => react(jonas, scene, 0, '👍'),
    act: (scene) => react(jonas, scene, 0, '👍'),
  },
  {
    command: 'rooms.react',
    what: 'a reaction to one that is deleted then',
    act: async (scene) => {
      await react(jonas, scene, 1, '❤️')
      await remove(scene, 1)
    },
  },
  {
    command: 'rooms.rename',
    what: 'another name',
    act: ({ room }) => maria.call(RenameRoom, { roomId: room.id, name: 'Anders' }),
  },
  { command: 'rooms.archive', what: 'an archived room', act: (scene) => archive(scene, true) },
  {
    command: 'rooms.archive',
    what: 'a room taken back',
    first: (scene) => archive(scene, true),
    act: (scene) => archive(scene, false),
  },
  {
    command: 'rooms.markRead',
    what: 'read to the middle',
    act: (scene) => read(vera, scene, scene.said[1]?.seq ?? 0),
  },
  {
    command: 'rooms.markRead',
    what: 'read, then written to',
    act: async (scene) => {
      await read(vera, scene, scene.said[2]?.seq ?? 0)
      await jonas.say(scene.room.id, 'und noch etwas')
    },
  },
  {
    command: 'rooms.create',
    what: 'another room',
    act: () => maria.call(CreateRoom, { projectId: project.id, name: 'Presse', visibility: 'open' }),
  },
  {
    command: 'rooms.addPerson',
    what: 'somebody comes onto the list',
    in: 'closed',
    act: (scene) => maria.call(AddRoomPerson, listed(scene, vera)),
  },
  {
    command: 'rooms.removePerson',
    what: 'somebody is taken off the list',
    in: 'closed',
    act: async (scene) => {
      await maria.call(RemoveRoomPerson, listed(scene, jonas))
      await maria.say(scene.closed.id, 'jetzt ohne Jonas')
    },
  },
  {
    command: 'rooms.share',
    what: 'the firm of an external comes in',
    first: () => setRole(vera, 'external'),
    act: (scene) => share(scene, true),
  },
  {
    command: 'rooms.share',
    what: 'the firm of an external goes, and the others write on',
    first: async (scene) => {
      await setRole(vera, 'external')
      await share(scene, true)
    },
    act: async (scene) => {
      await share(scene, false)
      await maria.say(scene.room.id, 'jetzt ohne Vera')
    },
  },
  { command: 'projects.setRole', what: 'a viewer may write', act: () => setRole(vera, 'member') },
  { command: 'projects.setRole', what: 'a member leads', act: () => setRole(jonas, 'lead') },
  {
    command: 'projects.removePerson',
    what: 'somebody leaves and the others write on',
    act: async ({ room }) => {
      await leave(jonas)
      await maria.say(room.id, 'ohne Jonas')
    },
  },
  {
    command: 'projects.addPerson',
    what: 'somebody comes into the project',
    first: () => leave(jonas),
    act: () => maria.call(AddProjectPerson, { projectId: project.id, email: jonas.email, role: 'member' }),
  },
]

describe('what was heard, on top of what was known, is what is so', () => {
  for (const { command, what, in: where, first, act } of CASES) {
    test(`${command}: ${what}`, async () => {
      const scene = await setScene()
      await first?.(scene)
      const roomId = where === 'closed' ? scene.closed.id : scene.room.id
      const watchers = await Promise.all([maria, jonas, vera].map((person) => watch(person, roomId)))
      await act(scene)
      await expectConverged(watchers)
    })
  }

  test('every command of rooms that changes something has a case', () => {
    const names = Object.values(roomsProtocol).flatMap((made) =>
      'kind' in made && made.kind === 'command' ? [made.name] : [],
    )
    const changing = names.filter((name) => !READING.has(name))
    expect(changing.length).toBeGreaterThan(8)
    const covered = new Set(CASES.map(({ command }) => command))
    expect(changing.filter((name) => !covered.has(name))).toEqual([])
  })
})

/** One step of a random history. Numbers choose among what is there. */
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('say' as const), who: fc.nat(2), what: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('edit' as const), who: fc.nat(2), what: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), who: fc.nat(2), what: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('react' as const), who: fc.nat(2), what: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const), who: fc.nat(2), what: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('archive' as const), who: fc.nat(2), what: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('role' as const), who: fc.nat(2), what: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('look' as const), who: fc.nat(2), what: fc.nat() }) },
)
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** Few enough emoji that they meet; withdrawn as often as set. */
const reactionOf = (what: number) => ({ emoji: ['👍', '❤️'][what % 2] ?? '', on: what % 4 < 2 })

/** Does a step; what is refused changes nothing and is part of the history. */
async function take({ do: action, who, what }: Step, { room, said }: Scene): Promise<Watcher | undefined> {
  const roomId = room.id
  const person = [maria, jonas, vera][who] ?? maria
  const message = said[what % said.length]
  const messageId = message?.id ?? ''
  try {
    if (action === 'look') return await watch(person, roomId)
    if (action === 'say') said.push(await person.say(roomId, `Nachricht ${what}`))
    if (action === 'edit') await person.call(EditMessage, { roomId, messageId, body: `anders ${what}` })
    if (action === 'delete') await person.call(DeleteMessage, { roomId, messageId })
    if (action === 'react') await person.call(React, { roomId, messageId, ...reactionOf(what) })
    if (action === 'read') await person.call(MarkRead, { roomId, seq: message?.seq ?? 0 })
    if (action === 'archive') await maria.call(ArchiveRoom, { roomId, archived: what === 1 })
    if (action === 'role') await setRole(jonas, what === 1 ? 'member' : 'viewer')
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
  return undefined
}

test('whatever happens, whoever looked when: all end with the same room', async () => {
  await setScene()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 24 }), async (steps) => {
      const scene = await furnish()
      const watchers = [await watch(vera, scene.room.id)]
      for (const one of steps) {
        const watcher = await take(one, scene)
        if (watcher) watchers.push(watcher)
      }
      await expectConverged(watchers)
    }),
    { numRuns: 12 },
  )
}, 60_000)
