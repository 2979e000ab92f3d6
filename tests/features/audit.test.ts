import { parse } from 'csv-parse/sync'
import type postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ListInstallationEvents, ListOrganisationEvents, ReadChainHead, type RecordedEvent } from '#protocol/audit'
import { ChangePassword, SignIn, SignOut, UpdateMe } from '#protocol/auth'
import {
  AddOrganisationPerson,
  CreateOrganisation,
  ListOrganisations,
  SetPersonActive,
  SetPolicies,
} from '#protocol/orgs'
import { AddProjectPerson, RemoveProjectPerson, RenameProject, SetProjectRole } from '#protocol/projects'
import { AddRoomPerson, ArchiveRoom, CreateRoom } from '#protocol/rooms'
import { connect } from '../../server/platform/db.ts'
import { describeVerdict, readAnchor, verifyAudit } from '../../server/verify-audit.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { Browser } from '../support/person.ts'
import { Citizen, PASSWORD, Town } from '../support/town.ts'

/** What people write, which no line may hold. */
const CANARIES = ['Schulte', 'Kanarienvogel', 'arnsberg.example', 'olpe.example', 'Weber', 'Hochwassersensorik']

let app: TestApp
let town: Town
let sql: postgres.Sql
/** Administrates Arnsberg. */
let maria: Citizen
let arnsberg: string
/** Reads the log of Arnsberg. */
let ada: Citizen
/** Of Arnsberg, and nothing else. */
let karl: Citizen
/** Administrates Olpe. */
let jonas: Citizen
let olpe: string

beforeAll(async () => {
  app = await startApp()
  sql = connect(app.database, { max: 1 })
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  arnsberg = (await maria.call(ListOrganisations, {}))[0]!.id
  const auditor = { name: 'Ada Prüfer', email: 'ada@arnsberg.example', role: 'auditor' } as const
  const { link } = await maria.call(AddOrganisationPerson, { organisationId: arnsberg, ...auditor })
  ada = await town.welcome(link, auditor.name)
  karl = await town.person('Karl Kanarienvogel', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Olpe')
  olpe = (await jonas.call(ListOrganisations, {}))[0]!.id
})
afterAll(async () => {
  await sql.end()
  await app.close()
})

async function all(reader: Citizen, organisationId = arnsberg): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for (let more = true; more;) {
    const before = events.at(-1)?.id
    const page = await reader.call(ListOrganisationEvents, { organisationId, ...(before ? { before } : {}) })
    events.push(...page.events)
    more = page.more
  }
  return events
}

const newest = async (reader: Citizen) =>
  (await reader.call(ListOrganisationEvents, { organisationId: arnsberg })).events[0]!

test('what an organisation administrates is told to its administrators and auditors, with the names they know', async () => {
  await maria.call(SetPersonActive, { personId: karl.id, active: false })
  const locked = await newest(ada)
  expect(locked).toMatchObject({
    event: 'orgs.personDeactivated',
    actor: { kind: 'person', id: maria.id, name: 'Maria Schulte' },
    subject: { kind: 'person', id: karl.id, name: 'Karl Kanarienvogel' },
    organisation: { id: arnsberg, name: 'Arnsberg' },
    number: null,
  })
  await maria.call(SetPersonActive, { personId: karl.id, active: true })
  await maria.call(SetPolicies, { organisationId: arnsberg, policies: { presence: 'allowed' } })
  expect(await newest(maria)).toMatchObject({
    event: 'orgs.policiesChanged',
    details: [{ name: 'presence', value: 'allowed', means: null }],
  })
  expect((await all(ada)).map(({ event }) => event)).toEqual(
    expect.arrayContaining(['orgs.personAdded', 'auth.welcomeLinkUsed', 'orgs.personActivated']),
  )
  const olpes = await all(jonas, olpe)
  expect(JSON.stringify(olpes)).not.toContain(arnsberg)
  expect(olpes.length).toBeGreaterThan(0)
})

test('nobody else reads it; missing and foreign look alike', async () => {
  karl = await signIn('karl.kanarienvogel@arnsberg.example', karl)
  await expect(karl.call(ListOrganisationEvents, { organisationId: arnsberg })).rejects.toMatchObject({
    code: 'forbidden',
  })
  for (const organisationId of [arnsberg, '01890000-0000-7000-8000-000000000000'])
    await expect(jonas.call(ListOrganisationEvents, { organisationId })).rejects.toMatchObject({
      code: 'not_found',
      message: 'not found',
    })
  await expect(town.admin.call(ListOrganisationEvents, { organisationId: arnsberg })).rejects.toMatchObject({
    code: 'forbidden',
  })
  for (const command of [ListInstallationEvents, ReadChainHead])
    await expect(ada.call(command, {})).rejects.toMatchObject({ code: 'not_found' })
  for (const path of [`organisations/${arnsberg}.csv`, `organisations/${arnsberg}.json`]) {
    expect((await karl.get(`/api/audit/${path}`)).status).toBe(403)
    expect((await jonas.get(`/api/audit/${path}`)).status).toBe(404)
    expect((await new Browser(app.url).get(`/api/audit/${path}`)).status).toBe(401)
  }
  expect((await ada.get('/api/audit/installation.csv')).status).toBe(404)
})

test('in a project of several towns the reader knows the names of their own people only', async () => {
  const project = await town.project(maria, [[jonas, 'member']])
  await maria.call(SetProjectRole, { projectId: project.id, personId: jonas.id, role: 'viewer' })
  await maria.call(AddProjectPerson, { projectId: project.id, email: karl.email, role: 'member' })
  await maria.call(RenameProject, { projectId: project.id, name: 'Kanarienvogel' })
  const room = await maria.call(CreateRoom, { projectId: project.id, name: 'Kanarienvogel', visibility: 'closed' })
  await maria.call(AddRoomPerson, { roomId: room.id, personId: karl.id })
  await maria.say(room.id, 'Kanarienvogel')
  await maria.call(ArchiveRoom, { roomId: room.id, archived: true })
  await maria.call(RemoveProjectPerson, { projectId: project.id, personId: jonas.id })
  const events = await all(ada)
  const told = events.slice(0, 10).map(({ event }) => event)
  expect(told).toEqual([
    'projects.personRemoved',
    'rooms.archived',
    'rooms.personAdded',
    'rooms.created',
    'projects.renamed',
    'projects.personAdded',
    'projects.roleChanged',
    'projects.personAdded',
    'projects.created',
    'auth.signedIn',
  ])
  expect(events[0]).toMatchObject({
    subject: { kind: 'person', id: jonas.id, name: null },
    details: [{ name: 'projectId', value: project.id, means: 'Kanarienvogel' }],
  })
  expect(events[3]).toMatchObject({ subject: { kind: 'room', id: room.id, name: null } })
  expect(JSON.stringify(events)).not.toContain('Jonas')
  expect((await all(jonas, olpe)).some(({ details }) => details.some(({ value }) => value === project.id))).toBe(false)
})

test('signing in is recorded; guessing is, a few times, and never fills the log', async () => {
  const guesser = new Browser(app.url)
  const count = async (event: string) =>
    Number((await sql`select count(*) from audit_log where event = ${event}`)[0]?.['count'])
  for (let guess = 0; guess < 9; guess++)
    await expect(guesser.call(SignIn, { email: jonas.email, password: 'falsch geraten' })).rejects.toMatchObject({
      code: 'unauthenticated',
    })
  await eventually(async () => expect(await count('auth.signInFailedOften')).toBe(1))
  expect(await count('auth.signInFailed')).toBe(5)
  const failed = (await all(jonas, olpe)).find(({ event }) => event === 'auth.signInFailed')
  expect(failed).toMatchObject({ actor: null, subject: { id: jonas.id }, details: [] })

  await expect(
    guesser.call(SignIn, { email: 'niemand@nirgends.example', password: 'falsch geraten' }),
  ).rejects.toThrow()
  await eventually(async () => expect(await count('auth.signInFailed')).toBe(6))
  expect(
    await sql`select actor_id, subject_id, organisation_id, details from audit_log order by seq desc limit 1`,
  ).toMatchObject([{ actor_id: null, subject_id: null, organisation_id: null, details: {} }])

  const browser = await signIn(jonas.email, jonas)
  await browser.call(ChangePassword, { current: PASSWORD, next: 'noch ein langes Passwort' })
  await browser.call(SignOut, {})
  expect(
    (await signInWith(jonas, 'noch ein langes Passwort').then((again) => all(again, olpe))).slice(0, 4),
  ).toMatchObject([
    { event: 'auth.signedIn', actor: { name: 'Jonas Weber' }, details: [{ name: 'by', value: 'password' }] },
    { event: 'auth.signedOut', subject: { id: jonas.id } },
    { event: 'auth.passwordChanged', details: [{ name: 'sessionsEnded', value: 1 }] },
    { event: 'auth.signedIn' },
  ])
})

test('pages, kinds and times', async () => {
  const events = await all(ada)
  for (let more = 0; more < 60; more++)
    await maria.call(SetPolicies, {
      organisationId: arnsberg,
      policies: { typing: more % 2 === 0 ? 'allowed' : 'forbidden' },
    })
  const first = await ada.call(ListOrganisationEvents, { organisationId: arnsberg })
  expect(first).toMatchObject({ more: true, events: { length: 50 } })
  expect((await all(ada)).map(({ id }) => id).slice(60)).toEqual(events.map(({ id }) => id))
  const rooms = await ada.call(ListOrganisationEvents, { organisationId: arnsberg, event: 'rooms' })
  expect(new Set(rooms.events.map(({ event }) => event.split('.')[0]))).toEqual(new Set(['rooms']))
  const created = await ada.call(ListOrganisationEvents, { organisationId: arnsberg, event: 'rooms.created' })
  expect(created.events).toHaveLength(1)
  const { at } = created.events[0]!
  const since = await ada.call(ListOrganisationEvents, { organisationId: arnsberg, event: 'rooms', from: at })
  expect(since.events.at(-1)).toEqual(created.events[0])
  const until = await ada.call(ListOrganisationEvents, { organisationId: arnsberg, event: 'rooms', until: at })
  expect(until.events).toEqual([])
  const foreign = await jonas.call(ListOrganisationEvents, { organisationId: olpe }).catch(() => undefined)
  for (const before of [foreign?.events[0]?.id ?? 'f'.repeat(64), 'e'.repeat(64)])
    await expect(ada.call(ListOrganisationEvents, { organisationId: arnsberg, before })).rejects.toMatchObject({
      code: 'invalid',
    })
  for (const bad of [{ from: 'gestern, etwa um zwanzig' }, { event: `rooms' or true` }])
    await expect(ada.call(ListOrganisationEvents, { organisationId: arnsberg, ...bad })).rejects.toMatchObject({
      code: 'invalid',
    })
})

test('as a file: whole, in order, and nothing a spreadsheet would run', async () => {
  await karl.call(UpdateMe, { name: '=HYPERLINK("https://evil.example";"Karl")' })
  await maria.call(SetPersonActive, { personId: karl.id, active: false })
  const response = await ada.get(`/api/audit/organisations/${arnsberg}.csv`)
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="allmende-audit.csv"')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const text = await response.text()
  const rows = parse<Record<string, string>>(text, { bom: true, delimiter: ';', columns: true })
  const events = (await all(ada)).toReversed()
  expect(rows.map(({ hash }) => hash)).toEqual(events.map(({ id }) => id))
  expect(events.at(-1)).toMatchObject({ event: 'audit.exported', actor: { id: ada.id } })
  expect(rows.at(-2)).toMatchObject({
    event: 'orgs.personDeactivated',
    actor: 'Maria Schulte',
    subject: `'=HYPERLINK("https://evil.example";"Karl")`,
    number: '',
  })
  for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^\s*[=+\-@]/)
  const json = (await (
    await ada.get(`/api/audit/organisations/${arnsberg}.json?event=rooms`)
  ).json()) as RecordedEvent[]
  expect(json).toEqual(events.filter(({ event }) => event.startsWith('rooms.')))
  expect(await (await ada.get(`/api/audit/organisations/${arnsberg}.json?event=sso.none`)).json()).toEqual([])
  expect((await ada.get(`/api/audit/organisations/${arnsberg}.json?from=x`)).status).toBe(400)
})

test('the installation: administrators read what concerns it, auditors all of it, in ids', async () => {
  await town.admin.call(CreateOrganisation, { name: 'Firma Kanarienvogel', kind: 'company' })
  const own = await town.admin.call(ListInstallationEvents, {})
  expect(own.events[0]).toMatchObject({
    event: 'orgs.created',
    subject: { kind: 'organisation', name: 'Firma Kanarienvogel' },
    actor: { id: town.admin.id, name: 'Anke Behrens' },
    organisation: null,
  })
  expect(own.events.every(({ organisation }) => organisation === null)).toBe(true)
  expect(JSON.stringify(own)).not.toContain(karl.id)

  await sql`update users set installation_auditor = true where id = ${ada.id}`
  const everything = await ada.call(ListInstallationEvents, { event: 'orgs.personDeactivated' })
  expect(everything.events[0]).toMatchObject({
    subject: { id: karl.id },
    organisation: { id: arnsberg, name: 'Arnsberg' },
  })
  const whole = (await (await ada.get('/api/audit/installation.json')).json()) as RecordedEvent[]
  expect(whole.map(({ number }) => number)).toEqual(whole.map((_, index) => index + 1))
  expect(JSON.stringify(whole)).not.toMatch(/Jonas/)

  const { number, id } = await ada.call(ReadChainHead, {})
  expect(describeVerdict(await verifyAudit(app.database, [readAnchor(`${number}:${id}`)!]))).toContain('is whole')
  await sql`update users set installation_auditor = false where id = ${ada.id}`
  await expect(ada.call(ListInstallationEvents, {})).rejects.toMatchObject({ code: 'not_found' })
})

test('no line holds a name, an address or anything that was written', async () => {
  const lines = await sql<{ line: string }[]>`select audit_log::text as line from audit_log`
  expect(lines.length).toBeGreaterThan(100)
  for (const { line } of lines) for (const canary of CANARIES) expect(line).not.toContain(canary)
  const words = await sql<{ value: string }[]>`
    select distinct value #>> '{}' as value from audit_log, jsonb_each(details) where jsonb_typeof(value) = 'string'`
  for (const { value } of words) expect(value).toMatch(/^[\w.:+,/-]*$/)
})

async function signIn(email: string, who: Citizen): Promise<Citizen> {
  return signInWith(who, PASSWORD, email)
}

async function signInWith(who: Citizen, password: string, email = who.email): Promise<Citizen> {
  const browser = new Browser(app.url)
  await browser.call(SignIn, { email, password })
  return new Citizen(browser, who)
}
