import { useState } from 'react'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { SignOutIcon } from '../../ui/icons.ts'
import { signOut } from '../auth/index.ts'
import { useUnsentCount } from '../rooms/index.ts'
import { SettingsSection } from './settings-section.tsx'
import { texts } from './texts.ts'

export function SignOutSection() {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const unsent = useUnsentCount()
  const [isAsking, setAsking] = useState(false)
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
        <Button icon={SignOutIcon} isPending={isPending} onPress={() => (unsent > 0 ? setAsking(true) : void leave())}>
          {t.signOut}
        </Button>
      </div>
      <ConfirmDialog
        title={t.signOutUnsent}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={signOut}
        confirm={t.signOutAnyway}
        isDangerous
      >
        <p>{t.signOutUnsentText(unsent)}</p>
      </ConfirmDialog>
    </SettingsSection>
  )
}
