import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import {
  AskPasswordReset,
  ChangePassword,
  ReadPasswordReset,
  ReadPasswordResetOffer,
  SignIn,
  UpdateMe,
  UsePasswordReset,
  WhoAmI,
} from '#protocol/auth'
import { SetPersonActive } from '#protocol/orgs'
import { passwordResets, users } from '../../server/features/auth/tables.ts'
import { organisations } from '../../server/features/orgs/tables.ts'
import { auditLog } from '../../server/platform/tables.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { eventually } from '../support/eventually.ts'
import { Browser } from '../support/person.ts'
import { SmtpServerProcess, type ReceivedMail } from '../support/smtp.ts'
import { PASSWORD, Town, type Citizen } from '../support/town.ts'

const NEXT = 'Kraniche ziehen im November'
const MINUTE_MS = 60_000
const SUBJECTS = new Set([
  'Neues Passwort festlegen',
  'Choose a new password',
  'Ihr Passwort wurde geändert',
  'Your password has been changed',
  'Ihre Anmeldung bei Allmende',
])

let smtp: SmtpServerProcess
let app: TestApp
let town: Town
let maria: Citizen
let people = 0

beforeAll(async () => {
  smtp = await SmtpServerProcess.start()
  app = await startApp({ config: { smtpUrl: smtp.url } })
  town = await Town.found(app)
  // Administrates the others' town, and forgets nothing.
  await town.person('Gisela Amt')
})
beforeEach(async () => {
  maria = await town.person(`Maria ${'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[people++]}`)
})
afterAll(async () => {
  await app.close()
  await smtp.stop()
})

function ask(email: string, browser = new Browser(app.url)) {
  return browser.call(AskPasswordReset, { email })
}

function use(token: string, password = NEXT, browser = new Browser(app.url)) {
  return browser.call(UsePasswordReset, { token, password })
}

function signIn(email: string, password: string, browser = new Browser(app.url)) {
  return browser.call(SignIn, { email, password })
}

function tokenOf({ mail }: ReceivedMail): string {
  return /http:\/\/localhost:3000\/new-password\/([\w-]{43})\b/.exec(mail.text ?? '')?.[1] ?? ''
}

/** Mails of the sign-in. Whoever is new has had another one, with the link by which they came. */
function mailsTo(email: string): ReceivedMail[] {
  return smtp.to(email).filter(({ mail }) => SUBJECTS.has(mail.subject ?? ''))
}

/** The `count`th of them, as soon as it is there. */
function mailTo(email: string, count = 1): Promise<ReceivedMail> {
  return eventually(() => {
    const found = mailsTo(email)[count - 1]
    if (!found) throw new Error(`no mail ${count} for ${email}`)
    return found
  }, 15_000)
}

/** Every mail that was asked for is sent, or there was none to send. */
async function allSent(): Promise<void> {
  const { db } = app.app.deps
  await eventually(
    async () => expect(await db.execute(sql`select id from jobs.job where name like 'auth.password%'`)).toEqual([]),
    15_000,
  )
}

async function passes(milliseconds: number): Promise<void> {
  app.clock.pass(milliseconds)
}

describe('the way back', () => {
  test('a mail in their own language with one link that sets the password once and ends every session', async () => {
    await maria.call(UpdateMe, { language: 'en' })
    const socket = await maria.socket()
    expect(await new Browser(app.url).call(ReadPasswordResetOffer, {})).toEqual({ byMail: true })
    expect(await ask(` ${maria.email.toUpperCase()}`.trim())).toBeNull()
    const received = await mailTo(maria.email)
    expect(received.mail).toMatchObject({ subject: 'Choose a new password' })
    expect(String(received.mail.html)).toContain('<html lang="en">')
    const token = tokenOf(received)

    const browser = new Browser(app.url)
    expect(await browser.call(ReadPasswordReset, { token })).toEqual({ email: maria.email })
    // Asking has changed nothing: whoever asks for somebody else throws nobody out.
    expect(await maria.call(WhoAmI, {})).not.toBeNull()
    expect(JSON.stringify(await app.app.deps.db.select().from(passwordResets))).not.toContain(token)

    expect(await use(token, NEXT, browser)).toBeNull()
    expect(await socket.untilClosed()).toEqual({ code: 4401 })
    expect(await maria.call(WhoAmI, {})).toBeNull()
    // The link itself opens nothing: a second factor would be asked for at the sign-in.
    expect(await browser.call(WhoAmI, {})).toBeNull()
    await expect(signIn(maria.email, PASSWORD)).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await signIn(maria.email, NEXT, browser)).toMatchObject({ id: maria.id })

    for (const spent of [token, 'x'.repeat(43)]) {
      await expect(use(spent)).rejects.toMatchObject({ code: 'gone' })
      await expect(browser.call(ReadPasswordReset, { token: spent })).rejects.toMatchObject({ code: 'gone' })
    }
    expect((await mailTo(maria.email, 2)).mail.subject).toBe('Your password has been changed')
    const log = await app.app.deps.db.select().from(auditLog).where(eq(auditLog.subjectId, maria.id))
    expect(log.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['auth.passwordResetSent', 'auth.passwordReset']),
    )
    expect(JSON.stringify(log)).not.toMatch(/maria|@/i)
  })

  test('of many who use it at once one succeeds', async () => {
    await ask(maria.email)
    const token = tokenOf(await mailTo(maria.email))
    const uses = await Promise.allSettled(Array.from({ length: 5 }, (_, n) => use(token, `${NEXT} ${n}`)))
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of uses) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'gone' })
  })

  test('a newer link, another password and an hour end it', async () => {
    await ask(maria.email)
    const first = tokenOf(await mailTo(maria.email))
    await ask(maria.email)
    const second = tokenOf(await mailTo(maria.email, 2))
    await expect(use(first)).rejects.toMatchObject({ code: 'gone' })
    await maria.call(ChangePassword, { current: PASSWORD, next: 'Inzwischen ein anderes Passwort' })
    await expect(use(second)).rejects.toMatchObject({ code: 'gone' })

    await ask(maria.email)
    const third = tokenOf(await mailTo(maria.email, 3))
    await passes(59 * MINUTE_MS)
    expect(await new Browser(app.url).call(ReadPasswordReset, { token: third })).toEqual({ email: maria.email })
    await passes(2 * MINUTE_MS)
    await expect(use(third)).rejects.toMatchObject({ code: 'gone' })
    await app.app.deps.jobs.queue('auth.sweepExpired', {})
    await eventually(async () => {
      const left = await app.app.deps.db.select().from(passwordResets).where(eq(passwordResets.userId, maria.id))
      expect(left).toEqual([])
    })
  })
})

describe('nobody learns who is there', () => {
  test('an unknown, a deactivated and a known address get the same answer; only the known one gets a link', async () => {
    const [jonas, ilse] = [await town.person('Jonas Sommer', 'Soest'), await town.person('Ilse Sommer', 'Soest')]
    await jonas.call(SetPersonActive, { personId: ilse.id, active: false })
    const raw = async (email: string) => {
      const response = await new Browser(app.url).post('/api/auth.askPasswordReset', JSON.stringify({ email }))
      const headers = [...response.headers.keys()].filter((name) => !name.startsWith('x-ratelimit')).toSorted()
      return { status: response.status, body: await response.text(), headers }
    }
    const known = await raw(maria.email)
    expect(await raw('niemand@arnsberg.example')).toEqual(known)
    expect(await raw(ilse.email)).toEqual(known)
    await mailTo(maria.email)
    await allSent()
    expect(mailsTo('niemand@arnsberg.example')).toEqual([])
    expect(mailsTo(ilse.email)).toEqual([])

    // A link sent before somebody was deactivated opens nothing after.
    await ask(jonas.email)
    const token = tokenOf(await mailTo(jonas.email))
    await app.app.deps.db.update(users).set({ deactivatedAt: new Date() }).where(eq(users.id, jonas.id))
    await expect(use(token)).rejects.toMatchObject({ code: 'gone' })
  })

  test('asking takes as long for an address nobody has', async () => {
    const times = { known: [] as number[], unknown: [] as number[] }
    for (let round = 0; round < 4; round++) {
      for (const [kind, email] of [
        ['known', maria.email],
        ['unknown', `niemand-${people}@arnsberg.example`],
      ] as const) {
        const begin = performance.now()
        await ask(email)
        times[kind].push(performance.now() - begin)
      }
    }
    const [known, unknown] = [Math.min(...times.known), Math.min(...times.unknown)]
    // Neither waits for a mail server or a hash, which take tens of milliseconds.
    expect(Math.abs(known - unknown)).toBeLessThan(Math.max(25, known, unknown) * 0.8)
    await allSent()
  })

  test('asking is limited per mailbox, known or not, however it is written', async () => {
    for (const email of [maria.email, `niemand.${people}@arnsberg.example`]) {
      for (let n = 0; n < 5; n++) await ask(n % 2 === 0 ? email : email.toUpperCase())
      await expect(ask(email)).rejects.toMatchObject({
        code: 'too_many',
        details: { retryAfterMs: expect.any(Number) },
      })
    }
    await allSent()
    expect(mailsTo(maria.email)).toHaveLength(5)
  })

  test('asking and trying links are limited per line', async () => {
    const another = await startApp({ config: { smtpUrl: smtp.url } })
    onTestFinished(() => another.close())
    const browser = new Browser(another.url)
    const asked = await Promise.allSettled(
      Array.from({ length: 63 }, (_, n) => browser.call(AskPasswordReset, { email: `p${n}@arnsberg.example` })),
    )
    const tried = await Promise.allSettled(
      Array.from({ length: 62 }, (_, n) => browser.call(ReadPasswordReset, { token: String(n).padStart(43, 'x') })),
    )
    const refused = (answers: PromiseSettledResult<unknown>[]) =>
      answers.filter((answer) => answer.status === 'rejected' && answer.reason.code === 'too_many').length
    expect(refused(asked)).toBe(3)
    expect(refused(tried)).toBe(2)
  })
})

describe('whose mailbox it is', () => {
  test('letters that become the same when lower-cased: the mail goes to the account, not to who typed', async () => {
    // U+212A, the Kelvin sign, is a k in lower case.
    const karl = await town.person('Karl Krug')
    const typed = karl.email.replaceAll('k', '\u212a')
    await ask(typed)
    await allSent()
    expect(smtp.received.flatMap(({ to }) => to).filter((address) => address.includes('\u212a'))).toEqual([])
    expect(mailsTo(karl.email).length).toBeLessThanOrEqual(1)
    for (const { mail } of mailsTo(karl.email)) expect(mail.to).toMatchObject({ value: [{ address: karl.email }] })
  })

  test('lists, names and line breaks are no address', async () => {
    for (const email of [
      `${maria.email},dieb@boese.example`,
      `Maria <${maria.email}>`,
      `${maria.email}\r\nBcc: dieb@boese.example`,
      `"${maria.email}"@boese.example`,
    ])
      await expect(ask(email)).rejects.toMatchObject({ code: 'invalid' })
    const plus = maria.email.replace('@', '+x@')
    await ask(plus)
    await allSent()
    for (const { mail } of smtp.received) expect(mail.text).not.toContain('boese.example')
    expect([...mailsTo(maria.email), ...mailsTo(plus)]).toEqual([])
    expect(smtp.received.flatMap(({ to }) => to).filter((to) => to.includes('boese'))).toEqual([])
  })

  test('whoever has no password, or must come in another way, is told so and gets no link', async () => {
    const { db } = app.app.deps
    const oskar = await town.person('Oskar Ohne')
    await db.update(users).set({ passwordHash: null }).where(eq(users.id, oskar.id))
    const petra = await town.person('Petra Portal', 'Meschede')
    await ask(petra.email)
    const earlier = tokenOf(await mailTo(petra.email))
    await db.update(organisations).set({ localSignIn: 'forbidden' }).where(eq(organisations.name, 'Meschede'))
    await ask(petra.email)
    await ask(oskar.email)
    for (const received of [await mailTo(oskar.email), await mailTo(petra.email, 2)]) {
      expect(received.mail.subject).toBe('Ihre Anmeldung bei Allmende')
      expect(tokenOf(received)).toBe('')
    }
    await expect(use(earlier)).rejects.toMatchObject({ code: 'gone' })
  })
})

test('without a mail server the page is told, and nothing is queued', async () => {
  const without = await startApp()
  onTestFinished(() => without.close())
  const browser = new Browser(without.url)
  expect(await browser.call(ReadPasswordResetOffer, {})).toEqual({ byMail: false })
  const asked = browser.call(AskPasswordReset, { email: 'ina@arnsberg.example' })
  await expect(asked).rejects.toMatchObject({ code: 'unavailable' })
})

test('while the mail server is away the wish is kept, and the link is made when it can be sent', async () => {
  await smtp.refuse({ code: 451, text: '4.3.0 later' })
  await ask(maria.email)
  const { db } = app.app.deps
  const waiting = sql`select data, output from jobs.job where name = 'auth.passwordResetMail' and state = 'retry'`
  const [job] = await eventually(async () => {
    const jobs = await db.execute<{ data: object; output: object }>(waiting)
    expect(jobs).toHaveLength(1)
    return jobs
  }, 15_000)
  // What waits is the wish: no link, and nothing of what the server said.
  expect(job).toEqual({ data: { email: maria.email }, output: { error: 'MailError' } })
  await smtp.refuse(null)
  await db.execute(sql`update jobs.job set start_after = now() where name = 'auth.passwordResetMail'`)
  await use(tokenOf(await mailTo(maria.email)))
  await signIn(maria.email, NEXT)
})
