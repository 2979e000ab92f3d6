import { useTexts } from '../../i18n/texts.ts'
import { CopyField } from '../../ui/copy-field.tsx'
import { texts } from './texts.ts'

/** A link the inviter passes on, because no mail goes out from here. */
export function LinkToHand({ email, link }: { email: string; link: string }) {
  const t = useTexts(texts)
  return (
    <>
      <p>{t.linkText}</p>
      <CopyField label={t.linkFor(email)} value={new URL(link, location.origin).href} description={t.linkHint} />
    </>
  )
}
