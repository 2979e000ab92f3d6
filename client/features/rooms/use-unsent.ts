import { useRefusalText, type FailureCode } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Store, useStore } from '../../state/store.ts'
import type { PendingMessage } from './outbox/model.ts'
import { ownRooms } from './own-rooms.ts'
import { texts } from './texts.ts'

const nothing = new Store<readonly PendingMessage[]>([])

/** How many messages of one's own the server has not acknowledged. */
export function useUnsentCount(): number {
  return usePendingMessages().filter(({ state }) => state !== 'sent').length
}

/** Those that were refused, in whatever room: the person has to decide. */
export function useRefusedMessages(): readonly PendingMessage[] {
  return usePendingMessages().filter(({ state }) => state === 'failed')
}

/** Why a message was not sent, in a sentence. */
export function useReasonText(): (failure: FailureCode | undefined) => string {
  const reasons: Partial<Record<FailureCode, string>> = useTexts(texts).notSentReasons
  const refusalText = useRefusalText()
  return (failure) => (failure === undefined ? undefined : reasons[failure]) ?? refusalText(failure)
}

function usePendingMessages(): readonly PendingMessage[] {
  return useStore(useStore(ownRooms)?.rooms.outbox.pending ?? nothing)
}
