import { Refusal } from '#wire/refusal'
import { useTexts } from '../../i18n/texts.ts'
import { wayTexts } from './way-texts.ts'

/** What went wrong on the way in, in a sentence; undefined leaves it to the general one. */
export function useExplainStep(): (failure: unknown) => string | undefined {
  const t = useTexts(wayTexts)
  return (failure) => {
    const stopped = stoppedBy(failure)
    if (stopped) return t.passkeyFailed[stopped]
    if (!(failure instanceof Refusal)) return undefined
    const { reason } = failure.details
    if (reason === 'passkey.unknown') return t.passkeyUnknown
    if (reason === 'signIn.over') return t.over
    if (reason === 'signIn.providerOnly') return t.providerOnly
    return failure.code === 'unauthenticated' && failure.details.field === 'code' ? t.wrongCode : undefined
  }
}

/** By its shape: the code that makes passkeys is not loaded where none was tried. */
function stoppedBy(failure: unknown): 'stopped' | 'known' | 'unsupported' | undefined {
  if (!(failure instanceof Error) || failure.name !== 'PasskeyStopped' || !('reason' in failure)) return undefined
  const { reason } = failure
  return reason === 'known' || reason === 'unsupported' ? reason : 'stopped'
}

/** Whether the sign-in has to begin with the password again. */
export function isOver(failure: unknown): boolean {
  return failure instanceof Refusal && failure.details.reason === 'signIn.over'
}
