import { createTransport } from 'nodemailer'
import type { Config } from '../../config/env.ts'
import { hostName } from '../../config/mail-from.ts'
import { parseSmtpUrl } from '../../config/smtp-url.ts'
import type { Clock } from './clock.ts'
import { newId } from './ids.ts'
import { isMailAddress } from './mail-address.ts'
import { MailError, explainFailure } from './mail-error.ts'
import { lineInMail, nameInMail } from './mail-template.ts'
import type { Metrics } from './metrics.ts'

/** A mail to one person, ready to be sent: made by `mailOf`. */
export interface MailMessage {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Shown as the sender in place of the installation's name, e.g. the colleague who invites. The address stays the installation's. */
  readonly fromName?: string
}

export interface Mail {
  /** Whether this installation can send mail at all. Otherwise links are shown to copy. */
  readonly isConfigured: boolean
  /** Sends now; `MailError` when no server takes it. For mail somebody waits for; everything else goes through `queueMail`. */
  send(message: MailMessage): Promise<void>
  close(): void
}

const CONNECT_MS = 10_000
const SILENCE_MS = 20_000
/** All of it: connecting, signing in, handing over. */
const SEND_MS = 60_000

/** Mail by SMTP, when there is a server for it. */
export function createMail(config: Config, { clock, metrics }: { clock: Clock; metrics: Metrics }): Mail {
  if (config.smtpUrl === undefined) return withoutServer
  const pool = openPool(config, config.smtpUrl)
  const host = hostName(config.publicUrl)
  const { mailFrom } = config
  const sent = metrics.counter('mails_total', 'Mails handed to the mail server, by outcome.', ['outcome'])

  async function hand(message: MailMessage): Promise<void> {
    const { to, text, html } = message
    if (!isMailAddress(to)) throw new MailError('recipient', { permanent: true })
    const name = nameInMail(message.fromName ?? '') || mailFrom.name
    await pool.sendMail({
      from: { name, address: mailFrom.address },
      to: { name: '', address: to },
      envelope: { from: mailFrom.address, to: [to] },
      subject: lineInMail(message.subject),
      text,
      html,
      xMailer: false,
      date: clock.now(),
      messageId: `<${newId()}@${host}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      signal: AbortSignal.timeout(SEND_MS),
    })
  }

  return {
    isConfigured: true,
    async send(message) {
      try {
        await hand(message)
        sent.inc({ outcome: 'sent' })
      } catch (error) {
        const failure = explainFailure(error)
        sent.inc({ outcome: failure.reason })
        throw failure
      }
    },
    close: () => pool.close({ force: true }),
  }
}

function openPool({ publicUrl, smtpAuthority }: Config, smtpUrl: string) {
  const { host, port, tls, user } = parseSmtpUrl(smtpUrl)
  return createTransport({
    pool: true,
    host,
    port,
    secure: tls === 'start',
    requireTLS: tls === 'upgrade',
    ignoreTLS: tls === 'none',
    tls: {
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ...(smtpAuthority === undefined ? {} : { ca: smtpAuthority }),
    },
    ...(user ? { auth: { user: user.name, pass: user.password } } : {}),
    // Otherwise the server's own network address greets, and stands in every mail's first header.
    name: hostName(publicUrl),
    maxConnections: 3,
    idleTimeout: 30_000,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

const withoutServer: Mail = {
  isConfigured: false,
  async send() {
    throw new MailError('unreachable', { permanent: true })
  },
  close() {},
}
