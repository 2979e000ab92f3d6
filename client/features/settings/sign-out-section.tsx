import { useState } from 'react'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { SignOutIcon } from '../../ui/icons.ts'
import { signOut } from '../auth/index.ts'
import { SettingsSection } from './settings-section.tsx'
import { texts } from './texts.ts'

export function SignOutSection() {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [isPending, setPending] = useState(false)
  const [failure, setFailure] = useState<unknown>()

  async function leave() {
    setPending(true)
    setFailure(undefined)
    try {
      await signOut()
    } catch (thrown) {
      setFailure(thrown)
      setPending(false)
    }
  }

  return (
    <SettingsSection title={t.signOut}>
      <p>{t.signOutHint}</p>
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
      <div className="form-actions">
        <Button icon={SignOutIcon} isPending={isPending} onPress={() => void leave()}>
          {t.signOut}
        </Button>
      </div>
    </SettingsSection>
  )
}
