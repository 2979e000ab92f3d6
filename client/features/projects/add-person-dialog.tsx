import { useState } from 'react'
import { AddProjectPerson, type ProjectRole } from '#protocol/projects'
import { Refusal } from '#wire/refusal'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { texts } from './texts.ts'
import { useRoleChoices } from './use-role-choices.ts'

interface AddPersonDialogProps {
  projectId: string
  isOpen: boolean
  onClose: () => void
  onAdded: () => void
}

export function AddPersonDialog({ projectId, isOpen, onClose, onAdded }: AddPersonDialogProps) {
  const t = useTexts(texts)
  const roles = useRoleChoices()
  const [role, setRole] = useState<ProjectRole>('member')

  async function add(fields: FormData) {
    await call(AddProjectPerson, { projectId, email: fieldText(fields, 'email'), role })
    onAdded()
    onClose()
  }

  function explain(failure: unknown): string | undefined {
    if (!(failure instanceof Refusal)) return undefined
    if (failure.code === 'not_found') return t.unknownPerson
    return failure.code === 'conflict' ? t.alreadyThere : undefined
  }

  return (
    <Dialog title={t.add} isOpen={isOpen} onClose={onClose}>
      <Form onSubmit={add} explain={explain}>
        <TextField
          label={t.email}
          name="email"
          type="email"
          description={t.addHint}
          isRequired
          autoFocus
          autoComplete="off"
        />
        <RadioGroup label={t.role} options={roles} value={role} onChange={setRole} />
        <div className="form-actions">
          <SubmitButton>{t.add}</SubmitButton>
          <Button onPress={onClose}>{t.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  )
}
