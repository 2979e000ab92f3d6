import { defineTexts } from '../../i18n/texts.ts'

export const texts = defineTexts({
  de: {
    signIn: 'Anmeldung',
    byTown: 'Mit dem Konto Ihrer Organisation anmelden',
    byTownLead:
      'Viele Städte und Kreise melden ihre Leute mit dem Konto an, das sie schon für den Rechner oder die Mail haben. Ihre dienstliche Adresse sagt uns, wo Ihre Anmeldung ist.',
    email: 'Dienstliche E-Mail-Adresse',
    go: 'Weiter zur Anmeldung',
    unknownDomain: (domain: string) =>
      `Für Adressen mit „${domain}“ ist hier keine eigene Anmeldung eingerichtet. Melden Sie sich mit Ihrem Passwort an, oder fragen Sie die Verwaltung Ihrer Organisation.`,
    found: 'Ihre Organisation hat hier eine eigene Anmeldung:',
    foundOnly: (name: string) => `Wer zu ${name} gehört, meldet sich nur mit diesem Konto an:`,
    withAccountOf: (name: string) => `Mit dem Konto von ${name} anmelden`,
    welcomeTo: (name: string) => `Anmeldung für ${name}`,
    townLead: (name: string) =>
      `Sie gehen jetzt zur Anmeldeseite von ${name} und kommen danach von selbst hierher zurück. Ihr Passwort bleibt dort.`,
    none: 'Unter diesem Link ist keine eigene Anmeldung einer Organisation eingerichtet.',
    toPassword: 'Mit Passwort anmelden',
    waiting: 'Die Anmeldung wird gesucht',
    again: 'Noch einmal versuchen',
  },
  en: {
    signIn: 'Sign-in',
    byTown: 'Sign in with your organisation’s account',
    byTownLead:
      'Many towns and districts have their staff sign in with the account they already use for their computer or mail. Your work address tells us where your sign-in is.',
    email: 'Work e-mail address',
    go: 'Continue to sign-in',
    unknownDomain: (domain: string) =>
      `There is no separate sign-in here for addresses at “${domain}”. Sign in with your password, or ask your organisation’s administrators.`,
    found: 'Your organisation has its own sign-in here:',
    foundOnly: (name: string) => `People of ${name} sign in with this account only:`,
    withAccountOf: (name: string) => `Sign in with your ${name} account`,
    welcomeTo: (name: string) => `Sign-in for ${name}`,
    townLead: (name: string) =>
      `You are now going to the sign-in page of ${name} and will come back here by yourself. Your password stays there.`,
    none: 'There is no sign-in of an organisation behind this link.',
    toPassword: 'Sign in with a password',
    waiting: 'Looking for the sign-in',
    again: 'Try again',
  },
})
