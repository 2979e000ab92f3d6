import { useState } from 'react'
import { RemoveHook, RenewHookSecret, ResumeHook, type OutgoingHook } from '#protocol/integrations'
import { refusalText } from '../../i18n/refusals.ts'
import { formatList } from '../../i18n/format.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { CheckIcon, ClockIcon, DeleteIcon, LockIcon, RefreshIcon, WarningIcon, type Icon } from '../../ui/icons.ts'
import { showToast } from '../../ui/toaster.tsx'
import { DeliveriesDialog } from './deliveries-dialog.tsx'
import { ProgramLine } from './program-line.tsx'
import { SecretView } from './secret-view.tsx'
import { texts } from './texts.ts'

const STATE_ICONS: Readonly<Record<OutgoingHook['state'], Icon>> = {
  working: CheckIcon,
  retrying: ClockIcon,
  paused: WarningIcon,
}

/** Whom a room or project tells, and how that goes. */
export function OutgoingLine({ hook, onChange }: { hook: OutgoingHook; onChange: () => void }) {
  const t = useTexts(texts)
  const [dialog, setDialog] = useState<'deliveries' | 'remove'>()
  const [secret, setSecret] = useState<string>()
  const close = () => setDialog(undefined)
  const attempt = (work: Promise<void>) =>
    void work.catch((failure: unknown) => showToast(refusalText(failure), 'error'))

  async function renew() {
    setSecret((await call(RenewHookSecret, { hookId: hook.id })).secret)
  }
  async function resume() {
    await call(ResumeHook, { hookId: hook.id })
    onChange()
  }
  async function remove() {
    await call(RemoveHook, { hookId: hook.id })
    onChange()
  }

  return (
    <>
      <ProgramLine
        name={hook.name}
        state={<State hook={hook} />}
        details={[
          hook.url,
          formatList(hook.events.map((event) => t.eventNames[event])),
          hook.withText ? t.leaves : t.idsOnly,
        ]}
        items={[
          { id: 'deliveries', name: t.deliveries, icon: ClockIcon, onSelect: () => setDialog('deliveries') },
          {
            id: 'secret',
            name: t.newSecret,
            description: t.renewHint,
            icon: LockIcon,
            onSelect: () => attempt(renew()),
          },
          { id: 'remove', name: t.remove, icon: DeleteIcon, isDangerous: true, onSelect: () => setDialog('remove') },
        ]}
      />
      {hook.pausedBecause !== null && (
        <Banner
          kind="warning"
          action={
            <Button icon={RefreshIcon} onPress={() => attempt(resume())}>
              {t.resume}
            </Button>
          }
        >
          {t.because[hook.pausedBecause]}
        </Banner>
      )}
      <DeliveriesDialog hook={hook} isOpen={dialog === 'deliveries'} onClose={close} />
      <SecretDialog name={hook.name} secret={secret} onClose={() => setSecret(undefined)} />
      <ConfirmDialog
        title={t.removeTitle(hook.name)}
        isOpen={dialog === 'remove'}
        onClose={close}
        onConfirm={remove}
        confirm={t.remove}
        isDangerous
      >
        <p>{t.endHook}</p>
      </ConfirmDialog>
    </>
  )
}

function State({ hook: { state } }: { hook: OutgoingHook }) {
  const t = useTexts(texts)
  const Shape = STATE_ICONS[state]
  return (
    <span className={`program-line-state program-line-state-${state}`}>
      <Shape className="icon" aria-hidden />
      {t.states[state]}
    </span>
  )
}

interface SecretDialogProps {
  name: string
  /** The dialog is open while there is one. */
  secret: string | undefined
  onClose: () => void
}

function SecretDialog({ name, secret, onClose }: SecretDialogProps) {
  const t = useTexts(texts)
  return (
    <Dialog
      title={t.signTitle(name)}
      role="alertdialog"
      isOpen={secret !== undefined}
      onClose={onClose}
      actions={
        <Button kind="primary" onPress={onClose}>
          {t.done}
        </Button>
      }
    >
      {secret !== undefined && <SecretView notice={t.signOnce} label={t.secret} value={secret} use={t.signUse} />}
    </Dialog>
  )
}
