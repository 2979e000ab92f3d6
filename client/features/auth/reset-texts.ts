import { defineTexts } from '../../i18n/texts.ts'

export const resetTexts = defineTexts({
  de: {
    forgotten: 'Passwort vergessen',
    lead: 'Geben Sie die E-Mail-Adresse Ihres Kontos ein. Sie bekommen dann einen Link, mit dem Sie selbst ein neues Passwort festlegen.',
    email: 'E-Mail-Adresse',
    send: 'Link anfordern',
    sent: 'Sehen Sie in Ihr Postfach',
    sentText: (email: string) =>
      `Wenn zu ${email} ein Konto gehört, ist gleich eine E-Mail mit einem Link da. Er gilt eine Stunde. Bis dahin gilt Ihr bisheriges Passwort.`,
    sentHint:
      'Nach ein paar Minuten noch nichts da? Sehen Sie im Ordner für unerwünschte Nachrichten nach, oder prüfen Sie, ob Sie sich mit einer anderen Adresse anmelden. Sonst hilft die Verwaltung Ihrer Organisation.',
    again: 'Noch einmal anfordern',
    tooMany:
      'Für diese Adresse wurden schon mehrere Links angefordert. Der jüngste gilt. Bitte sehen Sie in Ihr Postfach, oder versuchen Sie es in einer Stunde noch einmal.',
    byAdministration: 'Diese Installation verschickt keine E-Mails',
    byAdministrationText:
      'Bitten Sie die Verwaltung Ihrer Organisation um einen neuen Link. Damit legen Sie selbst ein neues Passwort fest.',
    waiting: 'Wird geladen',
    toSignIn: 'Zur Anmeldung',
    choose: 'Neues Passwort festlegen',
    account: (email: string) => `Ihr Konto: ${email}`,
    chooseLead: 'Danach sind Sie auf allen anderen Geräten abgemeldet.',
    newPassword: 'Neues Passwort',
    passwordHint: (least: number) => `Mindestens ${least} Zeichen. Ein ganzer Satz ist leicht zu merken.`,
    save: 'Passwort festlegen',
    linkWaiting: 'Der Link wird geprüft',
    linkGone: 'Dieser Link gilt nicht mehr',
    linkGoneText:
      'Er wurde schon benutzt, ist älter als eine Stunde, oder es gibt einen neueren. Ihr Passwort ist unverändert. Fordern Sie bei Bedarf einen neuen Link an.',
    askAgain: 'Neuen Link anfordern',
  },
  en: {
    forgotten: 'Forgotten password',
    lead: 'Enter the e-mail address of your account. You will get a link with which you choose a new password yourself.',
    email: 'E-mail address',
    send: 'Send me a link',
    sent: 'Look into your mailbox',
    sentText: (email: string) =>
      `If an account belongs to ${email}, an e-mail with a link will be there in a moment. It works for one hour. Until then your current password stays valid.`,
    sentHint:
      'Nothing there after a few minutes? Look into your junk folder, or check whether you sign in with another address. Otherwise your organisation’s administrators can help.',
    again: 'Ask again',
    tooMany:
      'Several links have been asked for this address already. The latest one works. Please look into your mailbox, or try again in an hour.',
    byAdministration: 'This installation does not send e-mail',
    byAdministrationText:
      'Ask your organisation’s administrators for a new link. With it you choose a new password yourself.',
    waiting: 'Loading',
    toSignIn: 'Go to sign-in',
    choose: 'Choose a new password',
    account: (email: string) => `Your account: ${email}`,
    chooseLead: 'After that you are signed out on all other devices.',
    newPassword: 'New password',
    passwordHint: (least: number) => `At least ${least} characters. A whole sentence is easy to remember.`,
    save: 'Set password',
    linkWaiting: 'Checking the link',
    linkGone: 'This link is no longer valid',
    linkGoneText:
      'It has been used, is older than an hour, or there is a newer one. Your password is unchanged. Ask for a new link if you need one.',
    askAgain: 'Ask for a new link',
  },
})
