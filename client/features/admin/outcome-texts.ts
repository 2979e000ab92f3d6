import { defineTexts } from '../../i18n/texts.ts'

/** What came of a test mail, and what to do. */
export const outcomeTexts = defineTexts({
  de: {
    sent: {
      title: 'Der Mailserver hat die Nachricht angenommen',
      text: (to: string) => `Sehen Sie nach, ob sie bei ${to} ankommt, auch im Ordner für unerwünschte Nachrichten.`,
    },
    unreachable: {
      title: 'Der Mailserver ist nicht erreichbar',
      text: 'Stimmen Name und Port in SMTP_URL? Lässt die Firewall diesen Server dorthin?',
    },
    timeout: {
      title: 'Der Mailserver antwortet nicht rechtzeitig',
      text: 'Oft verschluckt eine Firewall die Verbindung, oder der Port ist für eine andere Art der Verschlüsselung gedacht: 465 für smtps://, 587 für smtp://.',
    },
    encryption: {
      title: 'Die Verbindung ließ sich nicht sicher verschlüsseln',
      text: 'Das Zertifikat passt nicht zum Namen, oder eine eigene Zertifizierungsstelle ist hier nicht bekannt: Geben Sie deren Zertifikat mit SMTP_CA_FILE an. Ein Server ohne Verschlüsselung wird nur mit ?tls=off benutzt.',
    },
    signIn: {
      title: 'Der Mailserver lehnt die Anmeldung ab',
      text: 'Stimmen Benutzername und Passwort in SMTP_URL? Sonderzeichen müssen dort als %.. geschrieben sein.',
    },
    sender: {
      title: 'Der Mailserver lässt diesen Absender nicht zu',
      text: 'Setzen Sie MAIL_FROM auf eine Adresse, für die der Mailserver Nachrichten annimmt.',
    },
    recipient: {
      title: 'Der Mailserver nimmt nichts für Ihre Adresse an',
      text: 'Gibt es die Adresse? Sonst darf dieser Server dort wohl keine Nachrichten abgeben (Relay).',
    },
    refused: {
      title: 'Der Mailserver hat die Nachricht nicht angenommen',
      text: 'Den Grund nennt er in seiner Antwort. Geben Sie sie an den Betrieb des Mailservers weiter.',
    },
  },
  en: {
    sent: {
      title: 'The mail server has accepted the message',
      text: (to: string) => `Check whether it arrives at ${to}, also in the junk folder.`,
    },
    unreachable: {
      title: 'The mail server cannot be reached',
      text: 'Are name and port in SMTP_URL right? Does the firewall let this server reach it?',
    },
    timeout: {
      title: 'The mail server does not answer in time',
      text: 'Often a firewall swallows the connection, or the port is meant for another kind of encryption: 465 for smtps://, 587 for smtp://.',
    },
    encryption: {
      title: 'The connection could not be encrypted safely',
      text: 'The certificate does not fit the name, or your own certificate authority is not known here: give its certificate with SMTP_CA_FILE. A server without encryption is only used with ?tls=off.',
    },
    signIn: {
      title: 'The mail server refuses the sign-in',
      text: 'Are user name and password in SMTP_URL right? Special characters must be written there as %...',
    },
    sender: {
      title: 'The mail server does not allow this sender',
      text: 'Set MAIL_FROM to an address for which the mail server accepts messages.',
    },
    recipient: {
      title: 'The mail server accepts nothing for your address',
      text: 'Does the address exist? Otherwise this server is probably not allowed to hand in messages there (relay).',
    },
    refused: {
      title: 'The mail server has not accepted the message',
      text: 'It names the reason in its answer. Pass it on to whoever runs the mail server.',
    },
  },
})
