import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import {
  ReadHealth,
  ReadMailSettings,
  ReadMediaWorkers,
  ReadStorage,
  SendTestMail,
  STORED_KINDS,
  type Health,
} from '#protocol/admin'
import { UpdateMe } from '#protocol/auth'
import { StartMeeting } from '#protocol/meetings'
import { CompleteSetUp } from '#protocol/setup'
import { users } from '../../server/features/auth/tables.ts'
import { issueSetUpToken } from '../../server/features/setup/index.ts'
import { auditLog } from '../../server/platform/tables.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { Browser } from '../support/person.ts'
import { SmtpServerProcess } from '../support/smtp.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'

const COMMANDS = [ReadHealth, ReadStorage, ReadMediaWorkers, ReadMailSettings, SendTestMail]
const USER = 'amt'
const SECRET = 'geheim-und-lang'

let smtp: SmtpServerProcess
let dataDir: string
let app: TestApp
let town: Town
/** Administrates Arnsberg, not the installation. */
let maria: Citizen

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'allmende-admin-'))
  smtp = await SmtpServerProcess.start({ user: { name: USER, password: SECRET } })
  app = await startApp({ config: { smtpUrl: `smtp://${USER}:${SECRET}@127.0.0.1:${smtp.port}`, dataDir } })
  town = await Town.found(app)
  maria = await town.person('Maria Schulte')
})
beforeEach(() => smtp.refuse(null))
afterAll(async () => {
  await app.close()
  await smtp.stop()
  await rm(dataDir, { recursive: true })
})

function readHealth(): Promise<Health> {
  return town.admin.call(ReadHealth, {})
}

test('the installation’s administrators read how it is; to everybody else these commands are not there', async () => {
  const { db } = app.app.deps
  const jonas = await town.person('Jonas Weber', 'Soest')
  await town.person('Ilse Sommer', 'Soest')
  const auditor = await town.person('Rita Revision', 'Soest')
  await db.update(users).set({ installationAuditor: true }).where(eq(users.id, auditor.id))
  for (const command of COMMANDS) {
    await town.admin.call(command, {})
    for (const other of [maria, jonas])
      await expect(other.call(command, {})).rejects.toMatchObject({ code: 'not_found' })
    await expect(auditor.call(command, {})).rejects.toMatchObject({ code: 'forbidden' })
    await expect(new Browser(app.url).call(command, {})).rejects.toMatchObject({ code: 'unauthenticated' })
  }
})

describe('health', () => {
  test('says how database, jobs and media are, and nothing secret or about people', async () => {
    const health = await readHealth()
    expect(health).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      origin: 'http://localhost:3000',
      database: { version: expect.stringMatching(/^\d+/), isEmbedded: true },
      redis: 'none',
      nodes: 1,
    })
    expect(Math.abs(health.database.clockAheadMs)).toBeLessThan(1_000)
    expect(health.hints).toContain('url.local')
    expect(health.hints).not.toContain('mail.none')
    for (const command of COMMANDS) {
      const said = JSON.stringify(await town.admin.call(command, {}))
      expect(said).not.toMatch(/geheim|Maria|Schulte|postgres:|Arnsberg/)
    }
  })

  test('what failed for good and what waits too long is seen, and is no more when it is gone', async () => {
    const { db, jobs } = app.app.deps
    expect((await readHealth()).hints).not.toContain('jobs.failed')
    await jobs.queue('auth.sweepExpired', {}, { after: new Date(Date.now() + 60_000) })
    await db.execute(sql`update jobs.job set state = 'failed' where name = 'auth.sweepExpired' and state = 'created'`)
    expect(await readHealth()).toMatchObject({ jobs: { failed: 1 }, hints: expect.arrayContaining(['jobs.failed']) })
    await db.execute(sql`delete from jobs.job where name = 'auth.sweepExpired'`)

    // Of a kind that no node does any more.
    await db.execute(sql`insert into jobs.queue
      select (jsonb_populate_record(known, '{"name": "admin.nobody"}')).* from jobs.queue known where name = 'auth.sweepExpired'`)
    await jobs.queue('auth.sweepExpired', {}, { after: new Date(Date.now() + 60_000) })
    await db.execute(sql`update jobs.job set name = 'admin.nobody', start_after = now() - interval '20 minutes'
      where name = 'auth.sweepExpired' and state = 'created'`)
    const stuck = await readHealth()
    expect(stuck.hints).toContain('jobs.stuck')
    expect(stuck.jobs.oldestWaitingMs).toBeGreaterThan(19 * 60_000)
    await db.execute(sql`delete from jobs.job where name = 'admin.nobody'`)
    expect((await readHealth()).hints).not.toContain('jobs.stuck')
  })

  test('clocks that are apart, a public address without TLS and no mail server are told', async () => {
    const publicUrl = new URL('http://allmende.stadt.example')
    const plain = await startApp({ config: { publicUrl } })
    onTestFinished(() => plain.close())
    const admin = new Browser(plain.url, publicUrl.origin)
    await admin.call(CompleteSetUp, {
      token: await issueSetUpToken(plain.app.deps),
      organisation: { name: 'Arnsberg', kind: 'municipality' },
      name: 'Anke Behrens',
      email: 'anke@arnsberg.example',
      password: PASSWORD,
    })
    plain.clock.pass(60_000)
    const { hints, database } = await admin.call(ReadHealth, {})
    expect(database.clockAheadMs).toBeLessThan(-59_000)
    expect(hints).toEqual(expect.arrayContaining(['database.clock', 'url.plain', 'mail.none']))
    expect(hints).not.toContain('url.local')
    expect(await admin.call(ReadMailSettings, {})).toMatchObject({ isConfigured: false, server: null })
    await expect(admin.call(SendTestMail, {})).rejects.toMatchObject({ code: 'unavailable' })
  })
})

test('storage by kind adds up to no more than the database, and grows with what is written', async () => {
  const before = await town.admin.call(ReadStorage, {})
  expect(before.database.kinds.map(({ kind }) => kind)).toEqual([...STORED_KINDS])
  expect(before.disk).toMatchObject({ freeBytes: expect.any(Number) })
  expect(before.disk!.freeBytes).toBeLessThanOrEqual(before.disk!.totalBytes)
  const project = await town.project(maria)
  const room = await town.room(maria, project)
  for (let n = 0; n < 12; n++) await maria.say(room.id, randomBytes(9_000).toString('hex'))
  const after = await town.admin.call(ReadStorage, {})
  const messages = ({ database }: typeof after) => database.kinds.find(({ kind }) => kind === 'messages')?.bytes ?? 0
  expect(messages(after)).toBeGreaterThan(messages(before))
  const sum = after.database.kinds.reduce((bytes, kind) => bytes + kind.bytes, 0)
  expect(sum).toBeLessThanOrEqual(after.database.bytes)
})

test('media workers: whether they run and how much they carry, not for whom', async () => {
  const readWorkers = async () => (await town.admin.call(ReadMediaWorkers, {})).nodes
  const [node] = await eventually(async () => {
    const nodes = await readWorkers()
    expect(nodes).toMatchObject([{ isThisNode: true, state: 'ready' }])
    return nodes
  }, 15_000)
  expect(node?.workers).toEqual([{ port: expect.any(Number), state: 'running', load: 'idle', meetings: 0 }])

  const project = await town.project(maria)
  const room = await town.room(maria, project)
  await maria.call(StartMeeting, { roomId: room.id })
  const told = JSON.stringify(await readWorkers())
  for (const secret of [maria.id, room.id, project.id]) expect(told).not.toContain(secret)
})

describe('test mail', () => {
  test('goes to whoever asks, in their language, and is written down', async () => {
    await town.admin.call(UpdateMe, { language: 'en' })
    expect(await town.admin.call(ReadMailSettings, {})).toEqual({
      isConfigured: true,
      from: 'Allmende <allmende@localhost>',
      to: town.admin.email,
      server: { host: '127.0.0.1', port: smtp.port, isEncrypted: false },
    })
    const sent = smtp.to(town.admin.email).length
    expect(await town.admin.call(SendTestMail, {})).toEqual({ outcome: 'sent', answer: null })
    const { mail } = await smtp.mailTo(town.admin.email, sent + 1)
    expect(mail.subject).toBe('Test message from Allmende')
    const lines = await app.app.deps.db.select().from(auditLog).where(eq(auditLog.event, 'admin.testMailSent'))
    expect(lines.at(-1)).toMatchObject({ actorId: town.admin.id, details: { outcome: 'sent' } })
  })

  test('what the server says against it is told, and no more than so many are sent', async () => {
    await smtp.refuse({ code: 550, text: '5.7.1 relaying denied' })
    expect(await town.admin.call(SendTestMail, {})).toMatchObject({
      outcome: 'recipient',
      answer: expect.stringContaining('relaying denied'),
    })
    const asked = await Promise.allSettled(Array.from({ length: 12 }, () => town.admin.call(SendTestMail, {})))
    expect(asked.some((answer) => answer.status === 'rejected' && answer.reason.code === 'too_many')).toBe(true)
  })
})
