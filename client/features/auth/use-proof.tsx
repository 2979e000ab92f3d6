import { useRef, useState, type ReactNode } from 'react'
import { AskToProve, Prove, ProveByPasskey, ReadSecurity } from '#protocol/auth'
import { Refusal } from '#wire/refusal'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { rawFieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { PasskeyIcon } from '../../ui/icons.ts'
import { PasswordField } from '../../ui/password-field.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { securityTexts } from './security-texts.ts'
import { useExplainStep } from './use-explain-step.ts'

interface Proof {
  /**
   * Does what guards the account. When the server asks first who is sitting there, so does a dialog, and then it is done.
   * Undefined: the person closed the dialog, and nothing was done.
   */
  withProof: <T>(work: () => Promise<T>) => Promise<T | undefined>
  /** Put it beside what needs it. */
  dialog: ReactNode
}

export function useProof(): Proof {
  const [isAsking, setAsking] = useState(false)
  const answered = useRef<(proved: boolean) => void>(undefined)

  async function withProof<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work()
    } catch (failure) {
      if (!(failure instanceof Refusal && failure.details.reason === 'proof.needed')) throw failure
    }
    const proved = await new Promise<boolean>((resolve) => {
      answered.current = resolve
      setAsking(true)
    })
    return proved ? work() : undefined
  }

  function answer(proved: boolean) {
    setAsking(false)
    answered.current?.(proved)
  }

  return { withProof, dialog: <ProofDialog isOpen={isAsking} onAnswer={answer} /> }
}

function ProofDialog({ isOpen, onAnswer }: { isOpen: boolean; onAnswer: (proved: boolean) => void }) {
  const t = useTexts(securityTexts)
  return (
    <Dialog title={t.proof} isOpen={isOpen} onClose={() => onAnswer(false)} size="small">
      <p>{t.proofLead}</p>
      <Ways onProved={() => onAnswer(true)} onCancel={() => onAnswer(false)} />
    </Dialog>
  )
}

function Ways({ onProved, onCancel }: { onProved: () => void; onCancel: () => void }) {
  const t = useTexts(securityTexts)
  const explain = useExplainStep()
  const { reading } = useRead(ReadSecurity, {})
  const security = reading.state === 'ready' ? reading.value : undefined
  const hasPassword = security?.password ?? true
  const hasPasskey = (security?.passkeys.length ?? 0) > 0

  async function byPassword(fields: FormData) {
    await call(Prove, { password: rawFieldText(fields, 'password') })
    onProved()
  }

  async function byPasskey() {
    const { showPasskey } = await import('./passkey.ts')
    await call(ProveByPasskey, { answer: await showPasskey(await call(AskToProve, {})) })
    onProved()
  }

  return (
    <>
      {hasPassword && (
        <Form onSubmit={byPassword} explain={(failure) => (isWrong(failure) ? t.wrongPassword : undefined)}>
          <PasswordField
            label={t.currentPassword}
            name="password"
            isRequired
            autoFocus
            autoComplete="current-password"
          />
          <div className="form-actions">
            <SubmitButton>{t.goOn}</SubmitButton>
            <Button onPress={onCancel}>{t.cancel}</Button>
          </div>
        </Form>
      )}
      {hasPasskey && (
        <Form onSubmit={byPasskey} explain={explain}>
          <SubmitButton kind="plain" icon={PasskeyIcon} isWide>
            {t.proofByPasskey}
          </SubmitButton>
        </Form>
      )}
      {!hasPassword && !hasPasskey && <p>{t.proofBySignIn}</p>}
    </>
  )
}

function isWrong(failure: unknown): boolean {
  return failure instanceof Refusal && failure.code === 'unauthenticated'
}
