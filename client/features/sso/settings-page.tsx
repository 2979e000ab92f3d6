import { ReadSsoSettings, type SsoSettings } from '#protocol/sso'
import { Refusal } from '#wire/refusal'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import type { PageProps } from '../../shell/feature.ts'
import { Slot } from '../../shell/slot.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { OrganisationFrame } from '../orgs/index.ts'
import { ConnectionCheck } from './connection-check.tsx'
import { OpenFromOutside } from './open-from-outside.tsx'
import { PasswordSwitch } from './password-switch.tsx'
import { ProviderForm } from './provider-form.tsx'
import { RemoveProvider } from './remove-provider.tsx'
import { SsoSection } from './sso-section.tsx'
import { texts } from './settings-texts.ts'
import './sso.css'

export default function SettingsPage({ params }: PageProps) {
  return (
    <OrganisationFrame organisationId={params['organisationId']}>
      {({ id }) => <SignInSettings key={id} organisationId={id} />}
    </OrganisationFrame>
  )
}

/** How an organisation's people sign in, for whoever administrates it. */
function SignInSettings({ organisationId }: { organisationId: string }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const { reading, again, set } = useRead(ReadSsoSettings, { organisationId })
  if (reading.state === 'waiting') return <Skeleton label={t.waiting} lines={6} />
  if (reading.state === 'failed' && isForOthers(reading.failure))
    return <OpenFromOutside organisationId={organisationId} />
  if (reading.state === 'failed') {
    return (
      <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
        {refusalText(reading.failure)}
      </Banner>
    )
  }
  const settings = reading.value
  const { provider } = settings
  return (
    <>
      <Slot name="organisationSignIn" organisationId={organisationId} />
      <SsoSection title={t.addresses} lead={t.addressesLead}>
        <Addresses settings={settings} />
      </SsoSection>
      <SsoSection title={t.provider} lead={t.providerLead}>
        <ProviderForm key={provider?.id} organisationId={organisationId} provider={provider} onSaved={set} />
      </SsoSection>
      {provider && (
        <>
          <SsoSection title={t.check} lead={t.checkLead}>
            <ConnectionCheck organisationId={organisationId} proven={provider.proven} />
          </SsoSection>
          <SsoSection title={t.password} lead={t.passwordLead}>
            <PasswordSwitch organisationId={organisationId} settings={settings} onChange={set} />
          </SsoSection>
          <SsoSection title={t.remove} lead={t.removeLead}>
            <RemoveProvider organisationId={organisationId} onRemoved={set} />
          </SsoSection>
        </>
      )}
    </>
  )
}

/** What has to be entered at the provider, and what people get. */
function Addresses({ settings: { redirectUri, logoutUri, signInLink } }: { settings: SsoSettings }) {
  const t = useTexts(texts)
  return (
    <div className="sso-fields">
      <CopyField label={t.redirectUri} value={redirectUri} description={t.redirectUriHint} />
      {logoutUri !== null && <CopyField label={t.logoutUri} value={logoutUri} description={t.logoutUriHint} />}
      {logoutUri !== null && <CopyField label={t.signInLink} value={signInLink} description={t.signInLinkHint} />}
    </div>
  )
}

/** Whoever keeps the installation knows the organisation and does not decide for it. */
function isForOthers(failure: unknown): boolean {
  return failure instanceof Refusal && failure.code === 'forbidden'
}
