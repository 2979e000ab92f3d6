import { useState } from 'react'
import { CheckSsoProvider, type SsoFinding } from '#protocol/sso'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorIcon, InfoIcon, RefreshIcon, SuccessIcon, type Icon } from '../../ui/icons.ts'
import { PlainList } from '../../ui/plain-list.tsx'
import { checkTexts } from './check-texts.ts'
import { texts } from './settings-texts.ts'
import './sso.css'

const ICONS: Readonly<Record<SsoFinding['kind'], Icon>> = { fine: SuccessIcon, hint: InfoIcon, fault: ErrorIcon }

interface ConnectionCheckProps {
  organisationId: string
  /** Whether an administrator has come in with these settings. */
  proven: boolean
}

/** Asks the provider what a sign-in would ask, and says what is wrong. */
export function ConnectionCheck({ organisationId, proven }: ConnectionCheckProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [findings, setFindings] = useState<readonly SsoFinding[]>()
  const [failure, setFailure] = useState<unknown>()
  const [isPending, setPending] = useState(false)

  async function check() {
    setPending(true)
    setFailure(undefined)
    try {
      setFindings(await call(CheckSsoProvider, { organisationId }))
    } catch (thrown) {
      setFindings(undefined)
      setFailure(thrown)
    } finally {
      setPending(false)
    }
  }

  return (
    <>
      <div role="status">
        {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
        {findings && <Findings findings={findings} />}
      </div>
      <p className="sso-lead">{proven ? t.proven : t.notProven}</p>
      <Button icon={RefreshIcon} isPending={isPending} onPress={() => void check()}>
        {t.checkNow}
      </Button>
    </>
  )
}

function Findings({ findings }: { findings: readonly SsoFinding[] }) {
  const t = useTexts(checkTexts)
  const hasFault = findings.some(({ kind }) => kind === 'fault')
  return (
    <>
      <p>
        <strong>{hasFault ? t.summaryFault : t.summaryFine}</strong>
      </p>
      <PlainList label={t.findings}>
        {findings.map((finding) => (
          <FindingLine key={finding.check} finding={finding} />
        ))}
      </PlainList>
    </>
  )
}

function FindingLine({ finding: { check, finding, kind } }: { finding: SsoFinding }) {
  const t = useTexts(checkTexts)
  const Shape = ICONS[kind]
  return (
    <div className={`sso-finding sso-finding-${kind}`}>
      <Shape className="icon" aria-hidden />
      <span className="sso-finding-words">
        <strong>
          {t.checks[check]}: {t.kinds[kind]}
        </strong>
        {finding !== 'fine' && <span>{t.words[finding]}</span>}
      </span>
    </div>
  )
}
