import { LIMITS } from '#wire/limits'
import { Refusal } from '#wire/refusal'
import { useNewPasswordRefusal } from '../../i18n/password-refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { fieldText, rawFieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { texts } from './invited-texts.ts'

interface AccountFormProps {
  email: string
  name?: string | null
  submit: string
  onSubmit: (account: { name: string; password: string }) => Promise<void>
}

/** Name and password for an address that is known to be theirs. */
export function AccountForm({ email, name, submit, onSubmit }: AccountFormProps) {
  const t = useTexts(texts)
  const explainPassword = useNewPasswordRefusal()
  return (
    <Form
      onSubmit={(fields) => onSubmit({ name: fieldText(fields, 'name'), password: rawFieldText(fields, 'password') })}
      explain={(failure) => {
        if (failure instanceof Refusal && failure.code === 'conflict') return t.known
        if (failure instanceof Refusal && failure.details.reason === 'signIn.providerOnly') return t.providerOnly
        return explainPassword(failure)
      }}
    >
      <TextField
        label={t.email}
        type="email"
        description={t.emailHint}
        value={email}
        isReadOnly
        autoComplete="username"
      />
      <TextField
        label={t.name}
        name="name"
        description={t.nameHint}
        defaultValue={name ?? ''}
        isRequired
        maxLength={LIMITS.nameLength}
        autoComplete="name"
      />
      <PasswordField
        label={t.password}
        name="password"
        description={t.passwordHint(LIMITS.passwordMinLength)}
        isRequired
        minLength={LIMITS.passwordMinLength}
        maxLength={LIMITS.passwordMaxLength}
        autoComplete="new-password"
      />
      <SubmitButton isWide>{submit}</SubmitButton>
    </Form>
  )
}
