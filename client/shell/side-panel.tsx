import { useEffect, useId, useRef, type ReactNode } from 'react'
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
  return (
    <aside
      className="side-panel"
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose()
      }}
    >
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
      <div className="side-panel-body">{children}</div>
    </aside>
  )
}

function useFocusInAndBack() {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const before = document.activeElement
    heading.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return heading
}
