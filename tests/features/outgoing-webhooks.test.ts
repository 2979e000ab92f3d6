import { sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  CreateOutgoingHook,
  CreateProjectHook,
  ListDeliveries,
  ListProjectHooks,
  ListRoomHooks,
  RemoveHook,
  RenewHookSecret,
  ResumeHook,
  type HookEvent,
} from '#protocol/integrations'
import { ListProjectPeople, type Project } from '#protocol/projects'
import {
  DeleteMessage,
  EditMessage,
  ListRoomPeople,
  React,
  RemoveRoomPerson,
  RenameRoom,
  SendMessage,
  type RoomSummary,
} from '#protocol/rooms'
import { isPublicAddress } from '../../server/features/integrations/outgoing/addresses.ts'
import { isTarget, Sender } from '../../server/features/integrations/outgoing/sender.ts'
import { hookDeliveries } from '../../server/features/integrations/tables.ts'
import { startApp, startNode, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { isSigned, Receiver } from '../support/receiver.ts'
import { SmtpServerProcess } from '../support/smtp.ts'
import { Town, type Citizen } from '../support/town.ts'

const HOUR_MS = 60 * 60 * 1_000
const MESSAGES: HookEvent[] = ['message.posted', 'message.edited', 'message.deleted']

let app: TestApp
let town: Town
let maria: Citizen
let jonas: Citizen
let project: Project
let room: RoomSummary
let receiver: Receiver
let smtp: SmtpServerProcess

beforeAll(async () => {
  smtp = await SmtpServerProcess.start()
  app = await startApp({ config: { webhookPrivateTargets: true, smtpUrl: smtp.url } })
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
})
beforeEach(async () => {
  receiver = await Receiver.start()
  project = await town.project(maria, [[jonas, 'member']])
  room = await town.room(maria, project)
})
afterEach(() => receiver.stop())
afterAll(async () => {
  await app.close()
  await smtp.stop()
})

const wanted = (withText = true, events: HookEvent[] = MESSAGES) => ({
  name: 'Lagebild',
  url: receiver.url,
  events,
  withText,
})
const hookOf = (roomId: string, options = wanted()) => maria.call(CreateOutgoingHook, { roomId, ...options })
/** What every minute looks for everything that is due. */
const aMinuteLater = () => app.app.deps.jobs.queue('integrations.tellAll', {})
const stateOf = async (roomId: string) => (await maria.call(ListRoomHooks, { roomId })).outgoing[0]

test('what is posted, edited and deleted is told, signed and in order; the program is listed in the room', async () => {
  const before = await maria.say(room.id, 'Davor')
  await expect(jonas.call(CreateOutgoingHook, { roomId: room.id, ...wanted() })).rejects.toMatchObject({
    code: 'forbidden',
  })
  const { hook, secret } = await hookOf(room.id)
  expect(secret).toMatch(/^alm_s_[\w-]{43}$/)
  const people = await jonas.call(ListRoomPeople, { roomId: room.id })
  expect(people).toContainEqual(expect.objectContaining({ id: hook.id, name: 'Lagebild', program: true }))

  const message = await jonas.say(room.id, 'Pegel 2,10 m')
  await receiver.until(1)
  await jonas.call(EditMessage, { roomId: room.id, messageId: message.id, body: 'Pegel 2,20 m' })
  await receiver.until(2)
  // A reaction is nobody's business outside.
  await maria.call(React, { roomId: room.id, messageId: before.id, emoji: '👍', on: true })
  await jonas.call(DeleteMessage, { roomId: room.id, messageId: message.id })
  const [posted, edited, deleted] = await receiver.until(3)
  expect(receiver.events()).toEqual(MESSAGES)
  expect(posted?.body).toMatchObject({
    room: { id: room.id },
    message: {
      id: message.id,
      text: 'Pegel 2,10 m',
      author: { id: jonas.id, name: 'Jonas Weber', organisation: 'Soest' },
    },
  })
  expect(edited?.body.message).toMatchObject({ text: 'Pegel 2,20 m' })
  expect(deleted?.body.message).toMatchObject({ id: message.id, text: null })
  for (const one of receiver.received) {
    expect(one.headers).toMatchObject({ 'allmende-event': one.body.event, 'content-type': 'application/json' })
    expect(isSigned(one, secret)).toBe(true)
    expect(isSigned(one, `${secret}x`)).toBe(false)
  }
  expect(JSON.stringify(await stateOf(room.id))).not.toContain('alm_s_')
})

test('without text only ids leave', async () => {
  await hookOf(room.id, wanted(false, [...MESSAGES, 'room.changed', 'room.peopleChanged']))
  const message = await jonas.say(room.id, 'Vertraulich')
  await maria.call(RenameRoom, { roomId: room.id, name: 'Geheimer Name' })
  await expect.poll(() => receiver.events()).toEqual(['message.posted', 'room.changed'])
  expect(receiver.received[0]?.body.message).toMatchObject({ id: message.id, author: { id: jonas.id } })
  expect(receiver.received.map(({ text }) => text).join()).not.toMatch(/Vertraulich|Geheim|Jonas|Weber|Soest/)
})

test('a project’s hook tells of its open rooms, listed in each, and of no closed one', async () => {
  const refused = jonas.call(CreateProjectHook, { projectId: project.id, ...wanted() })
  await expect(refused).rejects.toMatchObject({ code: 'forbidden' })
  const closed = await town.room(maria, project, 'closed')
  const { hook } = await maria.call(CreateProjectHook, { projectId: project.id, ...wanted() })
  await maria.say(closed.id, 'Nur hier')
  await maria.say(room.id, 'Für alle')
  const later = await town.room(maria, project)
  await maria.say(later.id, 'Auch im neuen Raum')
  await aMinuteLater()
  await receiver.until(2)
  expect(receiver.received.map(({ body }) => body.message?.text)).toEqual(
    expect.arrayContaining(['Für alle', 'Auch im neuen Raum']),
  )
  expect(receiver.received).toHaveLength(2)
  expect(await jonas.call(ListProjectPeople, { projectId: project.id })).toContainEqual(
    expect.objectContaining({ id: hook.id, role: 'viewer', program: true }),
  )
  expect((await maria.call(ListRoomPeople, { roomId: closed.id })).map(({ id }) => id)).toEqual([maria.id])
  expect(await maria.call(ListProjectHooks, { projectId: project.id })).toEqual([hook])
  expect(await stateOf(room.id)).toBeUndefined()
  await expect(jonas.call(RemoveHook, { hookId: hook.id })).rejects.toMatchObject({ code: 'forbidden' })
  await maria.call(RemoveHook, { hookId: hook.id })
})

test('a receiver that is away gets everything later, once each, in order and as it is by then (I6)', async () => {
  const { hook } = await hookOf(room.id)
  receiver.answer = { status: 503 }
  const first = await jonas.say(room.id, 'Erstens')
  await receiver.until(1)
  await expect.poll(async () => (await stateOf(room.id))?.state).toBe('retrying')
  const regretted = await jonas.say(room.id, 'Bereut')
  await jonas.say(room.id, 'Drittens')
  await jonas.call(DeleteMessage, { roomId: room.id, messageId: regretted.id })
  // Nothing of it waits anywhere but in the room.
  const noted = await app.app.deps.db.select().from(hookDeliveries)
  const queued = await app.app.deps.db.execute(sql`select data from jobs.job`)
  expect(JSON.stringify([noted, queued])).not.toMatch(/Erstens|Bereut|Drittens/)

  receiver.answer = { status: 200 }
  app.clock.pass(11_000)
  await aMinuteLater()
  await receiver.until(4)
  const texts = receiver.received.map(({ body }) => [body.event, body.message?.text])
  expect(texts).toEqual([
    ['message.posted', 'Erstens'],
    ['message.posted', 'Erstens'],
    ['message.posted', 'Drittens'],
    ['message.deleted', null],
  ])
  const [one, again] = receiver.received
  expect(one?.headers['allmende-delivery']).toBe(again?.headers['allmende-delivery'])
  await expect.poll(async () => (await stateOf(room.id))?.state).toBe('working')
  await expect.poll(async () => (await maria.call(ListDeliveries, { hookId: hook.id })).length).toBe(3)
  const deliveries = await maria.call(ListDeliveries, { hookId: hook.id })
  expect(deliveries.at(-1)).toMatchObject({ event: 'message.posted', attempts: 2, status: 200, failure: null })
  expect(JSON.stringify(deliveries)).not.toContain(first.id)
  await expect(jonas.call(ListDeliveries, { hookId: hook.id })).rejects.toMatchObject({ code: 'forbidden' })
})

test('after a day of failures it is paused until somebody resumes it, at once when the receiver says that it is gone', async () => {
  const { hook } = await hookOf(room.id)
  receiver.answer = { status: 500 }
  await jonas.say(room.id, 'Verpasst')
  await receiver.until(1)
  await expect.poll(async () => (await stateOf(room.id))?.state).toBe('retrying')
  app.clock.pass(25 * HOUR_MS)
  await aMinuteLater()
  await receiver.until(2)
  await expect.poll(() => stateOf(room.id)).toMatchObject({ state: 'paused', pausedBecause: 'failing' })
  // Whoever is new has had another mail before.
  const { mail } = await eventually(() => {
    const told = smtp.to(maria.email).find((received) => received.mail.text?.includes('„Lagebild“'))
    if (!told) throw new Error('no mail about the hook')
    return told
  }, 15_000)
  expect(mail.text).toMatch(/„Lagebild“.*angehalten[^]*einen Tag lang/)
  expect(mail.text).toContain(`/rooms/${room.id}/programs`)
  expect(mail.text).not.toContain('Verpasst')
  app.clock.pass(25 * HOUR_MS)
  receiver.answer = { status: 200 }
  await expect(jonas.call(ResumeHook, { hookId: hook.id })).rejects.toMatchObject({ code: 'forbidden' })
  await maria.call(ResumeHook, { hookId: hook.id })
  await receiver.until(3)
  expect(receiver.received.at(-1)?.body.message).toMatchObject({ text: 'Verpasst' })

  receiver.answer = { status: 410 }
  await jonas.say(room.id, 'Noch eine')
  await expect.poll(() => stateOf(room.id)).toMatchObject({ state: 'paused', pausedBecause: 'gone' })
})

test('a hook ends with its place in the room, and a renewed secret signs what comes next', async () => {
  const { hook, secret } = await hookOf(room.id)
  const renewed = await maria.call(RenewHookSecret, { hookId: hook.id })
  await jonas.say(room.id, 'Neu signiert')
  const [first] = await receiver.until(1)
  expect([isSigned(first!, secret), isSigned(first!, renewed.secret)]).toEqual([false, true])
  await maria.call(RemoveRoomPerson, { roomId: room.id, personId: hook.id })
  await jonas.say(room.id, 'Davon nichts')
  const { hook: second } = await hookOf(room.id)
  await jonas.say(room.id, 'Hiervon schon')
  await receiver.until(2)
  await maria.call(RemoveHook, { hookId: second.id })
  await jonas.say(room.id, 'Davon auch nichts')
  await hookOf(room.id)
  await jonas.say(room.id, 'Zuletzt')
  await receiver.until(3)
  const texts = receiver.received.map(({ body }) => body.message?.text)
  expect(texts).toEqual(['Neu signiert', 'Hiervon schon', 'Zuletzt'])
})

test('a redirect is not followed', async () => {
  const { hook } = await hookOf(room.id)
  receiver.answer = { status: 302, headers: { location: `http://127.0.0.1:${receiver.port}/anderswo` } }
  await jonas.say(room.id, 'Hierher und nicht weiter')
  await expect.poll(() => maria.call(ListDeliveries, { hookId: hook.id })).toMatchObject([{ status: 302, attempts: 1 }])
  expect(receiver.received.map(({ path }) => path)).toEqual(['/allmende'])
})

test('what a node did not get to tell before it stopped, another one tells', async () => {
  await hookOf(room.id)
  receiver.answer = { status: 503 }
  const { clock } = app
  const stopping = await startNode(app.database, { clock, config: { webhookPrivateTargets: true } })
  const sent = { roomId: room.id, clientId: v7(), body: 'Vor dem Ausfall' }
  await jonas.at(stopping.url).call(SendMessage, sent)
  await receiver.until(1)
  await expect.poll(async () => (await stateOf(room.id))?.state).toBe('retrying')
  await stopping.close()
  receiver.answer = { status: 204 }
  clock.pass(HOUR_MS)
  await aMinuteLater()
  await receiver.until(2)
  expect(receiver.received.map(({ body }) => body.message?.text)).toEqual(['Vor dem Ausfall', 'Vor dem Ausfall'])
})

test('nothing is sent to where only this network reaches, whatever the address is written as', async () => {
  const guarded = { allowPrivate: false }
  const closed = [
    'https://127.0.0.1/x',
    'https://2130706433/x',
    'https://0x7f.1/x',
    'https://localhost/x',
    'https://db.internal/x',
    'https://intranet/x',
    'https://10.1.2.3/x',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/x',
    'https://[::ffff:10.0.0.1]/x',
    'https://[64:ff9b::a9fe:a9fe]/x',
    'https://[2002:7f00:1::]/x',
    'https://[fd00::1]/x',
    'http://hinweise.example/x',
    'https://user:secret@hinweise.example/x',
    'ftp://hinweise.example/x',
    'https://',
  ]
  expect(closed.filter((url) => isTarget(url, guarded))).toEqual([])
  const open = ['https://hinweise.example/x', 'https://192.0.2.7:8443/x', 'https://[2a01:4f8::1]/x']
  expect(open.filter((url) => !isTarget(url, guarded))).toEqual([])
  expect(['100.64.0.1', '0.0.0.0', '224.0.0.1', 'fe80::1%eth0', 'ff02::1', 'kein'].filter(isPublicAddress)).toEqual([])

  const strict = await startNode(app.database)
  try {
    const refused = maria.at(strict.url).call(CreateOutgoingHook, { roomId: room.id, ...wanted() })
    await expect(refused).rejects.toMatchObject({ code: 'invalid', details: { field: 'url' } })
  } finally {
    await strict.close()
  }
})

test('a name is looked at when it is sent to, and the connection goes to the very address that was looked at', async () => {
  const here = { address: '127.0.0.1', family: 4 }
  const away = { address: '192.0.2.7', family: 4 }
  const url = `http://hinweise.example:${receiver.port}/x`
  for (const found of [[here], [away, here]]) {
    const strict = new Sender({ allowPrivate: false, resolve: async () => found })
    expect(await strict.post(url.replace('http:', 'https:'), {}, '{}')).toEqual({ failure: 'target' })
    await strict.stop()
  }
  expect(receiver.received).toEqual([])

  // The name means somewhere else whenever it is asked again; nobody asks again.
  const answers = [[here], [away]]
  const sender = new Sender({ allowPrivate: true, resolve: async () => answers.shift() ?? [] })
  expect(await sender.post(url, {}, '{"event":"x"}')).toEqual({ status: 204 })
  expect(receiver.received[0]?.headers.host).toBe(`hinweise.example:${receiver.port}`)
  expect(answers).toHaveLength(1)
  await sender.stop()
})
