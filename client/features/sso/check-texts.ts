import { defineTexts } from '../../i18n/texts.ts'

export const checkTexts = defineTexts({
  de: {
    summaryFine: 'Die Verbindung steht.',
    summaryFault: 'So kann sich noch niemand anmelden.',
    findings: 'Was geprüft wurde',
    kinds: { fine: 'in Ordnung', hint: 'Hinweis', fault: 'Fehler' },
    checks: {
      address: 'Adresse',
      certificate: 'Zertifikat',
      discovery: 'Beschreibung des Anbieters',
      clock: 'Uhrzeit',
      keys: 'Schlüssel',
      client: 'Kennung und Geheimnis',
      logout: 'Abmeldung',
    },
    words: {
      fine: 'In Ordnung.',
      notReached: 'Unter dieser Adresse kam keine Verbindung zustande. Prüfen Sie die Adresse und die Firewall.',
      unknownName:
        'Diesen Rechnernamen kennt das Netz dieses Servers nicht. Prüfen Sie die Schreibweise und den DNS-Eintrag.',
      refused: 'Der Rechner ist da, nimmt aber an diesem Port keine Verbindung an.',
      tooSlow: 'Es kam rechtzeitig keine Antwort. Oft steht eine Firewall dazwischen.',
      untrusted:
        'Dem Zertifikat wird hier nicht vertraut. Wenn es von einer eigenen Zertifizierungsstelle stammt, tragen Sie deren Zertifikat oben ein.',
      expired: 'Das Zertifikat des Anbieters ist abgelaufen oder noch nicht gültig.',
      wrongName: 'Das Zertifikat ist für einen anderen Rechnernamen ausgestellt als den der Adresse.',
      wrongStatus:
        'Unter der Adresse gibt es keine Beschreibung (…/.well-known/openid-configuration), oder sie leitet weiter. Weiterleitungen folgen wir nicht: Tragen Sie das Ziel selbst ein.',
      notOpenId: 'Unter der Adresse antwortet etwas, aber kein Anbieter nach OpenID Connect.',
      otherIssuer:
        'Der Anbieter nennt sich selbst anders als die Adresse, die Sie eingetragen haben. Beides muss Zeichen für Zeichen gleich sein, auch ein Schrägstrich am Ende.',
      wrongClock:
        'Die Uhren des Anbieters und dieses Servers gehen mehr als eine Minute auseinander. Anmeldungen können daran scheitern.',
      noKeys: 'Die Schlüssel, mit denen der Anbieter unterschreibt, sind nicht zu bekommen.',
      clientUnknown:
        'Der Anbieter kennt diese Kennung nicht, oder das Geheimnis passt nicht dazu. Geben Sie beides neu ein.',
      notTold: 'Das ließ sich nicht feststellen. Die Probe ist eine echte Anmeldung.',
      notOffered:
        'Der Anbieter meldet nicht, wenn sich jemand abmeldet. Sitzungen enden dann erst hier von selbst oder durch Abmelden.',
    },
  },
  en: {
    summaryFine: 'The connection works.',
    summaryFault: 'Nobody can sign in like this yet.',
    findings: 'What was checked',
    kinds: { fine: 'fine', hint: 'note', fault: 'fault' },
    checks: {
      address: 'Address',
      certificate: 'Certificate',
      discovery: 'Provider’s description',
      clock: 'Clock',
      keys: 'Keys',
      client: 'Client ID and secret',
      logout: 'Sign-out',
    },
    words: {
      fine: 'Fine.',
      notReached: 'No connection could be made to this address. Check the address and the firewall.',
      unknownName: 'This server’s network does not know this host name. Check the spelling and the DNS entry.',
      refused: 'The host is there but accepts no connection at this port.',
      tooSlow: 'There was no answer in time. Often a firewall is in between.',
      untrusted:
        'The certificate is not trusted here. If it comes from an authority of your own, enter that authority’s certificate above.',
      expired: 'The provider’s certificate has expired or is not valid yet.',
      wrongName: 'The certificate is made out to another host name than that of the address.',
      wrongStatus:
        'There is no description at this address (…/.well-known/openid-configuration), or it redirects. We do not follow redirects: enter the target itself.',
      notOpenId: 'Something answers at this address, but it is no OpenID Connect provider.',
      otherIssuer:
        'The provider calls itself something else than the address you entered. Both must be the same letter by letter, a slash at the end included.',
      wrongClock:
        'The clocks of the provider and of this server are more than a minute apart. Sign-ins can fail by that.',
      noKeys: 'The keys with which the provider signs cannot be had.',
      clientUnknown: 'The provider does not know this client ID, or the secret does not fit it. Enter both again.',
      notTold: 'This could not be found out. The proof is a real sign-in.',
      notOffered:
        'The provider does not tell when somebody signs out there. Sessions then end here only by themselves or by signing out.',
    },
  },
})
