import { useTexts } from '../../i18n/texts.ts'
import { Button } from '../../ui/button.tsx'
import { CheckIcon, CopyIcon, DownloadIcon, PrintIcon } from '../../ui/icons.ts'
import { useCopy } from '../../ui/use-copy.ts'
import { stepTexts } from './step-texts.ts'
import './steps.css'

/** The codes for the day the second factor is lost: shown once, to be taken along in whatever way. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useTexts(stepTexts)
  const text = [t.recoveryFor(location.host), '', ...codes, ''].join('\n')
  const { outcome, copy } = useCopy(text, () => undefined)
  return (
    <div className="recovery-codes">
      <p>{t.recoveryLead}</p>
      <div className="recovery-codes-sheet">
        <p className="recovery-codes-for">{t.recoveryFor(location.host)}</p>
        <ol>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
      </div>
      <div className="form-actions">
        <Button icon={outcome === 'copied' ? CheckIcon : CopyIcon} onPress={() => void copy()}>
          {outcome === 'copied' ? t.copied : t.copy}
        </Button>
        <Button icon={DownloadIcon} onPress={() => saveAsFile(text)}>
          {t.save}
        </Button>
        <Button icon={PrintIcon} onPress={() => window.print()}>
          {t.print}
        </Button>
      </div>
      <Button kind="primary" onPress={onKept}>
        {t.kept}
      </Button>
    </div>
  )
}

function saveAsFile(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'allmende.txt'
  link.click()
  URL.revokeObjectURL(url)
}
