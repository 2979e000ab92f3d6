import { useState } from 'react'
import {
  AskForPasskey,
  EnterCode,
  SignInByPasskey,
  SignOut,
  type NextStep,
  type SecondFactorKind,
} from '#protocol/auth'
import { Refusal } from '#wire/refusal'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Page } from '../../shell/page.tsx'
import { Button } from '../../ui/button.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { BackIcon, PasskeyIcon, PhoneIcon, RecoveryIcon, type Icon } from '../../ui/icons.ts'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { CodeField } from './code-field.tsx'
import { welcome } from './session.ts'
import { stepTexts } from './step-texts.ts'
import { isOver, useExplainStep } from './use-explain-step.ts'
import './steps.css'

const ICONS: Readonly<Record<SecondFactorKind, Icon>> = {
  passkey: PasskeyIcon,
  totp: PhoneIcon,
  recoveryCode: RecoveryIcon,
}

interface SecondStepProps {
  methods: NextStep['methods']
  /** Back to the password; `why`: what went wrong. */
  onBack: (why?: string) => void
}

/** The second half of the sign-in: one way at a time, the others below it. */
export default function SecondStep({ methods, onBack }: SecondStepProps) {
  const t = useTexts(stepTexts)
  const [way, setWay] = useState<SecondFactorKind>(methods[0] ?? 'recoveryCode')
  const explain = useExplainStep()
  const words = { passkey: t.usePasskey, totp: t.useCode, recoveryCode: t.useRecoveryCode }

  async function orBack(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (failure) {
      if (!isOver(failure)) throw failure
      onBack(explain(failure))
    }
  }

  async function startAgain() {
    await call(SignOut, {})
    onBack()
  }

  return (
    <Page title={t.secondStep}>
      <p>{t.secondStepLead}</p>
      {way === 'passkey' && <PasskeyWay orBack={orBack} />}
      {way !== 'passkey' && <CodeWay key={way} isRecovery={way === 'recoveryCode'} orBack={orBack} />}
      <div className="step-ways">
        {methods
          .filter((method) => method !== way)
          .map((method) => (
            <Button key={method} kind="quiet" icon={ICONS[method]} onPress={() => setWay(method)}>
              {words[method]}
            </Button>
          ))}
        <Button kind="quiet" icon={BackIcon} onPress={() => void startAgain()}>
          {t.back}
        </Button>
      </div>
      <p className="auth-hint">{t.lostAll}</p>
    </Page>
  )
}

type OrBack = (work: () => Promise<unknown>) => Promise<void>

function PasskeyWay({ orBack }: { orBack: OrBack }) {
  const t = useTexts(stepTexts)
  const explain = useExplainStep()

  async function show() {
    const { showPasskey } = await import('./passkey.ts')
    const answer = await showPasskey(await call(AskForPasskey, {}))
    await welcome(await call(SignInByPasskey, { answer }))
  }

  return (
    <Form onSubmit={() => orBack(show)} explain={explain}>
      <p>{t.usePasskeyHint}</p>
      <SubmitButton icon={PasskeyIcon} isWide autoFocus>
        {t.usePasskey}
      </SubmitButton>
    </Form>
  )
}

function CodeWay({ isRecovery, orBack }: { isRecovery: boolean; orBack: OrBack }) {
  const t = useTexts(stepTexts)
  const explain = useExplainStep()
  const enter = (fields: FormData) =>
    orBack(async () => welcome(await call(EnterCode, { code: fieldText(fields, 'code') })))
  return (
    <Form
      onSubmit={enter}
      explain={(failure) => (isRecovery && isWrong(failure) ? t.wrongRecoveryCode : explain(failure))}
    >
      {isRecovery ? (
        <TextField
          label={t.recoveryCode}
          name="code"
          description={t.recoveryCodeHint}
          isRequired
          autoFocus
          minLength={16}
          maxLength={40}
          autoComplete="off"
        />
      ) : (
        <CodeField hasFocus />
      )}
      <SubmitButton isWide>{t.goOn}</SubmitButton>
    </Form>
  )
}

function isWrong(failure: unknown): boolean {
  return failure instanceof Refusal && failure.code === 'unauthenticated'
}
