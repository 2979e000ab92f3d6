import { useEffect } from 'react'
import { useLocation } from 'wouter'
import { readTexts } from '../../i18n/texts.ts'
import { showToast } from '../../ui/toaster.tsx'
import type { CallsState } from './calls.ts'
import { endedWords } from './ended-words.ts'
import { meetingPath } from './paths.ts'
import { texts } from './texts.ts'

/** Says that the meeting is over to somebody who is elsewhere in the app; its own page says more. */
export default function OverNotice({ over }: { over: NonNullable<CallsState['over']> }) {
  const [path] = useLocation()
  const isOnItsPage = path === meetingPath(over.roomId)
  useEffect(() => {
    if (!isOnItsPage) showToast(endedWords(readTexts(texts).ended, over.reason).title, 'info')
    // Told once, wherever one goes afterwards.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [over])
  return null
}
