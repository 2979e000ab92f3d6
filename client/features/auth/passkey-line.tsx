import { useState } from 'react'
import { RemovePasskey, RenamePasskey, type Passkey } from '#protocol/auth'
import { formatDay } from '../../i18n/format.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { DeleteIcon, EditIcon, PasskeyIcon } from '../../ui/icons.ts'
import { Menu } from '../../ui/menu.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { securityTexts } from './security-texts.ts'
import { useExplainRemoval } from './use-explain-removal.ts'
import type { useProof } from './use-proof.tsx'
import './security.css'

interface PasskeyLineProps {
  passkey: Passkey
  withProof: ReturnType<typeof useProof>['withProof']
  onChange: () => void
}

export function PasskeyLine({ passkey: { id, name, addedAt }, withProof, onChange }: PasskeyLineProps) {
  const t = useTexts(securityTexts)
  const explain = useExplainRemoval()
  const [task, setTask] = useState<'rename' | 'remove'>()

  async function rename(fields: FormData) {
    await call(RenamePasskey, { passkeyId: id, name: fieldText(fields, 'name') })
    setTask(undefined)
    onChange()
  }

  async function remove() {
    if ((await withProof(() => call(RemovePasskey, { passkeyId: id }))) === null) onChange()
  }

  return (
    <>
      <div className="device-line">
        <PasskeyIcon className="icon" aria-hidden />
        <div className="device-line-words">
          <strong>{name}</strong>
          <span>{t.passkeySince(formatDay(addedAt))}</span>
        </div>
        <Menu
          label={t.passkeyMore(name)}
          kind="quiet"
          hidesWord
          items={[
            { id: 'rename', name: t.passkeyRename, icon: EditIcon, onSelect: () => setTask('rename') },
            { id: 'remove', name: t.remove, icon: DeleteIcon, isDangerous: true, onSelect: () => setTask('remove') },
          ]}
        />
      </div>
      <Dialog title={t.passkeyRename} isOpen={task === 'rename'} onClose={() => setTask(undefined)} size="small">
        <Form onSubmit={rename}>
          <TextField
            label={t.passkeyName}
            name="name"
            defaultValue={name}
            isRequired
            autoFocus
            maxLength={60}
            autoComplete="off"
          />
          <SubmitButton>{t.save}</SubmitButton>
        </Form>
      </Dialog>
      <ConfirmDialog
        title={t.passkeyRemove(name)}
        isOpen={task === 'remove'}
        onClose={() => setTask(undefined)}
        onConfirm={remove}
        confirm={t.remove}
        explain={explain}
        isDangerous
      >
        <p>{t.passkeyRemoveText}</p>
      </ConfirmDialog>
    </>
  )
}
