import { defineTexts } from '../../i18n/texts.ts'

/** For those who administrate an organisation. */
export const texts = defineTexts({
  de: {
    invitations: 'Einladungen',
    waiting: 'Einladungen werden geladen',
    lead: 'Offene Einladungen in Projekte, die Ihre Leute betreffen: Personen mit einem Konto bei Ihnen, und Adressen aus Ihren E-Mail-Domains. Sie entscheiden, wer davon ein Konto bekommt.',
    none: 'Zurzeit ist niemand von Ihnen eingeladen',
    noneText: 'Sobald jemand eine Person aus Ihrer Organisation in ein Projekt einlädt, steht es hier.',
    ownAffair: 'Das sieht nur die Verwaltung dieser Organisation selbst.',
    again: 'Noch einmal versuchen',
    about: (project: string, inviter: string) => `in das Projekt ${project}, von ${inviter}`,
    inviter: (name: string, organisation: string) => `${name} (${organisation})`,
    until: (day: string) => `gilt bis ${day}`,
    states: { hasAccount: 'hat ein Konto', admitted: 'darf ein Konto anlegen', waiting: 'wartet auf Sie' },
    admit: 'Konto erlauben',
    admitOf: (email: string) => `${email} ein Konto erlauben`,
    decline: 'Ablehnen',
    declineOf: (email: string) => `Einladung an ${email} ablehnen`,
    declineTitle: 'Einladung ablehnen?',
    declineText: (email: string) =>
      `Der Link an ${email} gilt sofort nicht mehr. Wer eingeladen hat, sieht nur, dass die Einladung nicht mehr offen ist.`,
  },
  en: {
    invitations: 'Invitations',
    waiting: 'Loading invitations',
    lead: 'Open invitations to projects that concern your people: those with an account here, and addresses in your mail domains. You decide which of them get an account.',
    none: 'Nobody of yours is invited at the moment',
    noneText: 'As soon as somebody invites a person of your organisation to a project, you find it here.',
    ownAffair: 'Only the administrators of this organisation see this.',
    again: 'Try again',
    about: (project: string, inviter: string) => `to the project ${project}, by ${inviter}`,
    inviter: (name: string, organisation: string) => `${name} (${organisation})`,
    until: (day: string) => `valid until ${day}`,
    states: { hasAccount: 'has an account', admitted: 'may create an account', waiting: 'waits for you' },
    admit: 'Allow an account',
    admitOf: (email: string) => `Allow an account for ${email}`,
    decline: 'Decline',
    declineOf: (email: string) => `Decline the invitation to ${email}`,
    declineTitle: 'Decline the invitation?',
    declineText: (email: string) =>
      `The link to ${email} stops working at once. Whoever invited only sees that the invitation is no longer open.`,
  },
})
