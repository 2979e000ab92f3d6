import { useSearch } from 'wouter'
import { SSO_FAILURES, type SsoFailure } from '#protocol/sso'
import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../shell/page.tsx'
import { Banner } from '../../ui/banner.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { townSignInPath } from './paths.ts'
import { texts } from './failure-texts.ts'

/** Where a way to the provider and back ends that was none: what happened, what is safe, what to do. */
export default function FailedPage() {
  const t = useTexts(texts)
  const query = new URLSearchParams(useSearch())
  const why = SSO_FAILURES.find((known) => known === query.get('why')) ?? 'stale'
  const organisation = query.get('organisation')
  return (
    <Page title={t.title}>
      <Banner kind={isHarmless(why) ? 'info' : 'warning'} title={t.what[why]}>
        {t.todo[why]}
      </Banner>
      <p>{t.safe}</p>
      <div className="form-actions">
        <LinkButton kind="primary" to={organisation === null ? '/sign-in' : townSignInPath(organisation)}>
          {t.again}
        </LinkButton>
        {organisation !== null && <LinkButton to="/sign-in">{t.otherWay}</LinkButton>}
      </div>
    </Page>
  )
}

function isHarmless(why: SsoFailure): boolean {
  return why === 'stale' || why === 'cancelled'
}
