import { defineTexts } from '../../i18n/texts.ts'

/** Per table that holds something about people: what it is, and how long it is kept. Said for the person it is about. */
export const heldTexts = defineTexts({
  de: {
    users: { name: 'Ihr Konto: Name, Adresse, Sprache und Farben', kept: 'Solange es das Konto gibt.' },
    sessions: {
      name: 'Geräte, an denen Sie angemeldet sind',
      kept: 'Bis Sie sich abmelden, höchstens 30 Tage ohne Benutzung. Browser und System nur grob, keine Netzadresse.',
    },
    welcome_links: {
      name: 'Ein Link, mit dem Sie Ihr Passwort setzen',
      kept: 'Bis er benutzt ist, höchstens 14 Tage.',
    },
    password_resets: {
      name: 'Ein Link für ein vergessenes Passwort',
      kept: 'Bis er benutzt ist, höchstens eine Stunde.',
    },
    sign_in_steps: { name: 'Eine Anmeldung, der noch ein Schritt fehlt', kept: 'Höchstens 20 Minuten.' },
    totp_factors: {
      name: 'Dass Sie eine App für Codes benutzen',
      kept: 'Bis Sie die App entfernen. Ihr Schlüssel ist verschlossen.',
    },
    recovery_codes: { name: 'Wie viele Ersatzcodes noch übrig sind', kept: 'Bis sie benutzt oder ersetzt sind.' },
    passkeys: {
      name: 'Ihre Passkeys und wie Sie sie nennen',
      kept: 'Bis Sie sie entfernen. Fingerabdruck oder Gesicht kommen nie hierher.',
    },
    passkey_challenges: { name: 'Eine Frage an Ihren Passkey', kept: 'Höchstens fünf Minuten.' },
    organisation_people: { name: 'Ihre Organisation und Ihre Rolle darin', kept: 'Solange es das Konto gibt.' },
    sso_accounts: {
      name: 'Wie die Anmeldestelle Ihrer Organisation Sie nennt',
      kept: 'Solange es das Konto und diese Anmeldung gibt.',
    },
    sso_sessions: {
      name: 'Geräte, an denen Sie mit dem Konto Ihrer Organisation angemeldet sind',
      kept: 'Bis Sie sich hier oder dort abmelden.',
    },
    presence_choices: {
      name: 'Ob andere sehen, dass Sie da sind oder schreiben',
      kept: 'Solange es das Konto gibt. Wann Sie da waren, wird nirgends gespeichert.',
    },
    project_people: { name: 'Projekte, in denen Sie mitarbeiten', kept: 'Bis Sie das Projekt verlassen.' },
    rooms: { name: 'Räume, die Sie angelegt haben', kept: 'Solange es den Raum gibt.' },
    room_people: { name: 'Listen von Räumen, auf denen Sie stehen', kept: 'Bis Sie den Raum verlassen.' },
    room_reads: {
      name: 'Bis wohin Sie gelesen haben',
      kept: 'Solange es den Raum gibt. Nur die Stelle, nicht wann. Niemand anderes sieht sie.',
    },
    messages: {
      name: 'Nachrichten, die Sie geschrieben haben',
      kept: 'Bis Sie sie löschen oder die Frist der Organisation abläuft. Danach bleibt nur der leere Platz.',
    },
    message_reactions: { name: 'Ihre Reaktionen', kept: 'Bis Sie sie zurücknehmen oder die Nachricht gelöscht wird.' },
    meetings: {
      name: 'Besprechungen, die Sie begonnen haben',
      kept: 'Dreißig Tage nach dem Ende. Wer dabei war, wird nicht gespeichert.',
    },
    access_tokens: {
      name: 'Ihre Zugänge für Programme',
      kept: 'Bis Sie sie widerrufen, höchstens einen Monat nach dem Ablauf. Der letzte Tag der Benutzung, nicht die Stunde.',
    },
    programs: { name: 'Programme, die Sie eingelassen haben', kept: 'Bis das Programm entfernt wird.' },
    invitations: {
      name: 'Einladungen, die Sie verschickt oder bekommen haben',
      kept: 'Bis sie angenommen, zurückgenommen oder abgelehnt sind, höchstens 14 Tage.',
    },
    join_links: {
      name: 'Ein Link, mit dem Sie Ihr Konto anlegen',
      kept: 'Bis er benutzt ist, höchstens 24 Stunden.',
    },
    guest_links: {
      name: 'Gästelinks, die Sie erstellt haben',
      kept: 'Bis der Link zurückgezogen oder abgelaufen ist, längstens bis 30 Minuten nach der Besprechung.',
    },
    guests: {
      name: 'Besuche als Gast: der angegebene Name',
      kept: 'Bis Sie die Besprechung verlassen, längstens bis 30 Minuten nach ihrem Ende.',
    },
    audit_log: {
      name: 'Zeilen im Protokoll der Verwaltung, die Sie nennen',
      kept: 'Solange es die Installation gibt: Ein Protokoll, aus dem man Zeilen nehmen kann, beweist nichts. Es enthält nur Kennungen, keine Namen und keine Inhalte.',
    },
    pictures: {
      name: 'Ihr Foto',
      kept: 'Bis Sie es entfernen oder ein anderes wählen. Es sieht, wer Sie in einer Liste von Personen sieht.',
    },
  },
  en: {
    users: { name: 'Your account: name, address, language and colours', kept: 'As long as the account exists.' },
    sessions: {
      name: 'Devices on which you are signed in',
      kept: 'Until you sign out, at most 30 days without use. Browser and system only roughly, no network address.',
    },
    welcome_links: { name: 'A link by which you set your password', kept: 'Until it is used, at most 14 days.' },
    password_resets: { name: 'A link for a forgotten password', kept: 'Until it is used, at most an hour.' },
    sign_in_steps: { name: 'A sign-in that lacks one more step', kept: 'At most 20 minutes.' },
    totp_factors: { name: 'That you use an app for codes', kept: 'Until you remove the app. Its key is sealed.' },
    recovery_codes: { name: 'How many recovery codes are left', kept: 'Until they are used or replaced.' },
    passkeys: {
      name: 'Your passkeys and what you call them',
      kept: 'Until you remove them. Fingerprint or face never come here.',
    },
    passkey_challenges: { name: 'A question to your passkey', kept: 'At most five minutes.' },
    organisation_people: { name: 'Your organisation and your role in it', kept: 'As long as the account exists.' },
    sso_accounts: {
      name: 'What your organisation’s sign-in service calls you',
      kept: 'As long as the account and that sign-in exist.',
    },
    sso_sessions: {
      name: 'Devices on which you are signed in with your organisation’s account',
      kept: 'Until you sign out here or there.',
    },
    presence_choices: {
      name: 'Whether others see that you are there or writing',
      kept: 'As long as the account exists. When you were there is stored nowhere.',
    },
    project_people: { name: 'Projects you take part in', kept: 'Until you leave the project.' },
    rooms: { name: 'Rooms you created', kept: 'As long as the room exists.' },
    room_people: { name: 'Lists of rooms you are on', kept: 'Until you leave the room.' },
    room_reads: {
      name: 'How far you have read',
      kept: 'As long as the room exists. Only the place, not when. Nobody else sees it.',
    },
    messages: {
      name: 'Messages you wrote',
      kept: 'Until you delete them or the organisation’s period ends. After that only the empty place stays.',
    },
    message_reactions: { name: 'Your reactions', kept: 'Until you withdraw them or the message is deleted.' },
    meetings: { name: 'Meetings you started', kept: 'Thirty days after their end. Who was there is not stored.' },
    access_tokens: {
      name: 'Your access for programs',
      kept: 'Until you revoke it, at most a month after it expired. The last day of use, not the hour.',
    },
    programs: { name: 'Programs you let in', kept: 'Until the program is removed.' },
    invitations: {
      name: 'Invitations you sent or received',
      kept: 'Until they are accepted, revoked or declined, at most 14 days.',
    },
    join_links: { name: 'A link by which you create your account', kept: 'Until it is used, at most 24 hours.' },
    guest_links: {
      name: 'Guest links you made',
      kept: 'Until the link is revoked or has expired, at the latest 30 minutes after the meeting.',
    },
    guests: {
      name: 'Visits as a guest: the name that was given',
      kept: 'Until you leave the meeting, at the latest 30 minutes after its end.',
    },
    audit_log: {
      name: 'Lines of the administration log that name you',
      kept: 'As long as the installation exists: a log from which lines can be taken proves nothing. It holds ids only, no names and no content.',
    },
    pictures: {
      name: 'Your photo',
      kept: 'Until you remove it or choose another. Whoever sees you in a list of people sees it.',
    },
  },
})
