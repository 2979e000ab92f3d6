import type { ReactNode } from 'react'
import { Mark } from '../ui/mark.tsx'
import { SkipLinks } from '../ui/skip-links.tsx'
import { useTexts } from '../i18n/texts.ts'
import { texts } from './texts.ts'
import './sheet-frame.css'

/** A quiet sheet in the middle: for everybody who is not inside yet. */
export function SheetFrame({ children }: { children: ReactNode }) {
  const t = useTexts(texts)
  return (
    <>
      <SkipLinks links={[{ to: 'main', text: t.skipToMain }]} />
      <div className="sheet-frame">
        <header className="sheet-frame-head">
          <Mark />
          <span className="sheet-frame-name">{t.product}</span>
        </header>
        <div className="sheet-frame-sheet">{children}</div>
      </div>
    </>
  )
}
