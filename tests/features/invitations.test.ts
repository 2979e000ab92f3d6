import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { SignIn, UpdateMe, WhoAmI } from '#protocol/auth'
import {
  AcceptInvitation,
  InvitationsChanged,
  Invite,
  JoinByInvitation,
  ListInvitations,
  PreviewInvitations,
  ReadInvitation,
  ResendInvitation,
  RevokeInvitation,
  type Invitation,
} from '#protocol/invitations'
import { SetPersonActive } from '#protocol/orgs'
import { ListProjectPeople, ListProjects, RemoveProjectPerson, SetProjectRole, type Project } from '#protocol/projects'
import { AddRoomPerson, ListRooms, OpenRoom, type RoomSummary } from '#protocol/rooms'
import { sweepExpired } from '../../server/features/invitations/index.ts'
import { invitations } from '../../server/features/invitations/tables.ts'
import { auditLog } from '../../server/platform/tables.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { Browser } from '../support/person.ts'
import { SmtpServerProcess } from '../support/smtp.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

let smtp: SmtpServerProcess
let app: TestApp
let town: Town
let maria: Citizen
let jonas: Citizen
let project: Project
let room: RoomSummary
let guests = 0

beforeAll(async () => {
  smtp = await SmtpServerProcess.start()
  app = await startApp({ config: { smtpUrl: smtp.url } })
  town = await Town.found(app)
  maria = await town.person('Maria Schulte', 'Arnsberg')
  jonas = await town.person('Jonas Weber', 'Soest')
})
beforeEach(async () => {
  project = await town.project(maria, [[jonas, 'member']])
  room = await town.room(maria, project)
})
afterAll(async () => {
  await app.close()
  await smtp.stop()
})

const someone = () => `neu${++guests}@firma.example`
const into = (roomId: string | null = room.id) => ({ projectId: project.id, roomId, asColleagues: false })
const member = 'member' as const

async function invited(email: string, by: Citizen = maria, roomId: string | null = room.id): Promise<string> {
  await by.call(Invite, { ...into(roomId), role: member, people: [{ email }] })
  return tokenIn(email, 1)
}

/** The link in the `nth` invitation to somebody; people of the towns have had other mail before. */
async function tokenIn(email: string, nth: number): Promise<string> {
  const tokens: string[] = []
  for (let count = 1; tokens.length < nth; count++) {
    const { mail } = await smtp.mailTo(email, count)
    const token = /\/invitation\/([\w-]{43})/.exec(mail.text ?? '')?.[1]
    if (token !== undefined) tokens.push(token)
  }
  return tokens.at(-1) ?? ''
}

const open = async (by: Citizen = maria): Promise<Invitation[]> =>
  (await by.call(ListInvitations, { projectId: project.id })).invitations
const newcomer = (organisation: string) =>
  town.person(
    `Vera ${Array.from(String(++guests))
      .map((digit) => 'abcdefghij'[Number(digit)])
      .join('')}`,
    organisation,
  )
const browser = () => new Browser(app.url)
const accept = (token: string, name = 'Petra Neu') => ({ token, name, password: PASSWORD })

test('a named colleague invites by mail into a room; who follows lands in it with one form, as an external of nobody', async () => {
  await maria.call(UpdateMe, { language: 'de' })
  const email = someone()
  await maria.call(Invite, { ...into(), role: member, people: [{ email, name: 'Petra Neu' }] })
  const { mail, raw } = await smtp.mailTo(email)
  expect(mail.subject).toBe('Maria Schulte lädt Sie in das Projekt „Hochwassersensorik“ ein')
  expect(mail.from?.value[0]?.name).toBe('Maria Schulte')
  for (const part of [mail.text, mail.html || ''])
    expect(part).toMatch(/Guten Tag Petra Neu[^]*Maria Schulte \(Arnsberg\)[^]*Technik[^]*Einladung ansehen/)
  expect(String(mail.html).match(/<a /g)).toHaveLength(2)
  expect(raw).not.toContain('http-equiv')

  const token = await tokenIn(email, 1)
  const petra = browser()
  expect(await petra.call(ReadInvitation, { token })).toEqual({
    inviter: { name: 'Maria Schulte', organisation: 'Arnsberg' },
    project: 'Hochwassersensorik',
    room: 'Technik',
    email,
    name: 'Petra Neu',
    you: 'new',
    organisation: null,
    byPassword: true,
  })
  const { entry, place } = await petra.call(AcceptInvitation, accept(token))
  expect(entry).toMatchObject({ email, name: 'Petra Neu', installationAdmin: false })
  expect(place).toEqual({ projectId: project.id, roomId: room.id })
  expect((await petra.call(OpenRoom, { roomId: room.id })).room.rights).toMatchObject({ post: true, manage: false })
  expect(await petra.call(ListProjects, {})).toMatchObject([{ id: project.id, myRole: 'external' }])
  await expect(petra.call(ListProjectPeople, { projectId: project.id })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(browser().call(AcceptInvitation, accept(token))).rejects.toMatchObject({ code: 'gone' })
  expect(await open()).toEqual([])
})

test('English comes from an English colleague, and names cannot write into the mail', async () => {
  await maria.call(UpdateMe, { language: 'en', name: 'Maria\r\nBcc: all@arnsberg.example\r\n<b>https://evil.example' })
  const email = someone()
  await maria.call(Invite, { ...into(), role: member, people: [{ email, name: 'Petra\nX-Evil: 1' }] })
  const { mail, raw, to } = await smtp.mailTo(email)
  await maria.call(UpdateMe, { language: 'de', name: 'Maria Schulte' })
  expect(mail.subject).toMatch(/^Maria Bcc.* invites you to the project “Hochwassersensorik”$/)
  expect(to).toEqual([email])
  expect(raw).not.toMatch(/^(Bcc|X-Evil):/m)
  expect(String(mail.html)).not.toMatch(/<b>|https:\/\/evil/)
  expect(mail.text).toMatch(/View invitation/)
})

test('only leads invite, and into a closed room only who sees it; others do not learn that there is anything', async () => {
  const email = someone()
  const closed = await town.room(maria, project, 'closed')
  const stranger = await newcomer('Olpe')
  const asked = { ...into(), role: member, people: [{ email }] }
  await expect(jonas.call(Invite, asked)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(stranger.call(Invite, asked)).rejects.toMatchObject({ code: 'not_found' })
  await invited(email, maria, closed.id)
  const [invitation] = await open()
  await maria.call(SetProjectRole, { projectId: project.id, personId: jonas.id, role: 'lead' })
  await expect(jonas.call(Invite, { ...asked, roomId: closed.id })).rejects.toMatchObject({ code: 'not_found' })
  expect(await jonas.call(ListInvitations, { projectId: project.id })).toMatchObject({ invitations: [], total: 0 })
  for (const command of [ResendInvitation, RevokeInvitation])
    for (const person of [jonas, stranger])
      await expect(person.call(command, { invitationId: invitation!.id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(stranger.call(ListInvitations, { projectId: project.id })).rejects.toMatchObject({ code: 'not_found' })
  const elsewhere = await town.room(maria, await town.project(maria))
  await expect(maria.call(Invite, { ...asked, roomId: elsewhere.id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(maria.call(Invite, { ...asked, roomId: null, role: 'external' })).rejects.toMatchObject({
    code: 'invalid',
  })
})

test('who has an account joins with it after signing in, keeps their organisation, and nobody else can use the link', async () => {
  const vera = await newcomer('Olpe')
  const closed = await town.room(maria, project, 'closed')
  await maria.call(Invite, { ...into(closed.id), role: member, people: [{ email: vera.email.toUpperCase() }] })
  const token = await tokenIn(vera.email, 1)
  expect(await browser().call(ReadInvitation, { token })).toMatchObject({ you: 'account' })
  expect(await jonas.call(ReadInvitation, { token })).toMatchObject({ you: 'someoneElse', email: vera.email })
  await expect(jonas.call(JoinByInvitation, { token })).rejects.toMatchObject({ code: 'forbidden' })
  await expect(browser().call(JoinByInvitation, { token })).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(browser().call(AcceptInvitation, accept(token))).rejects.toMatchObject({ code: 'conflict' })
  expect(await vera.call(ReadInvitation, { token })).toMatchObject({ you: 'signedIn' })
  expect(await vera.call(JoinByInvitation, { token })).toEqual({ projectId: project.id, roomId: closed.id })
  expect(await vera.call(ListProjects, {})).toMatchObject([{ id: project.id, myRole: 'member' }])
  expect((await vera.call(ListRooms, {})).map(({ id }) => id)).toContain(closed.id)
  await expect(vera.call(JoinByInvitation, { token })).rejects.toMatchObject({ code: 'gone' })
})

test('without a room one lands in the oldest room of the project that one sees', async () => {
  const vera = await newcomer('Olpe')
  await town.room(maria, project)
  const token = await invited(vera.email, maria, null)
  expect(await vera.call(JoinByInvitation, { token })).toEqual({ projectId: project.id, roomId: room.id })
  const email = someone()
  const outside = browser()
  const { place } = await outside.call(AcceptInvitation, accept(await invited(email, maria, null)))
  expect(place).toEqual({ projectId: project.id, roomId: null })
  expect(await outside.call(ListRooms, {})).toEqual([])
})

test('unknown, used, expired, revoked, replaced, and of somebody who may not invite any more: one answer', async () => {
  const gone = async (token: string) => {
    const reading = await browser()
      .call(ReadInvitation, { token })
      .catch((refusal: unknown) => refusal)
    const accepting = await browser()
      .call(AcceptInvitation, accept(token))
      .catch((refusal: unknown) => refusal)
    const joining = await jonas.call(JoinByInvitation, { token }).catch((refusal: unknown) => refusal)
    for (const refusal of [reading, accepting, joining])
      expect(refusal).toMatchObject({ code: 'gone', message: 'the invitation is over' })
  }
  await gone('A'.repeat(43))

  const first = someone()
  const replaced = await invited(first)
  const [invitation] = await open()
  expect(await maria.call(ResendInvitation, { invitationId: invitation!.id })).toEqual({ link: null })
  const again = await tokenIn(first, 2)
  await gone(replaced)
  expect(await browser().call(ReadInvitation, { token: again })).toMatchObject({ email: first })
  await maria.call(RevokeInvitation, { invitationId: invitation!.id })
  await gone(again)
  await expect(maria.call(ResendInvitation, { invitationId: invitation!.id })).rejects.toMatchObject({
    code: 'not_found',
  })

  const lead = await newcomer('Soest')
  await maria.call(Invite, { ...into(), role: 'lead', people: [{ email: lead.email }] })
  await lead.call(JoinByInvitation, { token: await tokenIn(lead.email, 1) })
  const theirs = await invited(someone(), lead)
  await maria.call(SetProjectRole, { projectId: project.id, personId: lead.id, role: 'viewer' })
  await gone(theirs)
  expect(await open()).toMatchObject([{ stands: false, invitedBy: { id: lead.id } }])
  await maria.call(SetProjectRole, { projectId: project.id, personId: lead.id, role: 'lead' })
  expect(await browser().call(ReadInvitation, { token: theirs })).toMatchObject({ you: 'new' })
  await maria.call(RemoveProjectPerson, { projectId: project.id, personId: lead.id })
  await gone(theirs)
  // Another lead takes it over in their own name.
  const [orphan] = await open()
  await maria.call(ResendInvitation, { invitationId: orphan!.id })
  const taken = await tokenIn(orphan!.email, 2)
  expect(await browser().call(ReadInvitation, { token: taken })).toMatchObject({ inviter: { name: 'Maria Schulte' } })

  const late = await newcomer('Soest')
  await maria.call(Invite, { ...into(), role: 'lead', people: [{ email: late.email }] })
  await late.call(JoinByInvitation, { token: await tokenIn(late.email, 1) })
  const ofDeactivated = await invited(someone(), late)
  await jonas.call(SetPersonActive, { personId: late.id, active: false })
  await gone(ofDeactivated)
})

test('fourteen days, then the link is over and the address forgotten', async () => {
  const email = someone()
  const token = await invited(email)
  const lasting = await invited(someone())
  app.clock.pass(13 * DAY_MS)
  const later = (await open()).find(({ email: to }) => to !== email)
  await maria.call(ResendInvitation, { invitationId: later!.id })
  expect(await browser().call(ReadInvitation, { token })).toMatchObject({ you: 'new' })
  app.clock.pass(DAY_MS)
  await expect(browser().call(ReadInvitation, { token })).rejects.toMatchObject({ code: 'gone' })
  await expect(browser().call(ReadInvitation, { token: lasting })).rejects.toMatchObject({ code: 'gone' })
  expect(await open()).toMatchObject([{ id: later!.id }])
  await sweepExpired(app.app.deps)
  const kept = await app.app.deps.db.select().from(invitations)
  expect(kept.map((row) => row.email)).not.toContain(email)
})

test('of many who use a link at once one gets in', async () => {
  const email = someone()
  const token = await invited(email)
  const tries = await Promise.allSettled(
    Array.from({ length: 5 }, () => browser().call(AcceptInvitation, accept(token))),
  )
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const outcome of tries)
    if (outcome.status === 'rejected') expect(['gone', 'conflict']).toContain((outcome.reason as { code: string }).code)
  const people = await maria.call(ListProjectPeople, { projectId: project.id })
  expect(people.filter(({ role }) => role === 'external')).toHaveLength(1)
})

test('a list says what becomes of each line and nothing about who has an account; its mails go out with progress told', async () => {
  const vera = await newcomer('Olpe')
  const [first, second] = [someone(), someone()]
  await invited(second)
  const text = `Name;E-Mail\nPetra Neu;${first}\nVera Lang;${vera.email}\nJonas;${jonas.email}\nZwei;${second}\nNochmal;${first}\nOhne Adresse;`
  const lines = await maria.call(PreviewInvitations, { projectId: project.id, roomId: room.id, text })
  expect(lines.map(({ outcome }) => outcome)).toEqual([
    'invite',
    'invite',
    'alreadyInProject',
    'alreadyInvited',
    'duplicate',
    'invalid',
  ])
  expect(Object.keys(lines[0]!)).toEqual(Object.keys(lines[1]!))
  await expect(jonas.call(PreviewInvitations, { projectId: project.id, roomId: null, text })).rejects.toMatchObject({
    code: 'forbidden',
  })
  const many = Array.from({ length: 501 }, (_, at) => `viele${at}@firma.example`)
  const long = { projectId: project.id, roomId: room.id, text: many.join('\n') }
  await expect(maria.call(PreviewInvitations, long)).rejects.toMatchObject({ code: 'too_many' })

  const socket = await maria.socket()
  await socket.subscribe({ [`user:${maria.id}`]: null })
  const people = [...many.slice(0, 40).map((email) => ({ email })), { email: second }, { email: jonas.email }]
  expect(await maria.call(Invite, { ...into(), role: 'viewer', people })).toEqual({ invited: 40, links: [] })
  await Promise.all(people.slice(0, 40).map(({ email }) => smtp.mailTo(email)))
  await socket.until((frame) => frame.t === 'event' && frame.name === InvitationsChanged.name)
  await eventually(
    async () => expect((await maria.call(ListInvitations, { projectId: project.id })).waiting).toBe(0),
    15_000,
  )
  expect(await maria.call(ListInvitations, { projectId: project.id })).toMatchObject({ total: 41, sendsMail: true })
  await socket.close()
  await expect(
    maria.call(Invite, { ...into(), role: 'viewer', people: [{ email: jonas.email }] }),
  ).rejects.toMatchObject({ code: 'conflict', details: { field: 'email' } })
})

test('an address no server takes is shown as such, and can be tried again', async () => {
  await smtp.refuse({ code: 550, text: 'no such mailbox' })
  const email = someone()
  await maria.call(Invite, { ...into(), role: member, people: [{ email }] })
  await eventually(async () => expect((await open())[0]?.delivery).toBe('failed'), 15_000)
  await smtp.refuse(null)
  const [invitation] = await open()
  await maria.call(ResendInvitation, { invitationId: invitation!.id })
  await smtp.mailTo(email)
  await eventually(async () => expect((await open())[0]?.delivery).toBe('sent'), 15_000)
})

test('an administrator takes colleagues in whose domain is nobody’s; nobody else takes anybody in', async () => {
  const email = someone()
  await maria.call(Invite, { ...into(), asColleagues: true, role: member, people: [{ email }] })
  const token = await tokenIn(email, 1)
  expect(await browser().call(ReadInvitation, { token })).toMatchObject({
    organisation: { name: 'Arnsberg' },
    you: 'new',
  })
  await browser().call(AcceptInvitation, accept(token, 'Kai Kollege'))
  const people = await maria.call(ListProjectPeople, { projectId: project.id })
  expect(people.find(({ name }) => name === 'Kai Kollege')).toMatchObject({ organisation: 'Arnsberg', role: 'member' })

  const colleague = await newcomer('Arnsberg')
  const own = await town.project(colleague)
  const asked = { projectId: own.id, roomId: null, role: member, people: [{ email: someone() }], asColleagues: true }
  await expect(colleague.call(Invite, asked)).rejects.toMatchObject({ code: 'forbidden' })
})

test('the log tells each step in ids only', async () => {
  const email = someone()
  const token = await invited(email)
  const made = browser()
  await made.call(AcceptInvitation, accept(token))
  const me = (await made.call(WhoAmI, {}))!
  const lines = await app.app.deps.db.select().from(auditLog)
  const accepted = lines.find(({ event, actorId }) => event === 'invitations.accepted' && actorId === me.id)
  expect(accepted?.details).toMatchObject({
    projectId: project.id,
    roomId: room.id,
    invitedBy: maria.id,
    newAccount: true,
  })
  expect(
    lines.find(({ subjectId, event }) => subjectId === accepted?.subjectId && event === 'invitations.invited'),
  ).toMatchObject({ actorId: maria.id })
  expect(lines.map(({ event }) => event)).toEqual(expect.arrayContaining(['invitations.resent', 'invitations.revoked']))
  expect(JSON.stringify(lines)).not.toMatch(/@|Petra|Maria/)
  await expect(browser().call(SignIn, { email, password: PASSWORD })).resolves.toMatchObject({ id: me.id })
})

test('without a mail server the link is shown once, to whoever invites', async () => {
  const plain = await startApp()
  try {
    const small = await Town.found(plain)
    const own = await small.project(small.admin)
    const hall = await small.room(small.admin, own)
    const email = someone()
    const where = { projectId: own.id, roomId: hall.id, role: member, asColleagues: false }
    const { links } = await small.admin.call(Invite, { ...where, people: [{ email }] })
    expect(links).toMatchObject([{ email }])
    const listed = await small.admin.call(ListInvitations, { projectId: own.id })
    expect(listed).toMatchObject({ sendsMail: false, invitations: [{ delivery: 'byHand' }] })
    const { link } = await small.admin.call(ResendInvitation, { invitationId: listed.invitations[0]!.id })
    const token = (path: string | null | undefined) => ({ token: path?.split('/').at(-1) ?? '' })
    await expect(new Browser(plain.url).call(ReadInvitation, token(links[0]?.link))).rejects.toMatchObject({
      code: 'gone',
    })
    const petra = new Browser(plain.url)
    await petra.call(AcceptInvitation, { ...token(link), name: 'Petra Neu', password: PASSWORD })
    expect(await petra.call(WhoAmI, {})).toMatchObject({ email })
    const [external] = await petra.call(ListProjects, {})
    expect(external).toMatchObject({ myRole: 'external' })
    await expect(petra.call(AddRoomPerson, { roomId: hall.id, personId: small.admin.id })).rejects.toMatchObject({
      code: 'forbidden',
    })
  } finally {
    await plain.close()
  }
})
