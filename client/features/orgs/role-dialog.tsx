import { useState } from 'react'
import { SetOrganisationRole, type OrganisationPerson } from '#protocol/orgs'
import { Refusal } from '#wire/refusal'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { RadioGroup } from '../../ui/radio-group.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { texts } from './page-texts.ts'

interface RoleDialogProps {
  person: OrganisationPerson
  onClose: () => void
  onDone: () => void
}

const ROLES = ['member', 'admin', 'auditor'] as const satisfies readonly OrganisationPerson['role'][]

export function RoleDialog({ person, onClose, onDone }: RoleDialogProps) {
  const t = useTexts(texts)
  const [role, setRole] = useState(person.role)

  async function save() {
    await call(SetOrganisationRole, { personId: person.id, role })
    onDone()
    onClose()
  }

  function explain(failure: unknown): string | undefined {
    if (!(failure instanceof Refusal)) return undefined
    if (failure.code === 'conflict') return t.lastAdmin
    return failure.code === 'forbidden' ? t.ofInstallation : undefined
  }

  return (
    <Dialog title={t.roleOf(person.name)} isOpen onClose={onClose}>
      <Form onSubmit={save} explain={explain}>
        <RadioGroup
          label={t.role}
          options={ROLES.map((id) => ({ id, name: t.roles[id], description: t.roleHints[id] }))}
          value={role}
          onChange={setRole}
        />
        <div className="form-actions">
          <SubmitButton>{t.saveRole}</SubmitButton>
          <Button onPress={onClose}>{t.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  )
}
