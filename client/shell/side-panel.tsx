import { useEffect, useEffectEvent, useId, useRef, useState, type ReactNode } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { Button } from '../ui/button.tsx'
import { BackIcon, CloseIcon } from '../ui/icons.ts'
import { texts } from './texts.ts'
import './side-panel.css'

/**
 * The area at the right: people, replies, a file. Beside main where there is room, above it otherwise. Takes the focus when
 * it opens, gives it back when it closes, closes with Escape.
 */
export function SidePanel({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const t = useTexts(texts)
  const titleId = useId()
  const heading = useFocusInAndBack()
  const panel = useEscape(onClose)
  return (
    <aside ref={panel} className="side-panel" aria-labelledby={titleId}>
      <header className="side-panel-head">
        <div className="side-panel-back">
          <Button kind="quiet" icon={BackIcon} onPress={onClose}>
            {t.back}
          </Button>
        </div>
        <h2 id={titleId} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <div className="side-panel-close">
          <Button kind="quiet" icon={CloseIcon} onPress={onClose}>
            {t.close}
          </Button>
        </div>
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls and may hold nothing else that is focusable */}
      <div className="side-panel-body" role="group" aria-labelledby={titleId} tabIndex={0}>
        {children}
      </div>
    </aside>
  )
}

/** Escape within the panel, unless something inside of it has used the key. */
function useEscape(close: () => void) {
  const panel = useRef<HTMLElement>(null)
  const onEscape = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) close()
  })
  useEffect(() => {
    const element = panel.current
    const listen = (event: KeyboardEvent) => onEscape(event)
    element?.addEventListener('keydown', listen)
    return () => element?.removeEventListener('keydown', listen)
  }, [])
  return panel
}

function useFocusInAndBack() {
  const heading = useRef<HTMLHeadingElement>(null)
  const [before] = useState(() => document.activeElement)
  useEffect(() => {
    heading.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [before])
  return heading
}
