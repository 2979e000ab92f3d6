import { useSyncExternalStore } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { TypingIcon } from '../../ui/icons.ts'
import type { RoomTyping } from './room-typing.ts'
import { texts } from './texts.ts'
import { useSigns } from './use-sharing.ts'
import './presence.css'

/** Above the composer: who else is writing. Its place is there all the time, so that nothing moves. */
export function TypingLine({ roomId }: { roomId: string }) {
  const own = useSigns()
  if (own?.sharing.typing !== 'on') return null
  return <Writers typing={own.signs.typingIn(roomId)} />
}

function Writers({ typing }: { typing: RoomTyping }) {
  const t = useTexts(texts)
  const names = useSyncExternalStore(typing.subscribe, typing.read).map(({ name }) => name)
  return (
    <p className="typing-line" aria-live="off">
      {names.length > 0 && (
        <>
          <TypingIcon className="icon" aria-hidden />
          <span className="typing-line-words">{t.typing(names)}</span>
        </>
      )}
    </p>
  )
}
