import { useState } from 'react'
import { Refusal } from '#wire/refusal'
import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../shell/page.tsx'
import { Slot } from '../../shell/slot.tsx'
import { fieldText, rawFieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { SignInIcon } from '../../ui/icons.ts'
import { PasswordField } from '../../ui/password-field.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { signIn } from './session.ts'
import { texts } from './texts.ts'
import './auth.css'

export default function SignInPage() {
  const t = useTexts(texts)
  const [email, setEmail] = useState('')
  return (
    <Page title={t.signIn}>
      <Form
        onSubmit={(fields) => signIn({ email: fieldText(fields, 'email'), password: rawFieldText(fields, 'password') })}
        explain={(failure) => (failure instanceof Refusal && failure.code === 'unauthenticated' ? t.wrong : undefined)}
      >
        <TextField label={t.email} name="email" type="email" isRequired autoComplete="username" onChange={setEmail} />
        <PasswordField label={t.password} name="password" isRequired autoComplete="current-password" />
        <SubmitButton icon={SignInIcon} isWide>
          {t.signIn}
        </SubmitButton>
      </Form>
      <Slot name="signIn" email={email} />
      <p className="auth-hint">
        <TextLink to="/forgotten-password">{t.forgotten}</TextLink>
      </p>
    </Page>
  )
}
