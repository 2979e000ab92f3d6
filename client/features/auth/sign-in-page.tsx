import { lazy, useEffect, useState } from 'react'
import { AskForPasskey, ReadNextStep, SignInByPasskey, type NextStep, type PasskeyAnswer } from '#protocol/auth'
import { Refusal } from '#wire/refusal'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Page } from '../../shell/page.tsx'
import { Slot } from '../../shell/slot.tsx'
import { Banner } from '../../ui/banner.tsx'
import { fieldText, rawFieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { PasskeyIcon, SignInIcon } from '../../ui/icons.ts'
import { PasswordField } from '../../ui/password-field.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { signIn, welcome } from './session.ts'
import { wayTexts } from './way-texts.ts'
import { texts } from './texts.ts'
import { useExplainStep } from './use-explain-step.ts'
import './auth.css'

const SecondStep = lazy(() => import('./second-step.tsx'))
const SetUpStep = lazy(() => import('./set-up-step.tsx'))

/** Address and password, or a passkey; then whatever is still missing. A reload goes on where it was. */
export default function SignInPage() {
  const [step, setStep] = useState<NextStep | null>(null)
  const [why, setWhy] = useState<string>()
  useEffect(() => {
    call(ReadNextStep, {}).then(setStep, () => undefined)
  }, [])

  function back(reason?: string) {
    setWhy(reason)
    setStep(null)
  }

  if (step?.step === 'secondFactor') return <SecondStep methods={step.methods} onBack={back} />
  if (step?.step === 'setUp') return <SetUpStep />
  return <FirstStep why={why} onStep={setStep} />
}

function FirstStep({ why, onStep }: { why: string | undefined; onStep: (step: NextStep | null) => void }) {
  const t = useTexts(texts)
  const ways = useTexts(wayTexts)
  const explain = useExplainStep()
  const [email, setEmail] = useState('')
  useOfferInField()

  function explainPassword(failure: unknown): string | undefined {
    const isWrong = failure instanceof Refusal && failure.code === 'unauthenticated'
    return isWrong ? t.wrong : explain(failure)
  }

  return (
    <Page title={t.signIn}>
      {why !== undefined && <Banner kind="warning">{why}</Banner>}
      <Form
        onSubmit={async (fields) =>
          onStep(await signIn({ email: fieldText(fields, 'email'), password: rawFieldText(fields, 'password') }))
        }
        explain={explainPassword}
      >
        <TextField
          label={t.email}
          name="email"
          type="email"
          isRequired
          autoComplete="username webauthn"
          onChange={setEmail}
        />
        <PasswordField label={t.password} name="password" isRequired autoComplete="current-password" />
        <SubmitButton icon={SignInIcon} isWide>
          {t.signIn}
        </SubmitButton>
      </Form>
      <div className="sign-in-other-way">
        <Form onSubmit={byPasskey} explain={explain}>
          <SubmitButton kind="plain" icon={PasskeyIcon} isWide>
            {ways.byPasskey}
          </SubmitButton>
        </Form>
      </div>
      <Slot name="signIn" email={email} />
      <p className="auth-hint">
        <TextLink to="/new-password">{t.forgotten}</TextLink>
      </p>
    </Page>
  )
}

async function byPasskey(): Promise<void> {
  const { showPasskey } = await import('./passkey.ts')
  await enterBy(await showPasskey(await call(AskForPasskey, {})))
}

async function enterBy(answer: PasskeyAnswer): Promise<void> {
  await welcome(await call(SignInByPasskey, { answer }))
}

/** Where the browser can, it offers its passkeys below the field of the address; whoever does not take one notices nothing. */
function useOfferInField(): void {
  useEffect(() => {
    if (!('PublicKeyCredential' in window)) return undefined
    let isHere = true
    const loading = import('./passkey.ts')
    void loading
      .then(({ offerInField }) => (isHere ? offerInField(() => call(AskForPasskey, {})) : undefined))
      .then((answer) => (answer ? enterBy(answer) : undefined))
      .catch(() => undefined)
    return () => {
      isHere = false
      void loading.then(({ stopOffering }) => stopOffering())
    }
  }, [])
}
