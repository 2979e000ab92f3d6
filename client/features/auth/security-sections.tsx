import { ReadSecurity } from '#protocol/auth'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SettingsSection } from '../settings/index.ts'
import { DevicesSection } from './devices-section.tsx'
import { FactorsSection } from './factors-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { securityTexts } from './security-texts.ts'

/** How the own account is guarded: password, second step, devices. */
export default function SecuritySections() {
  const t = useTexts(securityTexts)
  const refusalText = useRefusalText()
  const { reading, again } = useRead(ReadSecurity, {})
  if (reading.state === 'waiting') {
    return (
      <SettingsSection title={t.steps}>
        <Skeleton label={t.stepsWaiting} lines={4} />
      </SettingsSection>
    )
  }
  if (reading.state === 'failed') {
    return (
      <SettingsSection title={t.steps}>
        <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
          {refusalText(reading.failure)}
        </Banner>
      </SettingsSection>
    )
  }
  const security = reading.value
  return (
    <>
      {security.localSignIn && security.password && <PasswordSection />}
      {security.localSignIn ? (
        <FactorsSection security={security} onChange={again} />
      ) : (
        <SettingsSection title={t.steps}>
          <p>{t.localOff}</p>
        </SettingsSection>
      )}
      <DevicesSection />
    </>
  )
}
