import { useState } from 'react'
import { AddOrganisationPerson, type OrganisationPerson } from '#protocol/orgs'
import type { OutputOf } from '#wire/command'
import { LIMITS } from '#wire/limits'
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
import { texts } from './page-texts.ts'
import { WelcomeLink } from './welcome-link.tsx'

type Role = OrganisationPerson['role']
type Added = OutputOf<typeof AddOrganisationPerson>

interface AddPersonDialogProps {
  organisationId: string
  /** What is chosen at first: whoever comes first administrates. */
  firstRole: Role
  isOpen: boolean
  onClose: () => void
  onAdded: () => void
}

/** Makes an account, then shows the link with which its owner opens it. */
export function AddPersonDialog({ organisationId, firstRole, isOpen, onClose, onAdded }: AddPersonDialogProps) {
  const t = useTexts(texts)
  const [added, setAdded] = useState<Added>()

  function close() {
    setAdded(undefined)
    onClose()
  }

  return (
    <Dialog
      title={added ? t.linkFor(added.person.name) : t.add}
      isOpen={isOpen}
      onClose={close}
      actions={
        added && (
          <Button kind="primary" onPress={close}>
            {t.done}
          </Button>
        )
      }
    >
      {added ? (
        <WelcomeLink name={added.person.name} link={added.link} mailed={added.mailed} />
      ) : (
        <AddPersonForm
          organisationId={organisationId}
          firstRole={firstRole}
          onCancel={close}
          onAdded={(result) => {
            setAdded(result)
            onAdded()
          }}
        />
      )}
    </Dialog>
  )
}

interface AddPersonFormProps {
  organisationId: string
  firstRole: Role
  onCancel: () => void
  onAdded: (added: Added) => void
}

const ROLES: readonly Role[] = ['member', 'admin']

function AddPersonForm({ organisationId, firstRole, onCancel, onAdded }: AddPersonFormProps) {
  const t = useTexts(texts)
  const [role, setRole] = useState<Role>(firstRole)

  async function add(fields: FormData) {
    const person = { name: fieldText(fields, 'name'), email: fieldText(fields, 'email'), role }
    onAdded(await call(AddOrganisationPerson, { organisationId, ...person }))
  }

  return (
    <Form
      onSubmit={add}
      explain={(failure) => (failure instanceof Refusal && failure.code === 'conflict' ? t.knownAddress : undefined)}
    >
      <TextField
        label={t.personName}
        name="name"
        isRequired
        autoFocus
        maxLength={LIMITS.nameLength}
        autoComplete="off"
      />
      <TextField
        label={t.email}
        name="email"
        type="email"
        description={t.emailHint}
        isRequired
        maxLength={LIMITS.emailLength}
        autoComplete="off"
      />
      <RadioGroup
        label={t.role}
        options={ROLES.map((id) => ({ id, name: t.roles[id], description: t.roleHints[id] }))}
        value={role}
        onChange={setRole}
      />
      <div className="form-actions">
        <SubmitButton>{t.add}</SubmitButton>
        <Button onPress={onCancel}>{t.cancel}</Button>
      </div>
    </Form>
  )
}
