import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { readConfig, type Config } from '../../config/env.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { openDatabase, type Database } from '../../server/platform/db.ts'
import { createLog } from '../../server/platform/log.ts'
import { isMailAddress, normalMailAddress } from '../../server/platform/mail-address.ts'
import { MailError } from '../../server/platform/mail-error.ts'
import { mailKind, queueMail, writeMails } from '../../server/platform/mail-queue.ts'
import { mailOf, nameInMail, type MailContent } from '../../server/platform/mail-template.ts'
import { createMail, type Mail } from '../../server/platform/mail.ts'
import { createMetrics } from '../../server/platform/metrics.ts'
import { createJobs } from '../../server/platform/pg-boss-jobs.ts'
import { selfSigned } from '../support/certificate.ts'
import { createDatabase } from '../support/database.ts'
import { eventually } from '../support/eventually.ts'
import { freePort } from '../support/ports.ts'
import { SmtpServerProcess } from '../support/smtp.ts'

const CONTENT: MailContent = {
  language: 'de',
  subject: 'Anke Behrens lädt Sie ein',
  heading: 'Anke Behrens lädt Sie in den Raum „Technik“ ein',
  paragraphs: ['Guten Tag,', 'im Projekt Hochwassersensorik wird heute geschrieben.'],
  button: { label: 'Raum öffnen', url: new URL('https://allmende.example/invitations/abc') },
  after: ['Der Link gilt 14 Tage.'],
  footer: ['Südwestfalen Agentur', 'Sie bekommen diese Nachricht, weil Anke Behrens Sie eingeladen hat.'],
}

let smtp: SmtpServerProcess
/** Begun with the file, because giving up takes a while. */
let neverGreeted: Promise<MailError>
const silent = createServer(() => undefined)

beforeAll(async () => {
  smtp = await SmtpServerProcess.start()
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const mail = createMail(
    { ...readConfig({}), smtpUrl: `smtp://127.0.0.1:${port}` },
    { clock: systemClock, metrics: createMetrics() },
  )
  neverGreeted = failureOf(mail.send(mailOf('ina@arnsberg.example', CONTENT))).finally(() => mail.close())
})
afterAll(async () => {
  await smtp.stop()
  silent.close()
})

function mailBy(smtpUrl: string | undefined, changes: Partial<Config> = {}): Mail {
  const config = { ...readConfig({ PUBLIC_URL: 'https://allmende.example' }), smtpUrl, ...changes }
  const mail = createMail(config, { clock: systemClock, metrics: createMetrics() })
  onTestFinished(() => mail.close())
  return mail
}

async function failureOf(sending: Promise<void>): Promise<MailError> {
  const failure = await sending.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(failure instanceof MailError)) throw new Error('it was sent', { cause: failure })
  return failure
}

describe('what arrives', () => {
  test('one mail as text and as HTML, from the installation, that names no machine and loads nothing', async () => {
    await mailBy(smtp.url).send({ ...mailOf('ina@arnsberg.example', CONTENT), fromName: 'Anke Behrens' })
    const { mail, raw, from, to, greeting } = await smtp.mailTo('ina@arnsberg.example')

    expect({ from, to, greeting }).toEqual({
      from: 'allmende@allmende.example',
      to: ['ina@arnsberg.example'],
      greeting: 'allmende.example',
    })
    expect(mail.from?.value).toEqual([{ name: 'Anke Behrens', address: 'allmende@allmende.example' }])
    expect(mail.subject).toBe(CONTENT.subject)
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
    expect(mail.messageId).toMatch(/^<[0-9a-f-]{36}@allmende\.example>$/)
    expect(raw).not.toMatch(/127\.0\.0\.1|localhost|x-mailer|nodemailer|x-originating|^received:/im)

    expect(mail.text).toContain('Raum öffnen:\nhttps://allmende.example/invitations/abc')
    const html = String(mail.html)
    expect(html).toContain('<html lang="de">')
    expect(html.match(/<a /g)).toHaveLength(2)
    expect(html).not.toMatch(/<img|<link|<script|<table|url\(|src=/i)
    for (const text of [...CONTENT.paragraphs, ...CONTENT.footer]) {
      expect(mail.text).toContain(text)
      expect(html).toContain(text)
    }
  })

  test('what people wrote is text: no mark-up, no address and no link of theirs', () => {
    const name = nameInMail(
      '<img src=x onerror=alert(1)> "Chef" <chef@stadt.example>, siehe https://www.boese.example/x',
    )
    expect(name).not.toMatch(/[<>"@/:]|\w\.\w/)
    expect(nameInMail('Dr.Ina  Groß-O’Brien ')).toBe('Dr. Ina Groß-O’Brien')
    expect(nameInMail('😀'.repeat(200))).toBe('😀'.repeat(80))

    const mail = mailOf('ina@arnsberg.example', {
      ...CONTENT,
      heading: '</h1><script>alert(1)</script>',
      footer: ['A & B "C"'],
    })
    expect(mail.html).toContain('&lt;/h1&gt;&lt;script&gt;')
    expect(mail.html).toContain('A &amp; B &quot;C&quot;')
    expect(mail.html).not.toContain('<script')
  })
})

describe('injection', () => {
  test.each([
    ['a line break', '\r\nBcc: dieb@boese.example\r\n\r\nHallo'],
    ['a lone carriage return', '\rBcc: dieb@boese.example'],
    ['a lone line feed', '\nBcc: dieb@boese.example'],
    ['breaks of Unicode', '\u2028Bcc: dieb@boese.example\u2029\u0085\u000b'],
    ['an encoded word', '=?utf-8?q?=0D=0ABcc:_dieb=40boese.example?='],
    ['reading direction and nothing to see', '\u202egnp.exe\u200b\u2066\u00ad\ufeff\u0000'],
  ])('%s in name and subject begins no header', async (_what, trick) => {
    const to = `ina.${_what.replaceAll(' ', '-')}@arnsberg.example`
    const message = { ...mailOf(to, { ...CONTENT, subject: `Einladung${trick}` }), fromName: `Anke${trick}` }
    await mailBy(smtp.url).send(message)
    const received = await smtp.mailTo(to)
    expect(received.to).toEqual([to])
    const { mail } = received
    expect(mail.bcc).toBeUndefined()
    expect(mail.headers.has('bcc')).toBe(false)
    expect(mail.from?.value).toHaveLength(1)
    expect(mail.from?.value[0]?.address).toBe('allmende@allmende.example')
    expect(mail.from?.value[0]?.name).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029@]/u)
    expect(mail.subject).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u)
    expect(mail.subject).toMatch(/^Einladung/)
    const names = [...mail.headers.keys()]
    expect(names.filter((name) => !KNOWN_HEADERS.has(name))).toEqual([])
  })

  test('a name that looks like an address does not pass for one', async () => {
    const to = 'ina.spoof@arnsberg.example'
    await mailBy(smtp.url).send({ ...mailOf(to, CONTENT), fromName: 'chef@stadt.example" <chef@stadt.example>,' })
    const { mail } = await smtp.mailTo(to)
    expect(mail.from?.value).toEqual([{ name: expect.not.stringContaining('@'), address: 'allmende@allmende.example' }])
  })
})

const KNOWN_HEADERS = new Set([
  'from',
  'to',
  'subject',
  'date',
  'message-id',
  'mime-version',
  'content-type',
  'auto-submitted',
  'x-auto-response-suppress',
])

describe('addresses', () => {
  const alike = [
    'anke@agentur.example',
    'Anke@Agentur.Example',
    'anke+allmende@agentur.example',
    "o'brien@agentur.example",
    'müller@agentur.example',
    'anke@städte.example',
    'аnke@agentur.example', // Cyrillic а: somebody else, and a mailbox all the same
  ]
  const tricks = [
    'anke@agentur.example,dieb@boese.example',
    'anke@agentur.example;dieb@boese.example',
    'anke,dieb@boese.example',
    'Anke <anke@agentur.example>',
    '"anke@agentur.example"@boese.example',
    '"anke dieb"@boese.example',
    'anke(Chefin)@agentur.example',
    'anke@agentur.example\r\nBcc: dieb@boese.example',
    'anke@agentur.example>\r\nRCPT TO:<dieb@boese.example',
    'anke@boese.example@agentur.example',
    'anke\u200b@agentur.example',
    'anke@agentur\u202e.example',
    '=?x?q?anke=40agentur.example=3e=00?=@boese.example',
    'anke@[127.0.0.1]',
    'anke@boese.example/x',
    'anke@',
    '@agentur.example',
    'anke',
    `${'a'.repeat(65)}@agentur.example`,
  ]

  test('only an address of exactly one mailbox is written to', async () => {
    expect(alike.filter((address) => !isMailAddress(address))).toEqual([])
    expect(tricks.filter(isMailAddress)).toEqual([])
    const before = smtp.received.length
    const mail = mailBy(smtp.url)
    for (const address of tricks)
      expect(await failureOf(mail.send(mailOf(address, CONTENT)))).toMatchObject({
        reason: 'recipient',
        permanent: true,
      })
    expect(smtp.received).toHaveLength(before)
  })

  test('a mailbox beyond ASCII is reached, and the letters that look alike are another', async () => {
    const mail = mailBy(smtp.url)
    await mail.send(mailOf('müller@städte.example', CONTENT))
    const { to } = await smtp.mailTo('müller@städte.example')
    expect(to).toHaveLength(1)
    expect(normalMailAddress('anke@agentur.example')).not.toBe(normalMailAddress('аnke@agentur.example'))
  })

  test('one domain is one, however it is written; what stands before the @ stays as it is', () => {
    const same = [' Anke@Agentur.Example ', 'Anke@ＡＧＥＮＴＵＲ.example', 'Anke@agentur。example']
    expect(new Set(same.map(normalMailAddress))).toEqual(new Set(['Anke@agentur.example']))
    for (const spelling of ['anke@STÄDTE.example', 'anke@sta\u0308dte.example', 'anke@xn--stdte-hra.example'])
      expect(normalMailAddress(spelling)).toBe('anke@städte.example')
    expect(normalMailAddress('a+b@x.example')).toBe('a+b@x.example')
  })
})

describe('the way to the server', () => {
  test('without a server nothing is sent, and it says so', async () => {
    const mail = mailBy(undefined)
    expect(mail.isConfigured).toBe(false)
    expect((await failureOf(mail.send(mailOf('ina@arnsberg.example', CONTENT)))).reason).toBe('unreachable')
  })

  test('a server that is down, one that says nothing, and one that refuses', async () => {
    const down = mailBy(`smtp://127.0.0.1:${await freePort()}`)
    expect(await failureOf(down.send(mailOf('ina@arnsberg.example', CONTENT)))).toMatchObject({
      reason: 'unreachable',
      permanent: false,
    })

    const unknown = await SmtpServerProcess.start()
    onTestFinished(() => unknown.stop())
    const mail = mailBy(unknown.url)
    await unknown.refuse({ code: 550, text: '5.1.1 <ina@arnsberg.example> unknown here' })
    const refused = await failureOf(mail.send(mailOf('ina@arnsberg.example', CONTENT)))
    expect(refused).toMatchObject({ reason: 'recipient', permanent: true })
    expect(refused.answer()).toContain('unknown here')
    // What is logged and kept with the job says nothing of anybody.
    expect(JSON.stringify([refused, refused.message, refused.stack])).not.toContain('ina@')
    await unknown.refuse({ code: 451, text: '4.7.1 greylisted' })
    expect(await failureOf(mail.send(mailOf('ina@arnsberg.example', CONTENT)))).toMatchObject({ permanent: false })
  })

  test('encryption is demanded and the certificate checked', async () => {
    const certificate = selfSigned('127.0.0.1')
    const foreign = selfSigned('127.0.0.1')
    const [start, upgrade] = await Promise.all([
      SmtpServerProcess.start({ tls: 'start', ...certificate }),
      SmtpServerProcess.start({ tls: 'upgrade', ...certificate }),
    ])
    onTestFinished(async () => void (await Promise.all([start.stop(), upgrade.stop()])))
    const trusting = { smtpAuthority: certificate.cert }
    const message = mailOf('ina@arnsberg.example', CONTENT)

    for (const [server, url] of [
      [start, `smtps://127.0.0.1:${start.port}`],
      [upgrade, `smtp://127.0.0.1:${upgrade.port}?tls=required`],
    ] as const) {
      await mailBy(url, trusting).send(message)
      expect((await server.mailTo(message.to)).secure).toBe(true)
      expect((await failureOf(mailBy(url).send(message))).reason).toBe('encryption')
      const byAnother = mailBy(url, { smtpAuthority: foreign.cert })
      expect((await failureOf(byAnother.send(message))).reason).toBe('encryption')
      expect(server.received).toHaveLength(1)
    }
    // A line somebody took the STARTTLS out of is not used.
    const stripped = mailBy(`${smtp.url}?tls=required`, trusting)
    expect((await failureOf(stripped.send(message))).reason).toBe('encryption')
  })

  test('signing in at the server', async () => {
    const user = { name: 'allmende', password: 'p@ss/wort' }
    const server = await SmtpServerProcess.start({ user })
    onTestFinished(() => server.stop())
    const address = (password: string) => `smtp://allmende:${encodeURIComponent(password)}@127.0.0.1:${server.port}`
    await mailBy(address(user.password)).send(mailOf('ina@arnsberg.example', CONTENT))
    expect((await server.mailTo('ina@arnsberg.example')).user).toBe('allmende')
    const failure = await failureOf(mailBy(address('falsch')).send(mailOf('ina@arnsberg.example', CONTENT)))
    expect(failure.reason).toBe('signIn')
    expect(`${failure.answer()}${failure.message}`).not.toContain('falsch')
  })

  test('a server that never greets is given up', async () => {
    expect((await neverGreeted).reason).toBe('timeout')
  })
})

describe('queued mail', () => {
  const Greeting = mailKind<{ personId: string }>('test.greeting')

  test('goes with its transaction, is written when it is sent, tried again, and leaves nothing behind', async () => {
    const database = await createDatabase()
    const { target } = database
    const db: Database = openDatabase({ target, log: createLog('silent') })
    const server = await SmtpServerProcess.start()
    const jobs = createJobs(target, db, createLog('silent'))
    const mail = mailBy(server.url)
    let name = 'Ina'
    const refused: string[] = []
    writeMails({ jobs, mail }, Greeting, {
      write: async ({ personId }) =>
        personId === 'gone'
          ? undefined
          : mailOf(`${personId}@arnsberg.example`, { ...CONTENT, heading: `Hallo ${name}` }),
      refused: async ({ personId }) => void refused.push(personId),
    })
    await jobs.start()
    onTestFinished(async () => {
      await jobs.stop()
      await db.close()
      await database.drop()
      await server.stop()
    })

    const undone = db.transaction(async (tx) => {
      await queueMail({ jobs }, tx, Greeting, { personId: 'never' })
      throw new Error('rolled back')
    })
    await expect(undone).rejects.toThrow('rolled back')
    await db.transaction(async (tx) => {
      await queueMail({ jobs }, tx, Greeting, { personId: 'ina' })
      await queueMail({ jobs }, tx, Greeting, { personId: 'gone' })
      name = 'Ina Neu'
    })
    expect((await server.mailTo('ina@arnsberg.example')).mail.text).toContain('Hallo Ina Neu')
    await eventually(async () =>
      expect(await jobs.figures()).toEqual({ waiting: 0, running: 0, failed: 0, oldestWaitingMs: null }),
    )
    expect(await db.execute(`select id from jobs.job where name = 'test.greeting'`)).toEqual([])
    expect(server.to('never@arnsberg.example')).toEqual([])

    await server.refuse({ code: 550, text: 'unknown' })
    await queueMail({ jobs }, db, Greeting, { personId: 'unknown' })
    await eventually(() => expect(refused).toEqual(['unknown']))
    await server.refuse({ code: 451, text: 'later' })
    await queueMail({ jobs }, db, Greeting, { personId: 'later' })
    const waiting = `select retry_limit, retry_backoff, output from jobs.job where name = 'test.greeting' and state = 'retry'`
    await eventually(async () =>
      expect(await db.execute(waiting)).toMatchObject([
        { retry_limit: 8, retry_backoff: true, output: { error: 'MailError' } },
      ]),
    )
  })
})
