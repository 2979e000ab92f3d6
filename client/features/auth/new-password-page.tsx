import { useLocation } from 'wouter'
import { ReadPasswordReset, UsePasswordReset } from '#protocol/auth'
import { LIMITS } from '#wire/limits'
import { Refusal } from '#wire/refusal'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useNewPasswordRefusal } from '../../i18n/password-refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { Page } from '../../shell/page.tsx'
import { Banner } from '../../ui/banner.tsx'
import { rawFieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { resetTexts } from './reset-texts.ts'
import { signIn } from './session.ts'
import './auth.css'

/** Where the link of a forgotten password leads. */
export function NewPasswordPage({ token }: { token: string }) {
  const t = useTexts(resetTexts)
  const refusalText = useRefusalText()
  const { reading } = useRead(ReadPasswordReset, { token })
  switch (reading.state) {
    case 'waiting':
      return <Spinner label={t.linkWaiting} isCentred />
    case 'failed':
      return (
        <Page title={isOver(reading.failure) ? t.linkGone : t.choose}>
          <Banner kind="warning">{isOver(reading.failure) ? t.linkGoneText : refusalText(reading.failure)}</Banner>
          <p>
            <LinkButton to="/new-password">{t.askAgain}</LinkButton>
          </p>
        </Page>
      )
    case 'ready':
      return <Choosing token={token} email={reading.value.email} />
    default:
      return reading satisfies never
  }
}

function Choosing({ token, email }: { token: string; email: string }) {
  const t = useTexts(resetTexts)
  const [, navigate] = useLocation()
  const explainPassword = useNewPasswordRefusal()

  async function save(fields: FormData) {
    const password = rawFieldText(fields, 'password')
    await call(UsePasswordReset, { token, password })
    try {
      const step = await signIn({ email, password })
      navigate(step ? '/sign-in' : '/', { replace: true })
    } catch (failure) {
      if (!(failure instanceof Refusal)) reportError(failure)
      // It is set; what is still asked for, the sign-in asks for.
      navigate('/sign-in', { replace: true })
    }
  }

  return (
    <Page title={t.choose}>
      <p className="auth-account">{t.account(email)}</p>
      <p>{t.chooseLead}</p>
      <Form
        onSubmit={save}
        explain={(failure) =>
          failure instanceof Refusal && failure.code === 'gone' ? t.linkGoneText : explainPassword(failure)
        }
      >
        {/* For password managers, which keep it with the address. */}
        <input type="email" name="email" value={email} autoComplete="username" readOnly hidden />
        <PasswordField
          label={t.newPassword}
          name="password"
          description={t.passwordHint(LIMITS.passwordMinLength)}
          isRequired
          minLength={LIMITS.passwordMinLength}
          maxLength={LIMITS.passwordMaxLength}
          autoComplete="new-password"
        />
        <SubmitButton isWide>{t.save}</SubmitButton>
      </Form>
    </Page>
  )
}

/** A link that cannot be one is as good as one that is over. */
function isOver(failure: unknown): boolean {
  return failure instanceof Refusal && (failure.code === 'gone' || failure.code === 'invalid')
}
