import { useEffect, useRef } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { CopyField } from '../../ui/copy-field.tsx'
import { texts } from './texts.ts'
import './orgs.css'

/** The personal link of somebody; `link` is its path below this installation's address. */
export function WelcomeLink({ name, link }: { name: string; link: string }) {
  const t = useTexts(texts)
  const words = useRef<HTMLParagraphElement>(null)
  // It takes the place of a form or a menu that had the focus.
  useEffect(() => words.current?.focus(), [])
  return (
    <>
      <p ref={words} tabIndex={-1} className="welcome-link-words">
        {t.linkText(name)}
      </p>
      <CopyField label={t.link} value={new URL(link, location.origin).href} description={t.linkHint} />
      <p className="organisations-lead">{t.linkOnce}</p>
    </>
  )
}
