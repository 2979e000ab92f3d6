import { useEffect, useRef, useState } from 'react'
import { AskPasswordReset, ReadPasswordResetOffer } from '#protocol/auth'
import { Refusal } from '#wire/refusal'
import { LIMITS } from '#wire/limits'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { Page } from '../../shell/page.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { resetTexts } from './reset-texts.ts'
import './auth.css'

/** Asks for a link to set another password; says the same whoever asks for whom. */
export function ForgottenPasswordPage() {
  const t = useTexts(resetTexts)
  const refusalText = useRefusalText()
  const { reading } = useRead(ReadPasswordResetOffer, {})
  const [email, setEmail] = useState<string>()
  return (
    <Page title={t.forgotten}>
      {reading.state === 'waiting' && <Skeleton label={t.waiting} lines={3} />}
      {reading.state === 'failed' && <Banner kind="error">{refusalText(reading.failure)}</Banner>}
      {reading.state === 'ready' && !reading.value.byMail && (
        <Banner kind="info" title={t.byAdministration}>
          {t.byAdministrationText}
        </Banner>
      )}
      {reading.state === 'ready' && reading.value.byMail && email === undefined && <Asking onAsked={setEmail} />}
      {email !== undefined && <Asked email={email} onAgain={() => setEmail(undefined)} />}
      <p className="auth-hint">
        <TextLink to="/sign-in">{t.toSignIn}</TextLink>
      </p>
    </Page>
  )
}

function Asking({ onAsked }: { onAsked: (email: string) => void }) {
  const t = useTexts(resetTexts)
  async function ask(fields: FormData) {
    const email = fieldText(fields, 'email')
    await call(AskPasswordReset, { email })
    onAsked(email)
  }
  return (
    <>
      <p>{t.lead}</p>
      <Form
        onSubmit={ask}
        explain={(failure) => (failure instanceof Refusal && failure.code === 'too_many' ? t.tooMany : undefined)}
      >
        <TextField
          label={t.email}
          name="email"
          type="email"
          isRequired
          maxLength={LIMITS.emailLength}
          autoComplete="username"
        />
        <SubmitButton isWide>{t.send}</SubmitButton>
      </Form>
    </>
  )
}

function Asked({ email, onAgain }: { email: string; onAgain: () => void }) {
  const t = useTexts(resetTexts)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <>
      <div ref={place} tabIndex={-1}>
        <Banner kind="success" title={t.sent}>
          {t.sentText(email)}
        </Banner>
      </div>
      <p>{t.sentHint}</p>
      <p>
        <Button onPress={onAgain}>{t.again}</Button>
      </p>
    </>
  )
}
