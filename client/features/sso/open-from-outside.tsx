import { useState } from 'react'
import { AllowPasswordAgain } from '#protocol/sso'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { showToast } from '../../ui/toaster.tsx'
import { SsoSection } from './sso-section.tsx'
import { texts } from './settings-texts.ts'

/** For whoever keeps the installation: when an organisation's provider is gone and none of its people gets in. */
export function OpenFromOutside({ organisationId }: { organisationId: string }) {
  const t = useTexts(texts)
  const [isAsking, setAsking] = useState(false)

  async function open() {
    await call(AllowPasswordAgain, { organisationId })
    showToast(t.outsideDone)
  }

  return (
    <SsoSection title={t.outside} lead={t.outsideLead}>
      <Button onPress={() => setAsking(true)}>{t.outsideNow}</Button>
      <ConfirmDialog
        title={t.outsideTitle}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={open}
        confirm={t.outsideNow}
      >
        <p>{t.outsideWarning}</p>
      </ConfirmDialog>
    </SsoSection>
  )
}
