import { useTexts } from '../../i18n/texts.ts'
import type { Input } from '../../media/input.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { RefreshIcon } from '../../ui/icons.ts'
import { browserFamily } from './browser.ts'
import { useObservable } from './calls-context.tsx'
import { deviceTexts } from './device-texts.ts'
import './failure.css'

/** Why the microphone or camera did not start, and the way out, for this very browser. */
export function Failure({ input }: { input: Input }) {
  const t = useTexts(deviceTexts)
  const { failure } = useObservable(input)
  if (!failure) return null
  return (
    <Banner kind="warning" title={t.failure[input.kind][failure]}>
      {failure === 'denied' && <PermissionHelp steps={t.permission[browserFamily(navigator.userAgent)]} />}
      {failure === 'system' && <PermissionHelp steps={t.permission.system} />}
      <div className="failure-action">
        <Button size="small" icon={RefreshIcon} onPress={() => void input.want(true)}>
          {t.failure.tryAgain}
        </Button>
      </div>
    </Banner>
  )
}

function PermissionHelp({ steps }: { steps: { first: string; second: string; third: string } }) {
  const t = useTexts(deviceTexts)
  return (
    <>
      <p>{t.permission.title}:</p>
      <ol className="permission-steps">
        <li>{steps.first}</li>
        <li>{steps.second}</li>
        <li>{steps.third}</li>
      </ol>
      <p>{t.permission.withoutIt}</p>
    </>
  )
}
