import { mailKind } from '../../platform/mail-queue.ts'
import { mailOf, type MailContent, type MailLanguage } from '../../platform/mail-template.ts'
import type { MailMessage } from '../../platform/mail.ts'

/** For whoever has the account of this address, if anybody has. */
export const PasswordResetMail = mailKind<{ email: string }>('auth.passwordResetMail')
export const PasswordChangedMail = mailKind<{ userId: string }>('auth.passwordChangedMail')

interface Recipient {
  readonly email: string
  readonly language: MailLanguage | null
}

type Said = Omit<MailContent, 'language' | 'button' | 'footer'> & { readonly label: string }

const texts: Readonly<
  Record<MailLanguage, { reset: Said; noPassword: Said; changed: Said; footer: (host: string) => string[] }>
> = {
  de: {
    reset: {
      subject: 'Neues Passwort festlegen',
      heading: 'Legen Sie ein neues Passwort fest',
      paragraphs: [
        'Guten Tag,',
        'für Ihr Konto bei Allmende wurde ein neues Passwort angefordert. Mit dem folgenden Link legen Sie es selbst fest.',
      ],
      label: 'Neues Passwort festlegen',
      after: [
        'Der Link gilt eine Stunde und nur einmal. Danach sind Sie auf allen Geräten abgemeldet und melden sich mit dem neuen Passwort an.',
        'Sie haben das nicht angefordert? Dann brauchen Sie nichts zu tun: Ihr bisheriges Passwort gilt weiter.',
      ],
    },
    noPassword: {
      subject: 'Ihre Anmeldung bei Allmende',
      heading: 'Für Ihr Konto gibt es kein Passwort',
      paragraphs: [
        'Guten Tag,',
        'für Ihr Konto bei Allmende wurde ein neues Passwort angefordert. Sie melden sich dort aber nicht mit einem Passwort an, sondern mit dem Konto Ihrer Organisation oder zum ersten Mal mit dem Link aus Ihrer Einladung.',
      ],
      label: 'Zur Anmeldung',
      after: ['Kommen Sie so nicht hinein, hilft Ihnen die Verwaltung Ihrer Organisation weiter.'],
    },
    changed: {
      subject: 'Ihr Passwort wurde geändert',
      heading: 'Ihr Passwort wurde geändert',
      paragraphs: [
        'Guten Tag,',
        'das Passwort Ihres Kontos bei Allmende wurde gerade über den Link aus einer E-Mail neu festgelegt. Alle Geräte wurden abgemeldet.',
      ],
      label: 'Zur Anmeldung',
      after: [
        'Waren Sie das nicht? Dann fordern Sie auf der Seite zur Anmeldung gleich ein neues Passwort an und sagen Sie der Verwaltung Ihrer Organisation Bescheid: Jemand hat dann Zugriff auf Ihr Postfach.',
      ],
    },
    footer: (host) => [
      `Allmende unter ${host}. Für Ihr Konto ist Ihre Organisation verantwortlich.`,
      'Sie bekommen diese Nachricht, weil zu dieser Adresse ein Konto gehört. Antworten darauf liest niemand.',
    ],
  },
  en: {
    reset: {
      subject: 'Choose a new password',
      heading: 'Choose a new password',
      paragraphs: [
        'Hello,',
        'somebody asked for a new password for your Allmende account. Use this link to choose it yourself.',
      ],
      label: 'Choose a new password',
      after: [
        'The link works for one hour and only once. After that you are signed out on all devices and sign in with the new password.',
        'You did not ask for this? Then there is nothing to do: your current password stays valid.',
      ],
    },
    noPassword: {
      subject: 'Signing in to Allmende',
      heading: 'Your account has no password',
      paragraphs: [
        'Hello,',
        'somebody asked for a new password for your Allmende account. But you do not sign in there with a password: you use the account of your organisation or, the first time, the link in your invitation.',
      ],
      label: 'Go to sign-in',
      after: ['If you cannot get in that way, your organisation’s administrators can help you.'],
    },
    changed: {
      subject: 'Your password has been changed',
      heading: 'Your password has been changed',
      paragraphs: [
        'Hello,',
        'the password of your Allmende account has just been set anew with a link from an e-mail. All devices have been signed out.',
      ],
      label: 'Go to sign-in',
      after: [
        'That was not you? Then ask for a new password on the sign-in page right away and tell your organisation’s administrators: somebody can read your mail.',
      ],
    },
    footer: (host) => [
      `Allmende at ${host}. Your organisation is responsible for your account.`,
      'You receive this message because an account belongs to this address. Replies are not read.',
    ],
  },
}

export function resetMail(to: Recipient, link: URL): MailMessage {
  return write(to, 'reset', link)
}

/** For whoever has an account and no password that could be forgotten. */
export function noPasswordMail(to: Recipient, publicUrl: URL): MailMessage {
  return write(to, 'noPassword', new URL('/sign-in', publicUrl))
}

export function changedMail(to: Recipient, publicUrl: URL): MailMessage {
  return write(to, 'changed', new URL('/sign-in', publicUrl))
}

function write({ email, language }: Recipient, which: 'reset' | 'noPassword' | 'changed', url: URL): MailMessage {
  const words = texts[language ?? 'de']
  const { label, ...said } = words[which]
  const button = { label, url }
  return mailOf(email, { ...said, language: language ?? 'de', button, footer: words.footer(url.host) })
}
