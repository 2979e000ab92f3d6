import { defineTexts, plural } from '../../i18n/texts.ts'

export const ruleTexts = defineTexts({
  de: {
    title: 'Zweiter Schritt bei der Anmeldung',
    lead: 'Mit einem zweiten Schritt, einer App auf dem Telefon oder einem Passkey, nützt ein erratenes Passwort niemandem.',
    waiting: 'Wird geladen',
    again: 'Noch einmal versuchen',
    who: 'Wer braucht ihn?',
    rules: {
      optional: { name: 'Niemand muss', hint: 'Alle können ihn für sich in den Einstellungen einrichten.' },
      admins: { name: 'Wer verwaltet', hint: 'Alle, die Ihre Organisation oder die Installation verwalten.' },
      everybody: { name: 'Alle', hint: 'Alle Personen Ihrer Organisation.' },
    },
    without: (n: number) =>
      plural(n, {
        none: 'Alle, die es betrifft, haben schon einen.',
        one: 'Eine Person, die es betrifft, hat noch keinen.',
        other: `${n} Personen, die es betrifft, haben noch keinen.`,
      }),
    grace:
      'Wer noch keinen hat, richtet ihn bei der nächsten Anmeldung ein; das dauert zwei Minuten. Wer gerade angemeldet ist, kann noch sieben Tage weiterarbeiten. Laufende Besprechungen werden nicht unterbrochen.',
    save: 'Speichern',
    saved: 'Gespeichert',
    lost: 'Zweiten Schritt zurücksetzen',
    lostHint: 'Wenn Telefon, Passkey und Ersatzcodes fehlen.',
    lostTitle: (name: string) => `Zweiten Schritt von ${name} zurücksetzen?`,
    lostText: (name: string) =>
      `${name} meldet sich danach wieder nur mit dem Passwort an und ist überall abgemeldet. Vergewissern Sie sich vorher, dass wirklich ${name} darum bittet, am besten persönlich. Es wird im Protokoll festgehalten.`,
    lostConfirm: 'Zurücksetzen',
  },
  en: {
    title: 'Second step at sign-in',
    lead: 'With a second step, an app on the phone or a passkey, a guessed password is of no use to anybody.',
    waiting: 'Loading',
    again: 'Try again',
    who: 'Who needs it?',
    rules: {
      optional: { name: 'Nobody has to', hint: 'Everybody can set it up for themselves in the settings.' },
      admins: { name: 'Administrators', hint: 'Everybody who administers your organisation or the installation.' },
      everybody: { name: 'Everybody', hint: 'All people of your organisation.' },
    },
    without: (n: number) =>
      plural(n, {
        none: 'Everybody concerned has one already.',
        one: 'One person concerned has none yet.',
        other: `${n} people concerned have none yet.`,
      }),
    grace:
      'Whoever has none yet sets it up at the next sign-in, which takes two minutes. Whoever is signed in now can go on for seven days. Running meetings are not interrupted.',
    save: 'Save',
    saved: 'Saved',
    lost: 'Reset second step',
    lostHint: 'When phone, passkey and recovery codes are missing.',
    lostTitle: (name: string) => `Reset ${name}’s second step?`,
    lostText: (name: string) =>
      `After that ${name} signs in with the password alone again and is signed out everywhere. Make sure first that it really is ${name} who asks, best of all in person. It is kept in the log.`,
    lostConfirm: 'Reset',
  },
})
