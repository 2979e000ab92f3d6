import { useTexts } from '../../i18n/texts.ts'
import type { EndReason } from '../../media/call-state.ts'
import { usePageTitle } from '../../shell/page-title.ts'
import { Button } from '../../ui/button.tsx'
import { BackIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { endedWords } from './ended-words.ts'
import { roomPath } from './paths.ts'
import { texts } from './texts.ts'
import { useHeadingFocus } from './use-heading-focus.ts'

interface EndedViewProps {
  roomId: string
  reason: EndReason
  onJoinAgain: () => void
}

/** Why the meeting is over here, and what one can do now. */
export function EndedView({ roomId, reason, onJoinAgain }: EndedViewProps) {
  const t = useTexts(texts)
  const heading = useHeadingFocus()
  const words = endedWords(t.ended, reason)
  usePageTitle(words.title)
  return (
    <main className="meeting-ended" id="main">
      <h1 ref={heading} tabIndex={-1}>
        {words.title}
      </h1>
      <p>{words.hint}</p>
      <div className="meeting-ended-actions">
        <LinkButton kind={reason === 'failed' ? 'plain' : 'primary'} icon={BackIcon} to={roomPath(roomId)}>
          {t.backToRoom}
        </LinkButton>
        {reason !== 'revoked' && (
          <Button kind={reason === 'failed' ? 'primary' : 'plain'} onPress={onJoinAgain}>
            {t.joinAgain}
          </Button>
        )}
      </div>
    </main>
  )
}
