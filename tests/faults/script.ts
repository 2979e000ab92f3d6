import { v7 } from 'uuid'
import { AddProjectPerson, RemoveProjectPerson } from '#protocol/projects'
import {
  AddRoomPerson,
  DeleteMessage,
  EditMessage,
  React,
  RemoveRoomPerson,
  SendMessage,
  type Message,
} from '#protocol/rooms'
import { Refusal } from '#wire/refusal'
import type { RoomState } from '../../client/features/rooms/model.ts'
import type { Balancer } from './line.ts'
import type { Person } from './person.ts'
import { LAST_WORDS } from './plants.ts'
import type { Random } from './random.ts'
import type { PersonPlan } from './town.ts'

/** What people do, as parts of everything they do. */
const HABITS: readonly (readonly [parts: number, what: keyof typeof ACTIONS])[] = [
  [38, 'post'],
  [14, 'edit'],
  [12, 'react'],
  [7, 'remove'],
  [22, 'read'],
  [4, 'postTwice'],
  [1, 'leaveClosedRoom'],
  [3, 'signOut'],
]
const AWAY_MS = [2_500, 7_000] as const
const SIGNED_OUT_MS = [500, 2_000] as const
const WATCH_AFTER_SIGN_OUT_MS = 8_000
/** Own messages among the newest ones that somebody may still change. */
const RECENT = 30

const EMOJI = ['👍', '🎉', '❤️']

const ACTIONS = { post, edit, react, remove, read, postTwice, leaveClosedRoom, signOut }

export interface Script {
  person: Person
  random: Random
  balancer: Balancer
  people: readonly PersonPlan[]
  /** Milliseconds between two actions on average. */
  pause: number
  /** Between two changes of who may read what, of somebody who leads. */
  peoplePause: number
  isOver: () => boolean
}

/** Lives a person's life until it is over; resolves when nothing of it is under way any more. */
export async function live(script: Script): Promise<void> {
  const { plan } = script.person
  await Promise.all([act(script), ...(plan.leads ? [lead(script, plan.leads)] : [])])
}

async function act(script: Script): Promise<void> {
  const { random } = script
  await wait(script, random.next() * script.pause)
  while (!script.isOver()) {
    await tolerate(() => ACTIONS[habit(random)](script))
    await wait(script, random.pause(script.pause))
  }
}

function habit(random: Random): keyof typeof ACTIONS {
  const total = HABITS.reduce((sum, [parts]) => sum + parts, 0)
  let left = random.next() * total
  for (const [parts, what] of HABITS) {
    left -= parts
    if (left < 0) return what
  }
  return 'post'
}

/** Whoever is refused or cut off goes on with something else, as people do. */
async function tolerate(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Error)) throw error
  }
}

/** Sleeps in small steps, so that the end is not slept through. */
async function wait({ isOver }: Script, milliseconds: number): Promise<void> {
  const until = performance.now() + milliseconds
  while (!isOver() && performance.now() < until) await sleep(Math.max(1, Math.min(100, until - performance.now())))
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function someRoom({ person, random }: Script): RoomState | undefined {
  const rooms = [...(person.rooms?.state.read().rooms.values() ?? [])]
  return random.pick(rooms.filter(({ window, rights }) => rights.post && window && !window.isLoading))
}

function someOwnMessage(script: Script): Message | undefined {
  const window = someRoom(script)?.window?.messages.slice(-RECENT) ?? []
  const { id } = script.person.plan
  return script.random.pick(window.filter(({ author, body }) => author.id === id && body !== null))
}

let written = 0
/** A text nobody has written before. */
function newText({ person, random }: Script, kind: string): string {
  written += 1
  return `${kind} ${process.pid}.${person.plan.who}.${written} ${'wort '.repeat(random.below(20))}`.trim()
}

async function post(script: Script): Promise<void> {
  const { rooms } = script.person
  const room = someRoom(script)
  if (!rooms || !room) return
  await rooms.outbox.add(room.room.id, newText(script, 'post'))
  // A person looks at what was refused: what is refused for good is given up, the rest tried again.
  for (const { clientId, state, failure } of rooms.outbox.pending.read()) {
    if (state !== 'failed') continue
    if (failure === 'internal') await rooms.outbox.retry(clientId)
    else await rooms.outbox.discard(clientId)
  }
}

async function edit(script: Script): Promise<void> {
  const message = someOwnMessage(script)
  if (!message) return
  const { roomId, id: messageId } = message
  await script.person.call(EditMessage, { roomId, messageId, body: newText(script, 'edit') })
}

async function react(script: Script): Promise<void> {
  const { random, person } = script
  const message = random.pick(someRoom(script)?.window?.messages.slice(-RECENT) ?? [])
  const emoji = random.pick(EMOJI)
  if (!message || message.body === null || emoji === undefined) return
  await person.call(React, { roomId: message.roomId, messageId: message.id, emoji, on: random.next() < 0.7 })
}

async function remove(script: Script): Promise<void> {
  const message = someOwnMessage(script)
  if (message) await script.person.call(DeleteMessage, { roomId: message.roomId, messageId: message.id })
}

async function read(script: Script): Promise<void> {
  const room = someRoom(script)
  const last = room?.window?.messages.at(-1)
  if (room && last) script.person.rooms?.markRead(room.room.id, last.seq)
}

/** The same message by two nodes at once, as after a line that broke under it. */
async function postTwice(script: Script): Promise<void> {
  const room = someRoom(script)
  const [one, other] = script.random.shuffled(script.balancer.healthy)
  if (!room || one === undefined || other === undefined) return
  const input = { roomId: room.room.id, clientId: v7(), body: newText(script, 'twice') }
  await Promise.allSettled([one, other].map((node) => script.person.callAt(node, SendMessage, input)))
}

async function leaveClosedRoom(script: Script): Promise<void> {
  const { person } = script
  if (person.plan.leads) return
  const rooms = [...(person.rooms?.state.read().rooms.values() ?? [])]
  const closed = script.random.pick(rooms.filter(({ room }) => room.visibility === 'closed'))
  if (closed) await person.call(RemoveRoomPerson, { roomId: closed.room.id, personId: person.plan.id })
}

/** With another tab open, whose socket stays where it is. */
async function signOut(script: Script): Promise<void> {
  const { person, random } = script
  const { rooms } = person
  // Those who lead are needed until the end.
  if (person.plan.leads || !rooms || person.busy || rooms.outbox.pending.read().length > 0) return
  const stop = person.watch([...rooms.state.read().rooms.keys()])
  setTimeout(stop, WATCH_AFTER_SIGN_OUT_MS)
  await sleep(300)
  await person.signOut()
  await sleep(random.between(...SIGNED_OUT_MS))
  await person.signIn()
}

/** Somebody who leads puts people on lists and takes them off, and out of the project and in again. */
async function lead(script: Script, leads: NonNullable<PersonPlan['leads']>): Promise<void> {
  const { random } = script
  const away = new Map<number, number>()
  while (!script.isOver()) {
    await wait(script, random.pause(script.peoplePause))
    if (script.isOver()) return
    const back = [...away].find(([, since]) => performance.now() > since)?.[0]
    if (back !== undefined) {
      if (await takeIn(script, leads.projectId, back)) away.delete(back)
    } else if (random.next() < 0.5) await tolerate(() => changeList(script, leads))
    else await tolerate(() => sendAway(script, leads, away))
  }
}

async function changeList({ person, random, people }: Script, leads: NonNullable<PersonPlan['leads']>): Promise<void> {
  const roomId = random.pick(leads.closedRooms)
  const somebody = people[random.pick(leads.people) ?? -1]
  if (roomId === undefined || !somebody) return
  const command = random.next() < 0.5 ? RemoveRoomPerson : AddRoomPerson
  await person.call(command, { roomId, personId: somebody.id })
}

async function sendAway(
  { person, random, people }: Script,
  { projectId, people: others }: NonNullable<PersonPlan['leads']>,
  away: Map<number, number>,
): Promise<void> {
  const somebody = people[random.pick(others) ?? -1]
  if (!somebody) return
  // Also when the answer is lost: whoever is still there is found there.
  away.set(somebody.who, performance.now() + random.between(...AWAY_MS))
  await person.call(RemoveProjectPerson, { projectId, personId: somebody.id })
}

async function takeIn({ person, people }: Script, projectId: string, who: number): Promise<boolean> {
  const somebody = people[who]
  if (!somebody) return true
  try {
    await person.call(AddProjectPerson, { projectId, email: somebody.email, role: 'member' })
    return true
  } catch (error) {
    return error instanceof Refusal && error.code === 'conflict'
  }
}

/** The last message of each room this person leads; whoever does not hear it hears nothing after it. */
export async function sayLastWords(script: Script): Promise<void> {
  const { rooms, plan } = script.person
  if (!rooms || !plan.leads) return
  for (const id of rooms.state.read().rooms.keys()) await rooms.outbox.add(id, newText(script, LAST_WORDS))
}
