import { useState } from 'react'
import { ExportOwnData, ReadOwnData, type HeldKind } from '#protocol/privacy'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { Page } from '../../shell/page.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { DownIcon, SuccessIcon } from '../../ui/icons.ts'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { StatusLine } from '../../ui/status-line.tsx'
import { saveFile } from './save-file.ts'
import { heldTexts } from './held-texts.ts'
import { SETTINGS_PATH } from './paths.ts'
import { texts } from './texts.ts'
import './privacy.css'

/** What is kept about oneself, by kind, and all of it as a file. */
export default function DataPage() {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const { reading, again } = useRead(ReadOwnData, {})
  return (
    <Page title={t.data} back={{ to: SETTINGS_PATH, label: t.back }}>
      <p>{t.dataLead}</p>
      <Download />
      {reading.state === 'waiting' && <Skeleton label={t.waiting} lines={6} />}
      {reading.state === 'failed' && (
        <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
          {refusalText(reading.failure)}
        </Banner>
      )}
      {reading.state === 'ready' && (
        <PlainList label={t.data}>
          {reading.value.map((kind) => (
            <Held key={kind.table} kind={kind} />
          ))}
        </PlainList>
      )}
    </Page>
  )
}

function Held({ kind: { table, rows } }: { kind: HeldKind }) {
  const t = useTexts(texts)
  const words = useTexts(heldTexts)
  const known = table in words ? words[table as keyof typeof words] : undefined
  return (
    <div className="privacy-held">
      <p>
        {known?.name ?? t.otherKind} · {t.entries(rows)}
      </p>
      <p className="privacy-held-detail">{known?.kept ?? t.otherKindText}</p>
    </div>
  )
}

function Download() {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle')
  const [failure, setFailure] = useState<unknown>()

  async function download() {
    setState('busy')
    setFailure(undefined)
    try {
      saveFile(t.fileName, 'application/json', JSON.stringify(await call(ExportOwnData, {}), null, 2))
      setState('done')
    } catch (thrown) {
      setFailure(thrown)
      setState('idle')
    }
  }

  return (
    <div className="privacy-part">
      <div className="form-actions">
        <Button icon={DownIcon} isPending={state === 'busy'} onPress={() => void download()}>
          {state === 'busy' ? t.downloading : t.download}
        </Button>
      </div>
      <p className="privacy-held-detail">{t.fileHint}</p>
      {state === 'done' && (
        <StatusLine kind="good" icon={SuccessIcon}>
          {t.downloaded}
        </StatusLine>
      )}
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
    </div>
  )
}
