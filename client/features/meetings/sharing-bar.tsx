import { useTexts } from '../../i18n/texts.ts'
import type { SharedScreen } from '../../media/screen.ts'
import { Button } from '../../ui/button.tsx'
import { ScreenShareIcon, ScreenShareOffIcon } from '../../ui/icons.ts'
import type { Call } from './call.ts'
import { useObservable } from './calls-context.tsx'
import { texts } from './texts.ts'
import './sharing-bar.css'

interface SharingBarProps {
  call: Call
  /** Absent outside of the meeting page. */
  onShareAnother?: () => void
}

/** While one shares: what, with or without sound, and the way to stop. */
export function SharingBar({ call, onShareAnother }: SharingBarProps) {
  const t = useTexts(texts).share
  const screens = useObservable(call.media.screens)
  if (screens.length === 0) return null
  return (
    <div className="sharing-bar" role="status">
      {screens.map((screen) => (
        <SharedLine key={screen.id} call={call} screen={screen} />
      ))}
      {onShareAnother && (
        <Button kind="quiet" size="small" onPress={onShareAnother}>
          {t.another}
        </Button>
      )}
    </div>
  )
}

function SharedLine({ call, screen }: { call: Call; screen: SharedScreen }) {
  const t = useTexts(texts).share
  const { sent } = useObservable(call.session.state)
  const isVisible = sent.screens.includes(screen.id)
  const sound = screen.sound ? t.withSound : t.withoutSound
  return (
    <p className="sharing-bar-line">
      <ScreenShareIcon className="icon" aria-hidden />
      <span>
        <strong>{t.sharing[screen.surface ?? 'unknown']}</strong> · {isVisible ? sound : t.starting}
      </span>
      <Button size="small" icon={ScreenShareOffIcon} onPress={() => call.media.removeScreen(screen.id)}>
        {t.stop}
      </Button>
    </p>
  )
}
