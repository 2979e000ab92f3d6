import { useState } from 'react'
import { SetPasswordAllowed, type SsoSettings } from '#protocol/sso'
import { Refusal } from '#wire/refusal'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { Switch } from '../../ui/switch.tsx'
import { texts } from './settings-texts.ts'

interface PasswordSwitchProps {
  organisationId: string
  settings: SsoSettings
  onChange: (settings: SsoSettings) => void
}

/** Whether the provider is the only door. Takes effect at once. */
export function PasswordSwitch({ organisationId, settings, onChange }: PasswordSwitchProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [failure, setFailure] = useState<unknown>()
  const { passwordAllowed, provider } = settings
  const works = provider?.offered === true && provider.proven

  async function decide(allowed: boolean) {
    setFailure(undefined)
    try {
      onChange(await call(SetPasswordAllowed, { organisationId, allowed }))
    } catch (thrown) {
      setFailure(thrown)
    }
  }

  return (
    <>
      {failure !== undefined && (
        <Banner kind="error">
          {failure instanceof Refusal && failure.code === 'conflict' ? t.passwordNotYet : refusalText(failure)}
        </Banner>
      )}
      <Switch
        isSelected={passwordAllowed}
        isDisabled={passwordAllowed && !works}
        onChange={(allowed) => void decide(allowed)}
        description={passwordAllowed && !works ? t.passwordNotYet : t.passwordHint}
      >
        {t.passwordAllowed}
      </Switch>
    </>
  )
}
