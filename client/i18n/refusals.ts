import { Refusal, type RefusalCode } from '#wire/refusal'
import { defineTexts, readTexts, useTexts } from './texts.ts'

/** Codes of the server, and what only the browser can know: no line, or no answer in time. */
export type FailureCode = RefusalCode | 'offline' | 'timeout'

/** What happened, what is safe, what to do. */
const texts = defineTexts({
  de: {
    invalid: 'Diese Angaben passen so nicht. Es wurde nichts gespeichert. Bitte prüfen Sie Ihre Eingaben.',
    unauthenticated: 'Sie sind nicht angemeldet. Ihre Entwürfe bleiben in diesem Browser. Bitte melden Sie sich an.',
    forbidden: 'Dafür fehlt Ihnen die Berechtigung. Es wurde nichts geändert. Die Projektleitung kann sie erteilen.',
    not_found: 'Das gibt es hier nicht, oder es ist nicht für Sie freigegeben. Ihre anderen Räume sind unverändert.',
    conflict:
      'Das hat inzwischen jemand anderes geändert, oder es gibt es schon. Bitte sehen Sie sich den aktuellen Stand an.',
    gone: 'Das ist bereits beendet oder wurde schon eingelöst. Bitten Sie gegebenenfalls um einen neuen Link.',
    too_large: 'Das ist zu groß. Es wurde nichts übertragen. Bitte kürzen oder teilen Sie es auf.',
    too_many: 'Das waren zu viele Versuche in kurzer Zeit. Es geht nichts verloren. Bitte warten Sie einen Moment.',
    unavailable: 'Das geht gerade nicht. Gespeichertes ist sicher. Bitte versuchen Sie es gleich noch einmal.',
    outdated: 'Allmende wurde aktualisiert. Ihre Entwürfe bleiben erhalten. Bitte laden Sie die Seite neu.',
    internal:
      'Auf dem Server ist ein Fehler aufgetreten. Gespeichertes ist sicher. Bitte versuchen Sie es noch einmal.',
    offline:
      'Keine Verbindung zum Server. Ihr Text bleibt hier stehen. Sobald die Verbindung wieder da ist, geht es weiter.',
    timeout:
      'Der Server hat nicht rechtzeitig geantwortet. Ihr Text bleibt hier stehen. Bitte versuchen Sie es noch einmal.',
  },
  en: {
    invalid: 'Something here does not fit. Nothing was saved. Please check what you entered.',
    unauthenticated: 'You are not signed in. Your drafts stay in this browser. Please sign in.',
    forbidden: 'You do not have permission for this. Nothing was changed. The project lead can grant it.',
    not_found: 'This does not exist, or it is not shared with you. Your other rooms are unchanged.',
    conflict: 'Somebody else has changed this meanwhile, or it already exists. Please look at the current state.',
    gone: 'This has already ended or has been used. Ask for a new link if you need one.',
    too_large: 'This is too large. Nothing was sent. Please shorten or split it.',
    too_many: 'Too many attempts in a short time. Nothing is lost. Please wait a moment.',
    unavailable: 'This is not possible right now. What was saved is safe. Please try again shortly.',
    outdated: 'Allmende has been updated. Your drafts are kept. Please reload the page.',
    internal: 'Something went wrong on the server. What was saved is safe. Please try again.',
    offline: 'No connection to the server. Your text stays here. We go on as soon as the connection is back.',
    timeout: 'The server did not answer in time. Your text stays here. Please try again.',
  },
})

/** Turns anything that was thrown into a sentence for people; what is neither a refusal nor a lost line is `internal`. */
export function useRefusalText(): (failure: unknown) => string {
  const t = useTexts(texts)
  return (failure) => t[failureCode(failure)]
}

/** The sentence in the current language, for code outside of components. */
export function refusalText(failure: unknown): string {
  return readTexts(texts)[failureCode(failure)]
}

/** The code of anything that was thrown. */
export function failureCode(failure: unknown): FailureCode {
  if (failure instanceof Refusal) return failure.code
  if (typeof failure === 'string') return isFailureCode(failure) ? failure : 'internal'
  if (failure instanceof Error && 'code' in failure && isFailureCode(failure.code)) return failure.code
  return 'internal'
}

function isFailureCode(value: unknown): value is FailureCode {
  return typeof value === 'string' && Object.hasOwn(texts.de, value)
}
