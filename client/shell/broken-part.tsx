import { useTexts } from '../i18n/texts.ts'
import { Button } from '../ui/button.tsx'
import { RefreshIcon, WarningIcon } from '../ui/icons.ts'
import { StatusLine } from '../ui/status-line.tsx'
import { texts } from './texts.ts'
import './broken-part.css'

/** In the place of a part that could not be loaded or shown. */
export function BrokenPart() {
  const t = useTexts(texts).broken
  return (
    <div className="broken-part">
      <StatusLine kind="bad" icon={WarningIcon}>
        {t.part}
      </StatusLine>
      <Button kind="quiet" size="small" icon={RefreshIcon} onPress={() => location.reload()}>
        {t.action}
      </Button>
    </div>
  )
}
