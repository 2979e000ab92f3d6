import { useState } from 'react'
import {
  CreateIncomingHook,
  CreateOutgoingHook,
  ListRoomHooks,
  RemoveHook,
  type IncomingHook,
  type RoomHooks,
} from '#protocol/integrations'
import { LIMITS } from '#wire/limits'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead, type Reading } from '../../net/use-read.ts'
import type { PageProps } from '../../shell/feature.ts'
import { Page } from '../../shell/page.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { AddIcon, DeleteIcon, DoorIcon } from '../../ui/icons.ts'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { roomPath, useRoom, useRoomsState } from '../rooms/index.ts'
import { DocumentationLink } from './documentation-link.tsx'
import { OutgoingForm } from './outgoing-form.tsx'
import { OutgoingLine } from './outgoing-line.tsx'
import { ProgramLine } from './program-line.tsx'
import { ProgramsSection } from './programs-section.tsx'
import { SecretView } from './secret-view.tsx'
import { ShownOnceDialog, type ShownOnce } from './shown-once-dialog.tsx'
import { texts } from './texts.ts'
import { useDay } from './use-day.ts'

/** What programs write in a room, and whom it tells. For those who manage it. */
export default function RoomProgramsPage({ params }: PageProps) {
  const roomId = params['roomId'] ?? ''
  const t = useTexts(texts)
  const state = useRoom(roomId)
  const { isKnown } = useRoomsState()
  const mayManage = state?.rights.manage ?? false
  return (
    <Page
      title={t.roomTitle}
      context={state?.room.name}
      layout="wide"
      back={{ to: mayManage ? roomPath(roomId) : '/', label: t.toRoom }}
    >
      {mayManage ? <Hooks roomId={roomId} /> : isKnown && <EmptyState icon={DoorIcon}>{t.missing}</EmptyState>}
    </Page>
  )
}

function Hooks({ roomId }: { roomId: string }) {
  const t = useTexts(texts)
  const { reading, again } = useRead(ListRoomHooks, { roomId })
  return (
    <>
      <p className="programs-section-text">
        {t.roomLead} <DocumentationLink />
      </p>
      <Incoming roomId={roomId} reading={partOf(reading, 'incoming')} onChange={again} />
      <Outgoing roomId={roomId} reading={partOf(reading, 'outgoing')} onChange={again} />
    </>
  )
}

function partOf<Part extends keyof RoomHooks>(reading: Reading<RoomHooks>, part: Part): Reading<RoomHooks[Part]> {
  return reading.state === 'ready' ? { state: 'ready', value: reading.value[part] } : reading
}

interface PartProps<Part extends keyof RoomHooks> {
  roomId: string
  reading: Reading<RoomHooks[Part]>
  onChange: () => void
}

function Incoming({ roomId, reading, onChange }: PartProps<'incoming'>) {
  const t = useTexts(texts)
  const [isCreating, setCreating] = useState(false)
  const close = () => setCreating(false)
  return (
    <>
      <ProgramsSection
        title={t.incoming}
        text={t.incomingText}
        action={
          <Button icon={AddIcon} onPress={() => setCreating(true)}>
            {t.createIncoming}
          </Button>
        }
        reading={reading}
        onAgain={onChange}
      >
        {(hook) => <IncomingLine key={hook.id} hook={hook} onChange={onChange} />}
      </ProgramsSection>
      <ShownOnceDialog title={t.createIncoming} isOpen={isCreating} onClose={close}>
        {(show) => <IncomingForm roomId={roomId} show={show} onCancel={close} onCreated={onChange} />}
      </ShownOnceDialog>
    </>
  )
}

interface IncomingFormProps {
  roomId: string
  show: (shown: ShownOnce) => void
  onCancel: () => void
  onCreated: () => void
}

function IncomingForm({ roomId, show, onCancel, onCreated }: IncomingFormProps) {
  const t = useTexts(texts)

  async function create(fields: FormData) {
    const { hook, url } = await call(CreateIncomingHook, { roomId, name: fieldText(fields, 'name') })
    onCreated()
    const example = `curl -H 'Content-Type: application/json' -d '{"text": "${t.hello}"}' ${url}`
    show({
      title: t.urlTitle(hook.name),
      content: <SecretView notice={t.urlOnce} label={t.url} value={url} example={example} />,
    })
  }

  return (
    <Form onSubmit={create}>
      <TextField
        label={t.name}
        name="name"
        description={t.programNameHint}
        isRequired
        autoFocus
        maxLength={LIMITS.nameLength}
        autoComplete="off"
      />
      <div className="form-actions">
        <SubmitButton>{t.createIncoming}</SubmitButton>
        <Button onPress={onCancel}>{t.cancel}</Button>
      </div>
    </Form>
  )
}

function IncomingLine({ hook, onChange }: { hook: IncomingHook; onChange: () => void }) {
  const t = useTexts(texts)
  const day = useDay()
  const [isRemoving, setRemoving] = useState(false)

  async function remove() {
    await call(RemoveHook, { hookId: hook.id })
    onChange()
  }

  return (
    <>
      <ProgramLine
        name={hook.name}
        details={[hook.lastUsedOn === null ? t.neverUsed : t.lastUsed(day(hook.lastUsedOn))]}
        items={[
          { id: 'remove', name: t.remove, icon: DeleteIcon, isDangerous: true, onSelect: () => setRemoving(true) },
        ]}
      />
      <ConfirmDialog
        title={t.removeTitle(hook.name)}
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        onConfirm={remove}
        confirm={t.remove}
        isDangerous
      >
        <p>{t.endHook}</p>
      </ConfirmDialog>
    </>
  )
}

function Outgoing({ roomId, reading, onChange }: PartProps<'outgoing'>) {
  const t = useTexts(texts)
  const [isCreating, setCreating] = useState(false)
  const close = () => setCreating(false)
  return (
    <>
      <ProgramsSection
        title={t.outgoing}
        text={t.outgoingText}
        action={
          <Button icon={AddIcon} onPress={() => setCreating(true)}>
            {t.createOutgoing}
          </Button>
        }
        reading={reading}
        onAgain={onChange}
      >
        {(hook) => <OutgoingLine key={hook.id} hook={hook} onChange={onChange} />}
      </ProgramsSection>
      <ShownOnceDialog title={t.createOutgoing} isOpen={isCreating} onClose={close}>
        {(show) => (
          <OutgoingForm
            create={(wanted) => call(CreateOutgoingHook, { roomId, ...wanted })}
            show={show}
            onCancel={close}
            onCreated={onChange}
          />
        )}
      </ShownOnceDialog>
    </>
  )
}
