import type { Me } from '#protocol/auth'
import { LIMITS } from '#wire/limits'
import { useTexts } from '../../i18n/texts.ts'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showToast } from '../../ui/toaster.tsx'
import { updateMe } from '../auth/index.ts'
import { SettingsSection } from './settings-section.tsx'
import { texts } from './texts.ts'

export function PersonSection({ me }: { me: Me }) {
  const t = useTexts(texts)

  async function save(fields: FormData) {
    await updateMe({ name: fieldText(fields, 'name') })
    showToast(t.saved)
  }

  return (
    <SettingsSection title={t.person}>
      <Form key={me.name} onSubmit={save}>
        <TextField
          label={t.name}
          name="name"
          description={t.nameHint}
          defaultValue={me.name}
          isRequired
          maxLength={LIMITS.nameLength}
          autoComplete="name"
        />
        <p className="settings-section-note">{t.account(me.email)}</p>
        <div className="form-actions">
          <SubmitButton>{t.save}</SubmitButton>
        </div>
      </Form>
    </SettingsSection>
  )
}
