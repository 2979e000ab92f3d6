import { useSearch } from 'wouter'
import { ReadSignInWay } from '#protocol/sso'
import { Refusal } from '#wire/refusal'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import type { PageProps } from '../../shell/feature.ts'
import { Page } from '../../shell/page.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { texts } from './sign-in-texts.ts'
import { StartButton } from './start-button.tsx'
import './sso.css'

/** The direct link of an organisation: one button. */
export default function TownSignInPage({ params }: PageProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const { reading, again } = useRead(ReadSignInWay, { organisationId: params['organisationId'] ?? '' })
  const way = reading.state === 'ready' ? reading.value : undefined
  const isNone = way?.start === null || (reading.state === 'failed' && isNoSuch(reading.failure))
  return (
    <Page title={way?.organisation ? t.welcomeTo(way.organisation.name) : t.signIn}>
      {reading.state === 'waiting' && <Skeleton label={t.waiting} lines={2} />}
      {isNone && <Banner kind="info">{t.none}</Banner>}
      {reading.state === 'failed' && !isNone && (
        <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
          {refusalText(reading.failure)}
        </Banner>
      )}
      {way?.organisation && way.start !== null && (
        <div className="town-sign-in-page">
          <p>{t.townLead(way.organisation.name)}</p>
          <StartButton start={way.start}>{t.withAccountOf(way.organisation.name)}</StartButton>
        </div>
      )}
      {(isNone || way?.password) && <OtherWay />}
    </Page>
  )
}

function OtherWay() {
  const t = useTexts(texts)
  const search = useSearch()
  return (
    <p className="town-sign-in-other">
      <LinkButton kind="quiet" to={search === '' ? '/sign-in' : `/sign-in?${search}`}>
        {t.toPassword}
      </LinkButton>
    </p>
  )
}

/** What cannot be an organisation is none. */
function isNoSuch(failure: unknown): boolean {
  return failure instanceof Refusal && failure.code === 'invalid'
}
