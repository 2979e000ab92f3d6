import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { LinkButton } from '../ui/link-button.tsx'
import { MapIcon } from '../ui/icons.ts'
import { Page } from './page.tsx'
import { texts } from './texts.ts'

export function NotFoundPage() {
  const t = useTexts(texts).notFound
  return (
    <Page title={t.title}>
      <EmptyState
        icon={MapIcon}
        action={
          <LinkButton kind="primary" to="/">
            {t.action}
          </LinkButton>
        }
      >
        {t.text}
      </EmptyState>
    </Page>
  )
}
