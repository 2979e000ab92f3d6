import { useTexts } from '../../i18n/texts.ts'
import { TextLink } from '../../ui/text-link.tsx'
import { texts } from './texts.ts'

/** A page of the server itself, outside of the app. */
export function DocumentationLink() {
  const t = useTexts(texts)
  return <TextLink href="/api/docs">{t.documentation}</TextLink>
}
