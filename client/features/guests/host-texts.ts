import { formatList } from '../../i18n/format.ts'
import { defineTexts, plural } from '../../i18n/texts.ts'

/** The words of those who let guests in. */
export const hostTexts = defineTexts({
  de: {
    guests: 'Gäste',
    waitingNow: (names: readonly string[]) =>
      plural(names.length, {
        one: `${names[0] ?? ''} möchte als Gast teilnehmen`,
        other: `${names.length} Gäste warten: ${formatList(names)}`,
      }),
    admit: 'Einlassen',
    admitNamed: (name: string) => `${name} einlassen`,
    admitAll: 'Alle einlassen',
    refuse: 'Ablehnen',
    refuseNamed: (name: string) => `${name} ablehnen`,
    remove: 'Entfernen',
    removeNamed: (name: string) => `${name} aus der Besprechung entfernen`,
    removeTitle: (name: string) => `${name} entfernen?`,
    removeText:
      'Bild und Ton enden für diesen Gast sofort. Mit demselben Browser kommt er in diese Besprechung nicht mehr hinein.',
    refuseTitle: (name: string) => `${name} ablehnen?`,
    refuseText:
      'Der Gast erfährt, dass er nicht eingelassen wurde. Mit demselben Browser kann er nicht noch einmal anklopfen.',
    waits: 'wartet im Warteraum',
    isIn: 'ist eingelassen',
    nobody: 'Niemand wartet. Mit einem Gästelink kann jemand ohne Konto an dieser Besprechung teilnehmen.',
    invite: 'Gäste einladen',
    valid: 'Wie lange soll der Link gelten?',
    validMeeting: 'Solange die Besprechung läuft',
    validMeetingHint: 'Höchstens einen Tag',
    validHour: 'Eine Stunde',
    make: 'Link erstellen',
    link: 'Gästelink',
    linkHint:
      'Er gilt nur für diese Besprechung und wird nur jetzt angezeigt. Wer ihm folgt, wartet, bis Sie ihn einlassen.',
    another: 'Noch einen Link erstellen',
    links: 'Gültige Links',
    linkOf: (name: string, time: string) => `Von ${name}, ${time} Uhr`,
    whileMeeting: 'gilt, solange die Besprechung läuft',
    until: (time: string) => `gilt bis ${time} Uhr`,
    revoke: 'Zurückziehen',
    revokeNamed: (of: string) => `Link zurückziehen: ${of}`,
    revoked: 'Der Link gilt nicht mehr',
    done: 'Fertig',
    enough:
      'Für diese Besprechung gibt es schon genug Links. Ziehen Sie einen zurück, bevor Sie einen neuen erstellen.',
  },
  en: {
    guests: 'Guests',
    waitingNow: (names: readonly string[]) =>
      plural(names.length, {
        one: `${names[0] ?? ''} would like to join as a guest`,
        other: `${names.length} guests are waiting: ${formatList(names)}`,
      }),
    admit: 'Let in',
    admitNamed: (name: string) => `Let ${name} in`,
    admitAll: 'Let everybody in',
    refuse: 'Decline',
    refuseNamed: (name: string) => `Decline ${name}`,
    remove: 'Remove',
    removeNamed: (name: string) => `Remove ${name} from the meeting`,
    removeTitle: (name: string) => `Remove ${name}?`,
    removeText:
      'Sound and picture end for this guest at once. With the same browser they cannot come back into this meeting.',
    refuseTitle: (name: string) => `Decline ${name}?`,
    refuseText: 'The guest is told that they were not let in. With the same browser they cannot knock again.',
    waits: 'in the waiting room',
    isIn: 'let in',
    nobody: 'Nobody is waiting. With a guest link somebody without an account can join this meeting.',
    invite: 'Invite guests',
    valid: 'How long should the link be valid?',
    validMeeting: 'As long as the meeting runs',
    validMeetingHint: 'A day at most',
    validHour: 'One hour',
    make: 'Make a link',
    link: 'Guest link',
    linkHint:
      'It is valid for this meeting only and is shown only now. Whoever follows it waits until you let them in.',
    another: 'Make another link',
    links: 'Valid links',
    linkOf: (name: string, time: string) => `By ${name}, ${time}`,
    whileMeeting: 'valid as long as the meeting runs',
    until: (time: string) => `valid until ${time}`,
    revoke: 'Withdraw',
    revokeNamed: (of: string) => `Withdraw the link: ${of}`,
    revoked: 'The link is no longer valid',
    done: 'Done',
    enough: 'This meeting has enough links already. Withdraw one before you make a new one.',
  },
})
