import { useCallback, useMemo } from 'react'
import type { Message } from '#protocol/rooms'
import { Refusal } from '#wire/refusal'
import { failureCode, refusalText } from '../../i18n/refusals.ts'
import { readTexts } from '../../i18n/texts.ts'
import { useStore } from '../../state/store.ts'
import { showToast } from '../../ui/toaster.tsx'
import { useOwnRooms } from './own-rooms.ts'
import { shownReactions, type ShownReaction } from './reactions.ts'
import { texts } from './texts.ts'

/** The reactions to a message as they are shown, and a way to change one's own. What goes wrong is said in words. */
export function useReactions(
  message: Message,
  userId: string,
): { shown: readonly ShownReaction[]; react: (emoji: string, on: boolean) => void } {
  const { rooms } = useOwnRooms()
  const wanted = useStore(rooms.reactions.wanted, (all) => all.get(message.id))
  const shown = useMemo(() => shownReactions(message, wanted, userId), [message, wanted, userId])
  const react = useCallback(
    (emoji: string, on: boolean) => {
      rooms.reactions.set(message, emoji, on).catch((failure: unknown) => showToast(sentence(failure), 'error'))
    },
    [rooms, message],
  )
  return { shown, react }
}

function sentence(failure: unknown): string {
  const t = readTexts(texts)
  const code = failureCode(failure)
  if (code === 'offline' || code === 'timeout') return t.reactOffline
  if (code === 'gone') return t.reactGone
  // With a time to wait it is about the person, without one about the message.
  const isAboutMessage = failure instanceof Refusal && failure.details.retryAfterMs === undefined
  return code === 'too_many' && isAboutMessage ? t.reactFull : refusalText(failure)
}
