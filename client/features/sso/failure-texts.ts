import { defineTexts } from '../../i18n/texts.ts'

export const texts = defineTexts({
  de: {
    title: 'Die Anmeldung hat nicht geklappt',
    safe: 'An Ihrem Konto hat sich nichts geändert, und es ist nichts verloren gegangen.',
    again: 'Noch einmal anmelden',
    otherWay: 'Anders anmelden',
    what: {
      stale: 'Diese Anmeldung gilt nicht mehr.',
      cancelled: 'Sie haben die Anmeldung abgebrochen.',
      refused: 'Die Anmeldestelle Ihrer Organisation hat abgelehnt.',
      unreachable: 'Die Anmeldestelle Ihrer Organisation ist nicht zu erreichen.',
      unproven: 'Die Antwort der Anmeldestelle ließ sich nicht prüfen.',
      notOffered: 'Diese Anmeldung wird hier nicht angeboten.',
      noAddress: 'Ihre Organisation hat keine E-Mail-Adresse mitgeschickt.',
      unverifiedAddress: 'Ihre E-Mail-Adresse ist bei Ihrer Organisation nicht bestätigt.',
      foreignAddress: 'Ihre E-Mail-Adresse gehört nicht zu den Adressen dieser Organisation.',
      takenAddress: 'Zu Ihrer E-Mail-Adresse gibt es hier schon ein anderes Konto.',
      notAllowed: 'Ihr Konto ist für Allmende nicht freigegeben.',
      deactivated: 'Ihr Konto ist hier stillgelegt.',
      installation: 'Sie verwalten diese Installation.',
      tooMany: 'Von hier kamen sehr viele Anmeldungen auf einmal.',
    },
    todo: {
      stale:
        'Sie hat zu lange gedauert, wurde schon benutzt oder in einem anderen Browser begonnen. Fangen Sie einfach neu an.',
      cancelled: 'Wenn das ein Versehen war, fangen Sie einfach neu an.',
      refused: 'Versuchen Sie es noch einmal. Bleibt es dabei, sagen Sie der IT Ihrer Organisation Bescheid.',
      unreachable:
        'Versuchen Sie es in ein paar Minuten wieder. Bleibt es dabei, sagen Sie der IT Ihrer Organisation Bescheid.',
      unproven:
        'Deshalb haben wir Sie vorsichtshalber nicht angemeldet. Versuchen Sie es noch einmal. Bleibt es dabei, muss die IT Ihrer Organisation die Einstellungen prüfen.',
      notOffered: 'Melden Sie sich auf einem anderen Weg an, oder fragen Sie die Verwaltung Ihrer Organisation.',
      noAddress: 'Ohne sie wissen wir nicht, wer Sie sind. Bitte sagen Sie der IT Ihrer Organisation Bescheid.',
      unverifiedAddress: 'Bitte lassen Sie sie von der IT Ihrer Organisation bestätigen.',
      foreignAddress:
        'Ein neues Konto gibt es nur für Adressen, die Ihrer Organisation gehören. Bitte wenden Sie sich an die Verwaltung Ihrer Organisation.',
      takenAddress:
        'Damit niemand in ein fremdes Konto kommt, verbinden wir die beiden nicht von selbst. Bitte wenden Sie sich an die Verwaltung Ihrer Organisation.',
      notAllowed:
        'Ihre Organisation entscheidet, wer Allmende benutzt. Bitte wenden Sie sich an Ihre IT. Sitzungen, die noch offen waren, sind beendet.',
      deactivated: 'Bitte wenden Sie sich an die Verwaltung Ihrer Organisation.',
      installation:
        'Zu Ihrer Sicherheit melden Sie sich immer mit Ihrem eigenen Passwort an, nie über eine Organisation.',
      tooMany: 'Warten Sie bitte eine Viertelstunde und versuchen Sie es dann wieder.',
    },
  },
  en: {
    title: 'Signing in did not work',
    safe: 'Nothing has changed in your account, and nothing is lost.',
    again: 'Sign in again',
    otherWay: 'Sign in another way',
    what: {
      stale: 'This sign-in is no longer valid.',
      cancelled: 'You cancelled the sign-in.',
      refused: 'Your organisation’s sign-in service refused.',
      unreachable: 'Your organisation’s sign-in service cannot be reached.',
      unproven: 'The answer of the sign-in service could not be verified.',
      notOffered: 'This sign-in is not offered here.',
      noAddress: 'Your organisation did not send an e-mail address.',
      unverifiedAddress: 'Your e-mail address is not verified at your organisation.',
      foreignAddress: 'Your e-mail address is not one of this organisation’s.',
      takenAddress: 'There is already another account here with your e-mail address.',
      notAllowed: 'Your account has not been cleared for Allmende.',
      deactivated: 'Your account has been deactivated here.',
      installation: 'You administrate this installation.',
      tooMany: 'Very many sign-ins came from here at once.',
    },
    todo: {
      stale: 'It took too long, was used already, or began in another browser. Simply start again.',
      cancelled: 'If that was a slip, simply start again.',
      refused: 'Please try again. If it stays that way, tell your organisation’s IT.',
      unreachable: 'Please try again in a few minutes. If it stays that way, tell your organisation’s IT.',
      unproven:
        'To be safe, we did not sign you in. Please try again. If it stays that way, your organisation’s IT needs to check the settings.',
      notOffered: 'Sign in another way, or ask your organisation’s administrators.',
      noAddress: 'Without it we do not know who you are. Please tell your organisation’s IT.',
      unverifiedAddress: 'Please have it verified by your organisation’s IT.',
      foreignAddress:
        'New accounts are made only for addresses that belong to your organisation. Please turn to its administrators.',
      takenAddress:
        'So that nobody gets into somebody else’s account, we do not join the two by ourselves. Please turn to your organisation’s administrators.',
      notAllowed:
        'Your organisation decides who uses Allmende. Please turn to your IT. Sessions that were still open have ended.',
      deactivated: 'Please turn to your organisation’s administrators.',
      installation: 'For your safety you always sign in with your own password, never by way of an organisation.',
      tooMany: 'Please wait a quarter of an hour and try again.',
    },
  },
})
