import { useTexts } from '../i18n/texts.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { RefreshIcon, WarningIcon } from '../ui/icons.ts'
import { Page } from './page.tsx'
import { texts } from './texts.ts'

export function BrokenPage() {
  const t = useTexts(texts).broken
  return (
    <Page title={t.title}>
      <EmptyState
        icon={WarningIcon}
        action={
          <Button kind="primary" icon={RefreshIcon} onPress={() => location.reload()}>
            {t.action}
          </Button>
        }
      >
        {t.text}
      </EmptyState>
    </Page>
  )
}
