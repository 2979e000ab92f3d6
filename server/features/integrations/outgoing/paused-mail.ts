import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { Refusal } from '#wire/refusal'
import { mailKind } from '../../../platform/mail-queue.ts'
import { mailOf, nameInMail, type MailLanguage } from '../../../platform/mail-template.ts'
import type { MailMessage } from '../../../platform/mail.ts'
import type { Deps } from '../../../realtime/feature.ts'
import { personEmail, users } from '../../auth/index.ts'
import { accessProgram } from '../programs.ts'
import { outgoingHooks, programs } from '../tables.ts'

/** For whoever made the hook: nothing is sent any more until somebody looks after it. */
export const HookPausedMail = mailKind<{ programId: string }>('integrations.hookPausedMail')

const texts: Readonly<
  Record<
    MailLanguage,
    {
      subject: string
      lead: (name: string) => string
      because: { failing: string; gone: string }
      label: string
      after: string
      footer: (host: string) => string[]
    }
  >
> = {
  de: {
    subject: 'Ein Webhook wurde angehalten',
    lead: (name) => `der Webhook „${name}“, den Sie eingerichtet haben, wurde angehalten.`,
    because: {
      failing: 'Der Empfänger war einen Tag lang nicht zu erreichen.',
      gone: 'Der Empfänger meldet, dass es ihn nicht mehr gibt.',
    },
    label: 'Zum Webhook',
    after: 'Es geht nichts verloren: Wenn Sie ihn fortsetzen, wird gesendet, was inzwischen geschah.',
    footer: (host) => [
      `Allmende unter ${host}.`,
      'Sie bekommen diese Nachricht, weil Sie den Webhook eingerichtet haben. Es ist keine Antwort möglich.',
    ],
  },
  en: {
    subject: 'A webhook has been paused',
    lead: (name) => `the webhook “${name}”, which you set up, has been paused.`,
    because: {
      failing: 'The receiver could not be reached for a day.',
      gone: 'The receiver says that it does not exist any more.',
    },
    label: 'Go to the webhook',
    after: 'Nothing is lost: when you resume it, what happened meanwhile is sent.',
    footer: (host) => [
      `Allmende at ${host}.`,
      'You receive this message because you set up the webhook. Replies are not read.',
    ],
  },
}

/** As it is by now: nothing where it was resumed or removed, and nobody who does not manage it any more. */
export async function writePaused({ db, config }: Deps, programId: string): Promise<MailMessage | undefined> {
  const [hook] = await db
    .select({ because: outgoingHooks.pausedBecause, program: programs })
    .from(outgoingHooks)
    .innerJoin(programs, eq(programs.userId, outgoingHooks.programId))
    .where(and(eq(outgoingHooks.programId, programId), isNotNull(outgoingHooks.pausedAt)))
  const { createdBy, roomId, projectId } = hook?.program ?? {}
  if (!hook?.because || !createdBy) return undefined
  const [keeper] = await db
    .select({ email: personEmail, language: users.language })
    .from(users)
    .where(and(eq(users.id, createdBy), eq(users.kind, 'person'), isNull(users.deactivatedAt)))
  if (!keeper || !(await manages({ db }, createdBy, programId))) return undefined
  const [account] = await db.select({ name: users.name }).from(users).where(eq(users.id, programId))
  const words = texts[keeper.language ?? 'de']
  const path = roomId ? `/rooms/${roomId}/programs` : `/projects/${projectId}/programs`
  return mailOf(keeper.email, {
    language: keeper.language ?? 'de',
    subject: words.subject,
    heading: words.subject,
    paragraphs: [
      keeper.language === 'en' ? 'Hello,' : 'Guten Tag,',
      words.lead(nameInMail(account?.name ?? '')),
      words.because[hook.because],
    ],
    button: { label: words.label, url: new URL(path, config.publicUrl) },
    after: [words.after],
    footer: words.footer(config.publicUrl.host),
  })
}

async function manages({ db }: Pick<Deps, 'db'>, userId: string, programId: string): Promise<boolean> {
  try {
    await accessProgram(db, { userId, sessionId: userId }, programId)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
