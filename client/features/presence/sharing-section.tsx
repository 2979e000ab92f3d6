import { useState } from 'react'
import { SetSharing, type SharingState } from '#protocol/presence'
import type { InputOf } from '#wire/command'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { Switch } from '../../ui/switch.tsx'
import { SettingsSection } from '../settings/index.ts'
import { texts } from './sharing-texts.ts'
import { useSigns } from './use-sharing.ts'

/** What one lets others see. Takes effect at once. */
export default function SharingSection() {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const own = useSigns()
  const [failure, setFailure] = useState<unknown>()
  if (!own) return null
  const { signs, sharing } = own

  async function choose(choice: InputOf<typeof SetSharing>) {
    setFailure(undefined)
    try {
      signs.sharing.set(await call(SetSharing, choice))
    } catch (thrown) {
      setFailure(thrown)
    }
  }

  return (
    <SettingsSection title={t.title}>
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
      <div>
        <SharingSwitch
          state={sharing.presence}
          hint={t.presenceHint}
          onChange={(presence) => void choose({ presence })}
        >
          {t.presence}
        </SharingSwitch>
        <SharingSwitch state={sharing.typing} hint={t.typingHint} onChange={(typing) => void choose({ typing })}>
          {t.typing}
        </SharingSwitch>
      </div>
      <p className="settings-section-note">{t.fair}</p>
    </SettingsSection>
  )
}

interface SharingSwitchProps {
  state: SharingState
  hint: string
  onChange: (isOn: boolean) => void
  children: string
}

function SharingSwitch({ state, hint, onChange, children }: SharingSwitchProps) {
  const t = useTexts(texts)
  const isForbidden = state === 'forbidden'
  return (
    <Switch
      isSelected={state === 'on'}
      isDisabled={isForbidden}
      onChange={onChange}
      description={isForbidden ? `${t.forbidden} ${hint}` : hint}
    >
      {children}
    </Switch>
  )
}
