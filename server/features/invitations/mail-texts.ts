import type { MailLanguage } from '../../platform/mail-template.ts'

/** Names as they may stand in a mail. */
interface InvitationNames {
  inviter: string
  town: string | null
  project: string
  room: string | null
  invited: string | null
  until: string
  host: string
}

interface Words {
  subject: string
  heading: string
  paragraphs: readonly string[]
  label: string
  after: readonly string[]
  footer: readonly string[]
}

export const invitationWords: Readonly<Record<MailLanguage, (names: InvitationNames) => Words>> = {
  de: ({ inviter, town, project, room, invited, until, host }) => ({
    subject: `${inviter} lädt Sie in das Projekt „${project}“ ein`,
    heading: invited === null ? 'Guten Tag,' : `Guten Tag ${invited},`,
    paragraphs: [
      `${inviter}${town === null ? '' : ` (${town})`} möchte mit Ihnen im Projekt „${project}“ zusammenarbeiten.`,
      room === null
        ? 'Dort schreiben und besprechen sich alle Beteiligten an einem Ort.'
        : `Sie kommen direkt in den Raum „${room}“. Dort schreiben und besprechen sich die Beteiligten.`,
    ],
    label: 'Einladung ansehen',
    after: [`Die Einladung gilt bis zum ${until} und nur für Sie. Bitte leiten Sie diese Nachricht nicht weiter.`],
    footer: [
      `Diese Nachricht kommt von ${host}, weil ${inviter} Ihre Adresse dort eingetragen hat.`,
      'Wenn Sie nicht teilnehmen möchten, brauchen Sie nichts zu tun: Ihre Adresse wird danach gelöscht.',
    ],
  }),
  en: ({ inviter, town, project, room, invited, until, host }) => ({
    subject: `${inviter} invites you to the project “${project}”`,
    heading: invited === null ? 'Hello,' : `Hello ${invited},`,
    paragraphs: [
      `${inviter}${town === null ? '' : ` (${town})`} would like to work with you in the project “${project}”.`,
      room === null
        ? 'There everybody involved writes and meets in one place.'
        : `You come straight into the room “${room}”, where those involved write and meet.`,
    ],
    label: 'View invitation',
    after: [`The invitation is valid until ${until}, and for you only. Please do not forward this message.`],
    footer: [
      `This message comes from ${host}, because ${inviter} entered your address there.`,
      'If you do not want to take part there is nothing to do: your address is deleted afterwards.',
    ],
  }),
}

/** The mail by which somebody proves their address to their own organisation. */
export const joinWords: Readonly<Record<MailLanguage, (names: { organisation: string; host: string }) => Words>> = {
  de: ({ organisation, host }) => ({
    subject: `Ihr Konto bei ${organisation}`,
    heading: 'Guten Tag,',
    paragraphs: [`mit diesem Link legen Sie Ihr Konto bei ${organisation} an. Danach können Sie sich anmelden.`],
    label: 'Konto anlegen',
    after: ['Der Link gilt 24 Stunden und nur einmal.'],
    footer: [
      `Diese Nachricht kommt von ${host}, weil dort jemand Ihre Adresse eingegeben hat.`,
      'Wenn Sie das nicht waren, brauchen Sie nichts zu tun.',
    ],
  }),
  en: ({ organisation, host }) => ({
    subject: `Your account with ${organisation}`,
    heading: 'Hello,',
    paragraphs: [`With this link you create your account with ${organisation}. After that you can sign in.`],
    label: 'Create account',
    after: ['The link is valid for 24 hours, and once.'],
    footer: [
      `This message comes from ${host}, because somebody entered your address there.`,
      'If that was not you, there is nothing to do.',
    ],
  }),
}

/** To an address that has an account already: whoever asked learns it there, not on the page. */
export const knownWords: Readonly<Record<MailLanguage, (names: { host: string }) => Words>> = {
  de: ({ host }) => ({
    subject: 'Sie haben schon ein Konto',
    heading: 'Guten Tag,',
    paragraphs: ['für Ihre Adresse gibt es schon ein Konto. Bitte melden Sie sich damit an.'],
    label: 'Zur Anmeldung',
    after: [],
    footer: [
      `Diese Nachricht kommt von ${host}, weil dort jemand mit Ihrer Adresse ein Konto anlegen wollte.`,
      'Wenn Sie das nicht waren, brauchen Sie nichts zu tun.',
    ],
  }),
  en: ({ host }) => ({
    subject: 'You already have an account',
    heading: 'Hello,',
    paragraphs: ['There already is an account for your address. Please sign in with it.'],
    label: 'Go to sign-in',
    after: [],
    footer: [
      `This message comes from ${host}, because somebody wanted to create an account with your address there.`,
      'If that was not you, there is nothing to do.',
    ],
  }),
}
