import { useState } from 'react'
import { useLocation } from 'wouter'
import { CreateOrganisation } from '#protocol/orgs'
import { LIMITS } from '#wire/limits'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { Select } from '../../ui/select.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { organisationPath } from './paths.ts'
import { texts } from './page-texts.ts'
import { useKindChoices, type OrganisationKind } from './use-kind-choices.ts'

export function CreateOrganisationDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useTexts(texts)
  const kinds = useKindChoices()
  const [kind, setKind] = useState<OrganisationKind>('municipality')
  const [, navigate] = useLocation()

  async function create(fields: FormData) {
    const organisation = await call(CreateOrganisation, { name: fieldText(fields, 'name'), kind })
    onClose()
    navigate(organisationPath(organisation.id))
  }

  return (
    <Dialog title={t.create} isOpen={isOpen} onClose={onClose}>
      <Form onSubmit={create}>
        <p>{t.createHint}</p>
        <TextField
          label={t.name}
          name="name"
          description={t.nameExample}
          isRequired
          autoFocus
          maxLength={LIMITS.nameLength}
          autoComplete="off"
        />
        <Select label={t.kind} options={kinds} value={kind} onChange={setKind} />
        <div className="form-actions">
          <SubmitButton>{t.create}</SubmitButton>
          <Button onPress={onClose}>{t.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  )
}
