import { eq } from 'drizzle-orm'
import { mailOf, nameInMail, type MailLanguage } from '../../platform/mail-template.ts'
import type { Actor } from '../../realtime/actor.ts'
import type { Deps } from '../../realtime/feature.ts'
import { users } from '../auth/index.ts'
import { organisationOf, peopleByIds } from './people.ts'

/** An administrator waits for so long; then they are shown the link, and the mail may still go out. */
const PATIENCE_MS = 8_000

interface Welcomed {
  person: { id: string; name: string; email: string }
  link: string
}

/** After the commit: sends somebody their link. Whether a mail server took it; otherwise it is shown to pass on. */
export async function mailWelcomeLink(
  deps: Pick<Deps, 'db' | 'mail' | 'config' | 'log'>,
  actor: Actor,
  { person, link }: Welcomed,
): Promise<boolean> {
  if (!deps.mail.isConfigured) return false
  const organisation = await organisationOf(deps.db, person.id)
  const adder = (await peopleByIds(deps.db, [actor.userId])).get(actor.userId)
  const [own] = await deps.db.select({ language: users.language }).from(users).where(eq(users.id, actor.userId))
  const words = texts[own?.language ?? 'de']({
    person: nameInMail(person.name),
    organisation: nameInMail(organisation?.name ?? ''),
    adder: nameInMail(adder?.name ?? ''),
    host: deps.config.publicUrl.host,
  })
  const { label, ...said } = words
  const button = { label, url: new URL(link, deps.config.publicUrl) }
  const message = mailOf(person.email, { language: own?.language ?? 'de', ...said, button })
  const sending = deps.mail.send({ ...message, fromName: adder?.name ?? '' }).then(
    () => true,
    (error: unknown) => {
      deps.log.warn({ err: error }, 'a welcome mail was not taken')
      return false
    },
  )
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS)
  })
  const sent = await Promise.race([sending, late])
  clearTimeout(timer)
  return sent
}

interface Names {
  person: string
  organisation: string
  adder: string
  host: string
}

const texts = {
  de: ({ person, organisation, adder, host }: Names) => ({
    subject: `Ihr Konto bei ${organisation}`,
    heading: `Guten Tag ${person},`,
    paragraphs: [
      `${adder} hat für Sie ein Konto bei ${organisation} vorbereitet. Mit dem folgenden Link legen Sie Ihr Passwort fest, dann kann es losgehen.`,
    ],
    label: 'Konto öffnen',
    after: ['Der Link gilt 14 Tage und nur einmal. Bitte leiten Sie diese Nachricht nicht weiter.'],
    footer: [`Allmende unter ${host}. Für Ihr Konto ist ${organisation} verantwortlich.`],
  }),
  en: ({ person, organisation, adder, host }: Names) => ({
    subject: `Your account with ${organisation}`,
    heading: `Hello ${person},`,
    paragraphs: [
      `${adder} has prepared an account with ${organisation} for you. With this link you choose your password, and off you go.`,
    ],
    label: 'Open account',
    after: ['The link is valid for 14 days, and once. Please do not forward this message.'],
    footer: [`Allmende at ${host}. ${organisation} is responsible for your account.`],
  }),
} as const satisfies Record<MailLanguage, (names: Names) => object>
