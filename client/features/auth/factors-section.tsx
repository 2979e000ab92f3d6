import { useState } from 'react'
import {
  BeginPasskey,
  BeginTotp,
  FinishPasskey,
  FinishTotp,
  RemoveTotp,
  RenewRecoveryCodes,
  type NewTotp,
  type Security,
} from '#protocol/auth'
import type { Static } from 'typebox'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { AddIcon, DeleteIcon, PhoneIcon, RecoveryIcon } from '../../ui/icons.ts'
import { PlainList } from '../../ui/plain-list.tsx'
import { SettingsSection } from '../settings/index.ts'
import { CodeSetUp } from './code-set-up.tsx'
import { FactorLine } from './factor-line.tsx'
import { PasskeyLine } from './passkey-line.tsx'
import { PasskeySetUp } from './passkey-set-up.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { securityTexts } from './security-texts.ts'
import { stepTexts } from './step-texts.ts'
import { useExplainRemoval } from './use-explain-removal.ts'
import { useProof } from './use-proof.tsx'
import './security.css'

type Task =
  | { at: 'app'; begun: Static<typeof NewTotp> }
  | { at: 'passkey' }
  | { at: 'codes'; codes: readonly string[] }
  | { at: 'removeApp' }
  | { at: 'renewCodes' }

interface FactorsSectionProps {
  security: Security
  onChange: () => void
}

/** The second step of the sign-in: an app, passkeys, and codes for the day they are lost. */
export function FactorsSection({ security, onChange }: FactorsSectionProps) {
  const t = useTexts(securityTexts)
  const refusalText = useRefusalText()
  const [task, setTask] = useState<Task>()
  const [failure, setFailure] = useState<unknown>()
  const { withProof, dialog } = useProof()
  const hasAny = security.totp || security.passkeys.length > 0

  async function start(work: () => Promise<Task | undefined>) {
    setFailure(undefined)
    try {
      setTask(await work())
    } catch (thrown) {
      setFailure(thrown)
    }
  }

  /** With the first second factor come the codes. */
  function added({ recoveryCodes: codes }: { recoveryCodes: readonly string[] }) {
    setTask(codes.length > 0 ? { at: 'codes', codes } : undefined)
    onChange()
  }

  async function beginApp(): Promise<Task | undefined> {
    const begun = await withProof(() => call(BeginTotp, {}))
    return begun && { at: 'app', begun }
  }

  return (
    <SettingsSection title={t.steps}>
      {!hasAny && <p>{t.stepsOff}</p>}
      {security.secondFactorRequired && <Banner kind="info">{t.stepsRequired}</Banner>}
      {failure !== undefined && <Banner kind="error">{refusalText(failure)}</Banner>}
      <FactorLine icon={PhoneIcon} title={t.app} isOn={security.totp} text={security.totp ? t.appOn : t.appOff}>
        {security.totp ? (
          <Button icon={DeleteIcon} onPress={() => setTask({ at: 'removeApp' })}>
            {t.remove}
          </Button>
        ) : (
          <Button icon={AddIcon} onPress={() => void start(beginApp)}>
            {t.appAdd}
          </Button>
        )}
      </FactorLine>
      <div className="passkeys">
        <h3>{t.passkeys}</h3>
        <p>{t.passkeysLead}</p>
        {security.passkeys.length > 0 && (
          <PlainList label={t.passkeys}>
            {security.passkeys.map((passkey) => (
              <PasskeyLine key={passkey.id} passkey={passkey} withProof={withProof} onChange={onChange} />
            ))}
          </PlainList>
        )}
        <Button icon={AddIcon} onPress={() => setTask({ at: 'passkey' })}>
          {t.passkeyAdd}
        </Button>
      </div>
      {hasAny && (
        <FactorLine icon={RecoveryIcon} title={t.recovery} text={t.recoveryLeft(security.recoveryCodesLeft)}>
          <Button onPress={() => setTask({ at: 'renewCodes' })}>{t.recoveryNew}</Button>
        </FactorLine>
      )}
      <Tasks task={task} setTask={setTask} withProof={withProof} added={added} onChange={onChange} />
      {dialog}
    </SettingsSection>
  )
}

interface TasksProps {
  task: Task | undefined
  setTask: (task: Task | undefined) => void
  withProof: ReturnType<typeof useProof>['withProof']
  added: (answer: { recoveryCodes: readonly string[] }) => void
  onChange: () => void
}

function Tasks({ task, setTask, withProof, added, onChange }: TasksProps) {
  const t = useTexts(securityTexts)
  const steps = useTexts(stepTexts)
  const explainRemoval = useExplainRemoval()
  const close = () => setTask(undefined)

  async function removeApp() {
    if ((await withProof(() => call(RemoveTotp, {}))) === null) onChange()
  }

  async function renew() {
    const renewed = await withProof(() => call(RenewRecoveryCodes, {}))
    // The dialog that asked closes itself after this.
    if (renewed) setTimeout(() => added(renewed))
  }

  return (
    <>
      <Dialog title={t.appAdd} isOpen={task?.at === 'app'} onClose={close} role="alertdialog">
        {task?.at === 'app' && (
          <CodeSetUp begin={async () => task.begun} finish={async (code) => added(await call(FinishTotp, { code }))} />
        )}
      </Dialog>
      <Dialog title={t.passkeyAdd} isOpen={task?.at === 'passkey'} onClose={close} size="small">
        <PasskeySetUp
          begin={() => withProof(() => call(BeginPasskey, {}))}
          finish={async (passkey) => added(await call(FinishPasskey, passkey))}
        />
      </Dialog>
      <Dialog title={steps.recoveryTitle} isOpen={task?.at === 'codes'} onClose={close} role="alertdialog">
        {task?.at === 'codes' && <RecoveryCodes codes={task.codes} onKept={close} />}
      </Dialog>
      <ConfirmDialog
        title={t.appRemove}
        isOpen={task?.at === 'removeApp'}
        onClose={close}
        onConfirm={removeApp}
        confirm={t.remove}
        explain={explainRemoval}
        isDangerous
      >
        <p>{t.appRemoveText}</p>
      </ConfirmDialog>
      <ConfirmDialog
        title={t.recoveryRenew}
        isOpen={task?.at === 'renewCodes'}
        onClose={close}
        onConfirm={renew}
        confirm={t.recoveryNew}
      >
        <p>{t.recoveryRenewText}</p>
      </ConfirmDialog>
    </>
  )
}
