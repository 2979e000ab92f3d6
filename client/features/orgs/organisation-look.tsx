import { useState } from 'react'
import { SetLogo, UpdateOrganisation, type Organisation } from '#protocol/orgs'
import { LIMITS } from '#wire/limits'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Card } from '../../ui/card.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { OrganisationTile } from '../../ui/organisation-tile.tsx'
import { Select } from '../../ui/select.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toaster.tsx'
import { PictureChooser } from './picture-chooser.tsx'
import { texts } from './settings-texts.ts'
import { useKindChoices } from './use-kind-choices.ts'

interface OrganisationLookProps {
  organisation: Organisation
  isAdmin: boolean
  isKeeper: boolean
  onChange: (now: Organisation) => void
}

/** How an organisation appears to others: its name is the installation's to change, its logo its own. */
export function OrganisationLook({ organisation, isAdmin, isKeeper, onChange }: OrganisationLookProps) {
  const t = useTexts(texts)
  const { id, name, logo } = organisation
  return (
    <section aria-labelledby="organisation-look">
      <h2 id="organisation-look" className="organisation-section-title">
        {t.look}
      </h2>
      <Card>
        <div className="organisation-section-body">
          {isKeeper ? (
            <NameForm organisation={organisation} onChange={onChange} />
          ) : (
            <p className="organisations-lead">{t.nameFixed}</p>
          )}
          {isAdmin && (
            <PictureChooser
              label={t.logo}
              hint={t.logoHint}
              hasPicture={logo !== null}
              shown={<OrganisationTile id={id} name={name} logo={logo} size="large" />}
              onChoose={async (image) => onChange(await call(SetLogo, { organisationId: id, image }))}
            />
          )}
        </div>
      </Card>
    </section>
  )
}

function NameForm({ organisation, onChange }: Pick<OrganisationLookProps, 'organisation' | 'onChange'>) {
  const t = useTexts(texts)
  const kinds = useKindChoices()
  const [kind, setKind] = useState(organisation.kind)

  async function save(fields: FormData) {
    const change = { organisationId: organisation.id, name: fieldText(fields, 'name'), kind }
    onChange(await call(UpdateOrganisation, change))
    showToast(t.saved)
  }

  return (
    <Form onSubmit={save}>
      <TextField
        label={t.name}
        name="name"
        defaultValue={organisation.name}
        isRequired
        maxLength={LIMITS.nameLength}
        autoComplete="off"
      />
      <Select label={t.kind} options={kinds} value={kind} onChange={setKind} />
      <div className="form-actions">
        <SubmitButton>{t.save}</SubmitButton>
      </div>
    </Form>
  )
}
