import { Page } from '../shell/page.tsx'
import { Form } from '../ui/form.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { SubmitButton } from '../ui/submit-button.tsx'
import { TextField } from '../ui/text-field.tsx'

export function SampleSheet() {
  return (
    <Page title="Anmelden">
      <Form onSubmit={() => Promise.reject(new Error('Nothing to sign in to'))}>
        <TextField label="E-Mail-Adresse" name="email" type="email" isRequired autoComplete="username" />
        <PasswordField label="Passwort" name="password" isRequired autoComplete="current-password" />
        <SubmitButton isWide>Anmelden</SubmitButton>
      </Form>
    </Page>
  )
}
