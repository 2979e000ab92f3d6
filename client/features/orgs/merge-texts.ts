import { defineTexts } from '../../i18n/texts.ts'

export const texts = defineTexts({
  de: {
    open: 'Mit anderem Konto zusammenlegen',
    title: (name: string) => `Konto von ${name} zusammenlegen`,
    text: (name: string, email: string) =>
      `Hat ${name} zwei Konten, wird eines daraus. Das Konto ${email} gibt es danach nicht mehr. Das lässt sich nicht rückgängig machen.`,
    keep: 'Welches Konto bleibt?',
    keepHint: 'Wählen Sie nur ein Konto derselben Person. Wer es benutzt, sieht danach alles, was dieses Konto sah.',
    stays: (name: string, email: string) =>
      `Es bleibt ${name} (${email}). Geschriebenes, Reaktionen und Gelesenes beider Konten gehören dann dazu. Beide werden abgemeldet.`,
    comes: 'Diese Projekte kommen hinzu, oder die Rolle darin ändert sich:',
    roles: { lead: 'Leitung', member: 'Mitarbeit', viewer: 'Lesen', external: 'Extern' },
    merge: 'Zusammenlegen',
    waiting: 'Wird geladen',
    notThese:
      'Diese beiden Konten lassen sich so nicht zusammenlegen: Das eigene Konto muss jemand anderes zusammenlegen, und das Konto, das bleibt, darf nicht gesperrt sein. Es wurde nichts geändert.',
    twoPeople: 'Beim Anmeldedienst Ihrer Organisation sind das zwei verschiedene Personen. Es wurde nichts geändert.',
  },
  en: {
    open: 'Merge with another account',
    title: (name: string) => `Merge the account of ${name}`,
    text: (name: string, email: string) =>
      `If ${name} has two accounts, they become one. The account ${email} will be gone. This cannot be undone.`,
    keep: 'Which account stays?',
    keepHint: 'Choose only an account of the same person. Whoever uses it will see everything this account saw.',
    stays: (name: string, email: string) =>
      `${name} (${email}) stays. What was written, reacted to and read with either account will belong to it. Both are signed out.`,
    comes: 'These projects are added, or the role in them changes:',
    roles: { lead: 'Lead', member: 'Member', viewer: 'Reader', external: 'External' },
    merge: 'Merge',
    waiting: 'Loading',
    notThese:
      'These two accounts cannot be merged like this: somebody else has to merge your own account, and the account that stays must not be locked. Nothing was changed.',
    twoPeople: 'At the sign-in service of your organisation these are two different people. Nothing was changed.',
  },
})
