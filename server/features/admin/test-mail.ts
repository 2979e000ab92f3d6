import { eq } from 'drizzle-orm'
import type { MailSettings, SendTestMail } from '#protocol/admin'
import type { OutputOf } from '#wire/command'
import { Refusal } from '#wire/refusal'
import type { Static } from 'typebox'
import { parseSmtpUrl } from '../../../config/smtp-url.ts'
import { recordAudit } from '../../platform/audit-log.ts'
import { MailError } from '../../platform/mail-error.ts'
import { mailOf, type MailLanguage } from '../../platform/mail-template.ts'
import type { Limit } from '../../platform/rate-limits.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { personEmail, users } from '../auth/index.ts'
import { accessInstallation } from '../orgs/index.ts'
import { testMailTexts } from './test-mail-texts.ts'

const TESTS: Limit = { name: 'admin.testMail', points: 10, perSeconds: 10 * 60 }

export async function readMailSettings(deps: Deps, actor: Actor): Promise<Static<typeof MailSettings>> {
  await accessInstallation(deps.db, actor, 'installation.manage')
  const { smtpUrl, mailFrom } = deps.config
  const { to } = await readRecipient(deps, actor)
  const server = smtpUrl === undefined ? undefined : parseSmtpUrl(smtpUrl)
  return {
    isConfigured: deps.mail.isConfigured,
    from: `${mailFrom.name} <${mailFrom.address}>`,
    to,
    server: server ? { host: server.host, port: server.port, isEncrypted: server.tls !== 'none' } : null,
  }
}

/** Goes only to whoever asks: nobody is written to by way of a test. */
export async function sendTestMail(deps: Deps, actor: Actor): Promise<OutputOf<typeof SendTestMail>> {
  await accessInstallation(deps.db, actor, 'installation.manage')
  if (!deps.mail.isConfigured) throw new Refusal('unavailable', 'there is no mail server')
  await deps.limits.take(TESTS, actor.userId)
  const { to, language } = await readRecipient(deps, actor)
  const { publicUrl } = deps.config
  const { label, footer, ...said } = testMailTexts[language]
  const button = { label, url: new URL('/', publicUrl) }
  const message = mailOf(to, { ...said, language, button, footer: footer(publicUrl.host) })
  const result = await deps.mail.send(message).then(
    () => ({ outcome: 'sent' as const, answer: null }),
    (error: unknown) => {
      if (!(error instanceof MailError)) throw error
      return { outcome: error.reason, answer: error.answer() ?? null }
    },
  )
  await deps.db.transaction(async (tx) => {
    const details = { outcome: result.outcome }
    recordAudit(deps, tx, { event: 'admin.testMailSent', actorId: actor.userId, details })
  })
  return result
}

async function readRecipient({ db }: Deps, { userId }: Actor): Promise<{ to: string; language: MailLanguage }> {
  const [me] = await db.select({ to: personEmail, language: users.language }).from(users).where(eq(users.id, userId))
  if (!me) throw new Refusal('unauthenticated', 'no such person')
  return { to: me.to, language: me.language ?? 'de' }
}
