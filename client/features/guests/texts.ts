import { defineTexts } from '../../i18n/texts.ts'

/** The words of somebody who comes by link. */
export const texts = defineTexts({
  de: {
    waitingForLink: 'Der Link wird geprüft',
    title: 'Als Gast teilnehmen',
    lead: (organisation: string) => `${organisation} lädt Sie zu einer Besprechung ein. Sie brauchen dafür kein Konto.`,
    notice: 'Was mit Ihren Angaben geschieht',
    points: {
      responsible: (organisation: string) => `Verantwortlich ist: ${organisation}. Dort können Sie nachfragen.`,
      name: 'Wir brauchen von Ihnen nur einen Namen. Er darf erfunden sein.',
      seen: 'Alle in der Besprechung sehen ihn mit dem Zeichen „Gast“.',
      media: 'Kamera und Mikrofon sind aus, bis Sie sie selbst einschalten. Nichts wird aufgezeichnet.',
      place: 'Bild und Ton laufen nur über den Server dieser Verwaltung, nicht über andere Firmen.',
      cookie: 'Ein Cookie hält Ihren Platz frei, höchstens einen Tag.',
      deleted: (minutes: number) =>
        `Name und Zugang werden ${minutes} Minuten nach der Besprechung gelöscht. Wenn Sie vorher gehen, sofort.`,
      log: 'Im Protokoll der Verwaltung bleibt, dass ein Gast eingelassen wurde. Nicht, wer es war.',
    },
    name: 'Wie sollen die anderen Sie nennen?',
    nameHint: 'Zum Beispiel Ihr Name oder „Bürgerin aus Soest“.',
    nameWrong: (most: number) =>
      `Diesen Namen können die anderen nicht richtig lesen. Bitte verwenden Sie Buchstaben und Ziffern, höchstens ${most} Zeichen.`,
    full: 'Gerade warten schon viele. Bitte versuchen Sie es in ein paar Minuten noch einmal.',
    knock: 'In den Warteraum',

    signedInAs: (name: string) => `Sie sind als ${name} angemeldet`,
    asYourself: 'Für diese Besprechung brauchen Sie keinen Gästelink. Nehmen Sie einfach mit Ihrem Konto teil.',
    joinAsYourself: 'Mit meinem Konto teilnehmen',
    notYourRoom:
      'Mit Ihrem Konto haben Sie in diese Besprechung keinen Zutritt. Wenn Sie sich abmelden, können Sie als Gast teilnehmen.',
    signOut: 'Abmelden und als Gast teilnehmen',

    waiting: 'Sie sind im Warteraum',
    waitingText: (name: string) =>
      `Gleich lässt Sie jemand ein, ${name}. Sie müssen nichts tun, es geht hier von selbst weiter.`,
    waitingSafe: 'Solange Sie warten, sieht und hört Sie niemand.',
    stopWaiting: 'Nicht mehr warten',
    admitted: 'Sie wurden eingelassen',
    meetingOf: (organisation: string) => `Besprechung · ${organisation}`,
    entering: 'Sie werden mit der Besprechung verbunden',
    notEntered: 'Die Verbindung zur Besprechung kam nicht zustande',
    preparing: 'Bild und Ton werden auf dem Server gerade vorbereitet. Es geht hier von selbst weiter.',
    tryAgain: 'Noch einmal versuchen',

    over: {
      left: 'Sie haben die Besprechung verlassen',
      leftText:
        'Schön, dass Sie da waren. Ihr Name und Ihr Zugang sind gelöscht. Mit dem Link kommen Sie wieder in den Warteraum, solange die Besprechung läuft.',
      ended: 'Die Besprechung ist zu Ende',
      endedText: (minutes: number) =>
        `Schön, dass Sie da waren. Ihr Name und Ihr Zugang werden in ${minutes} Minuten gelöscht. Sie können dieses Fenster schließen.`,
      refused: 'Sie wurden nicht eingelassen',
      refusedText: (organisation: string) =>
        `Die Moderation hat Ihre Teilnahme abgelehnt. Wenn das ein Versehen ist, wenden Sie sich bitte an ${organisation}.`,
      removed: 'Ihre Teilnahme wurde beendet',
      removedText: (organisation: string) =>
        `Die Moderation hat Sie aus der Besprechung genommen. Bild und Ton sind aus. Bei Fragen wenden Sie sich bitte an ${organisation}.`,
      elsewhere: 'Sie nehmen in einem anderen Fenster teil',
      elsewhereText: 'Hier sind Bild und Ton aus.',
      here: 'Hier weitermachen',
      gone: 'Dieser Link führt nicht mehr in eine Besprechung',
      goneText:
        'Er ist abgelaufen oder wurde zurückgezogen, oder die Besprechung ist zu Ende. Bitten Sie die Person, von der Sie ihn haben, um einen neuen.',
      noLink: 'Bitte öffnen Sie noch einmal den Link',
      noLinkText:
        'Diese Seite weiß nicht, zu welcher Besprechung Sie möchten. Öffnen Sie den Link, den Sie bekommen haben, bitte noch einmal.',
    },
  },
  en: {
    waitingForLink: 'Checking the link',
    title: 'Join as a guest',
    lead: (organisation: string) => `${organisation} invites you to a meeting. You do not need an account for it.`,
    notice: 'What happens with your data',
    points: {
      responsible: (organisation: string) => `Responsible is: ${organisation}. You can ask them about it.`,
      name: 'All we need from you is a name. It may be invented.',
      seen: 'Everybody in the meeting sees it, marked “Guest”.',
      media: 'Camera and microphone are off until you turn them on yourself. Nothing is recorded.',
      place: 'Sound and picture go through this administration’s own server only, not through other companies.',
      cookie: 'A cookie keeps your place, for a day at most.',
      deleted: (minutes: number) =>
        `Name and access are deleted ${minutes} minutes after the meeting. If you leave earlier, at once.`,
      log: 'The administration’s log keeps that a guest was let in. Not who it was.',
    },
    name: 'What should the others call you?',
    nameHint: 'For example your name, or “Resident of Soest”.',
    nameWrong: (most: number) =>
      `The others could not read this name properly. Please use letters and digits, at most ${most} characters.`,
    full: 'Many people are waiting already. Please try again in a few minutes.',
    knock: 'To the waiting room',

    signedInAs: (name: string) => `You are signed in as ${name}`,
    asYourself: 'You do not need a guest link for this meeting. Simply join with your account.',
    joinAsYourself: 'Join with my account',
    notYourRoom: 'Your account has no access to this meeting. If you sign out, you can join as a guest.',
    signOut: 'Sign out and join as a guest',

    waiting: 'You are in the waiting room',
    waitingText: (name: string) =>
      `Somebody will let you in shortly, ${name}. There is nothing to do, this page continues by itself.`,
    waitingSafe: 'While you wait nobody sees or hears you.',
    stopWaiting: 'Stop waiting',
    admitted: 'You have been let in',
    meetingOf: (organisation: string) => `Meeting · ${organisation}`,
    entering: 'Connecting you to the meeting',
    notEntered: 'The connection to the meeting could not be made',
    preparing: 'Sound and picture are being prepared on the server. This page continues by itself.',
    tryAgain: 'Try again',

    over: {
      left: 'You have left the meeting',
      leftText:
        'Thank you for coming. Your name and your access are deleted. The link takes you back to the waiting room as long as the meeting runs.',
      ended: 'The meeting is over',
      endedText: (minutes: number) =>
        `Thank you for coming. Your name and your access will be deleted in ${minutes} minutes. You can close this window.`,
      refused: 'You were not let in',
      refusedText: (organisation: string) =>
        `The moderation has declined your request. If this is a mistake, please contact ${organisation}.`,
      removed: 'Your participation has ended',
      removedText: (organisation: string) =>
        `The moderation has taken you out of the meeting. Sound and picture are off. If you have questions, please contact ${organisation}.`,
      elsewhere: 'You are taking part in another window',
      elsewhereText: 'Sound and picture are off here.',
      here: 'Continue here',
      gone: 'This link no longer leads to a meeting',
      goneText:
        'It has expired or was withdrawn, or the meeting is over. Ask the person who gave it to you for a new one.',
      noLink: 'Please open the link again',
      noLinkText:
        'This page does not know which meeting you want to join. Please open the link you were given once more.',
    },
  },
})
