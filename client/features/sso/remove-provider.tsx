import { useState } from 'react'
import { RemoveSsoProvider, type SsoSettings } from '#protocol/sso'
import { Refusal } from '#wire/refusal'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { DeleteIcon } from '../../ui/icons.ts'
import { texts } from './settings-texts.ts'

interface RemoveProviderProps {
  organisationId: string
  onRemoved: (settings: SsoSettings) => void
}

export function RemoveProvider({ organisationId, onRemoved }: RemoveProviderProps) {
  const t = useTexts(texts)
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button kind="danger" icon={DeleteIcon} onPress={() => setAsking(true)}>
        {t.removeNow}
      </Button>
      <ConfirmDialog
        title={t.removeTitle}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={async () => onRemoved(await call(RemoveSsoProvider, { organisationId }))}
        confirm={t.removeNow}
        isDangerous
        explain={(failure) => (failure instanceof Refusal && failure.code === 'conflict' ? t.onlyDoor : undefined)}
      >
        <p>{t.removeWarning}</p>
      </ConfirmDialog>
    </>
  )
}
