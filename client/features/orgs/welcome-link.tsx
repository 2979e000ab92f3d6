import { useEffect, useRef } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { CopyField } from '../../ui/copy-field.tsx'
import { texts } from './page-texts.ts'
import './orgs.css'

interface WelcomeLinkProps {
  name: string
  /** Its path below this installation's address. */
  link: string
  /** It is on its way to the person by mail. */
  mailed: boolean
}

/** The personal link of somebody: sent by mail, or to pass on. */
export function WelcomeLink({ name, link, mailed }: WelcomeLinkProps) {
  const t = useTexts(texts)
  const words = useRef<HTMLParagraphElement>(null)
  // It takes the place of a form or a menu that had the focus.
  useEffect(() => words.current?.focus(), [])
  if (mailed) {
    return (
      <p ref={words} tabIndex={-1} className="welcome-link-words">
        {t.linkMailed(name)}
      </p>
    )
  }
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
