import { useState } from 'react'
import { ReadSetUp } from '#protocol/setup'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import type { PageProps } from '../../shell/feature.ts'
import { Page } from '../../shell/page.tsx'
import { Banner } from '../../ui/banner.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { DemoOffer } from './demo-offer.tsx'
import { DemoPeople } from './demo-people.tsx'
import { rememberDemo, rememberedDemo, type Demo } from './demo.ts'
import { SetUpForm } from './set-up-form.tsx'
import { texts } from './texts.ts'
import './set-up.css'

/** Where the one-time link of the first start leads: the own organisation, or the example. */
export default function SetUpPage({ params }: PageProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const { reading } = useRead(ReadSetUp, {})
  const token = params['token'] ?? ''
  const [demo, setDemo] = useState(() => rememberedDemo(token))

  function showDemo(started: Demo) {
    rememberDemo(token, started)
    setDemo(started)
  }

  if (demo) return <DemoPeople demo={demo} />
  switch (reading.state) {
    case 'waiting':
      return <Spinner label={t.waiting} isCentred />
    case 'failed':
      return (
        <Page title={t.title}>
          <Banner kind="error">{refusalText(reading.failure)}</Banner>
        </Page>
      )
    case 'ready':
      if (reading.value.state === 'done') return <Done />
      return (
        <Page title={t.title}>
          <p>{t.lead}</p>
          <SetUpForm token={token} />
          <DemoOffer token={token} onStarted={showDemo} />
        </Page>
      )
    default:
      return reading satisfies never
  }
}

function Done() {
  const t = useTexts(texts)
  return (
    <Page title={t.done}>
      <p>{t.doneText}</p>
      <div className="form-actions">
        <LinkButton kind="primary" to="/sign-in">
          {t.toSignIn}
        </LinkButton>
      </div>
    </Page>
  )
}
