import { useTexts } from '../../i18n/texts.ts'
import { CopyField } from '../../ui/copy-field.tsx'
import { texts } from './texts.ts'

/** The personal link of somebody; `link` is its path below this installation's address. */
export function WelcomeLink({ name, link }: { name: string; link: string }) {
  const t = useTexts(texts)
  return (
    <>
      <p>{t.linkText(name)}</p>
      <CopyField label={t.link} value={new URL(link, location.origin).href} description={t.linkHint} />
      <p className="organisations-lead">{t.linkOnce}</p>
    </>
  )
}
