import { RemoveSecondFactors } from '#protocol/orgs'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { ruleTexts } from './sign-in-rule-texts.ts'

interface ResetFactorsDialogProps {
  person: { id: string; name: string }
  isOpen: boolean
  onClose: () => void
}

/** For somebody who has lost phone, passkey and codes. */
export function ResetFactorsDialog({ person: { id, name }, isOpen, onClose }: ResetFactorsDialogProps) {
  const t = useTexts(ruleTexts)
  return (
    <ConfirmDialog
      title={t.lostTitle(name)}
      isOpen={isOpen}
      onClose={onClose}
      onConfirm={async () => void (await call(RemoveSecondFactors, { personId: id }))}
      confirm={t.lostConfirm}
      isDangerous
    >
      <p>{t.lostText(name)}</p>
    </ConfirmDialog>
  )
}
