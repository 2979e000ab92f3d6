import { useState } from 'react'
import { ChangePassword } from '#protocol/auth'
import { LIMITS } from '#wire/limits'
import { Refusal } from '#wire/refusal'
import { useNewPasswordRefusal } from '../../i18n/password-refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { rawFieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { SettingsSection } from '../settings/index.ts'
import { securityTexts } from './security-texts.ts'

export function PasswordSection() {
  const t = useTexts(securityTexts)
  const explain = useNewPasswordRefusal()
  const [timesChanged, setTimesChanged] = useState(0)

  async function change(fields: FormData) {
    await call(ChangePassword, { current: rawFieldText(fields, 'current'), next: rawFieldText(fields, 'next') })
    setTimesChanged((times) => times + 1)
  }

  return (
    <SettingsSection title={t.password}>
      {timesChanged > 0 && <Banner kind="success">{t.passwordChanged}</Banner>}
      <Form
        key={timesChanged}
        onSubmit={change}
        explain={(failure) => (isWrong(failure) ? t.wrongPassword : explain(failure))}
      >
        <PasswordField label={t.currentPassword} name="current" isRequired autoComplete="current-password" />
        <PasswordField
          label={t.newPassword}
          name="next"
          description={t.passwordHint(LIMITS.passwordMinLength)}
          isRequired
          minLength={LIMITS.passwordMinLength}
          maxLength={LIMITS.passwordMaxLength}
          autoComplete="new-password"
        />
        <div className="form-actions">
          <SubmitButton kind="plain">{t.changePassword}</SubmitButton>
        </div>
      </Form>
    </SettingsSection>
  )
}

function isWrong(failure: unknown): boolean {
  return failure instanceof Refusal && failure.code === 'unauthenticated'
}
