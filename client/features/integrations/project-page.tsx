import { useState } from 'react'
import {
  CreateProjectHook,
  ListProjectHooks,
  ListPrograms,
  RemoveProgram,
  RenewProgram,
  type Program,
} from '#protocol/integrations'
import { formatList } from '../../i18n/format.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import type { PageProps } from '../../shell/feature.ts'
import { Page } from '../../shell/page.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { AddIcon, DeleteIcon, RefreshIcon } from '../../ui/icons.ts'
import { fieldText } from '../../ui/field-text.ts'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { projectPath, useProject } from '../projects/index.ts'
import { useAccessWords } from './access-words.ts'
import { DayChoice } from './day-choice.tsx'
import { DocumentationLink } from './documentation-link.tsx'
import { OutgoingForm } from './outgoing-form.tsx'
import { OutgoingLine } from './outgoing-line.tsx'
import { ProgramForm } from './program-form.tsx'
import { ProgramLine } from './program-line.tsx'
import { ProgramsSection } from './programs-section.tsx'
import { SecretView } from './secret-view.tsx'
import { ShownOnceDialog, type ShownOnce } from './shown-once-dialog.tsx'
import { texts } from './texts.ts'

/** What may read and write in a project without being a person, and whom it tells. For whoever leads it. */
export default function ProjectProgramsPage({ params }: PageProps) {
  const projectId = params['projectId'] ?? ''
  const t = useTexts(texts)
  const project = useProject(projectId)
  return (
    <Page
      title={t.programsAndHooks}
      context={project?.name}
      layout="wide"
      back={{ to: projectPath(projectId), label: t.toProject }}
    >
      <Programs projectId={projectId} />
      <ProjectHooks projectId={projectId} />
    </Page>
  )
}

function Programs({ projectId }: { projectId: string }) {
  const t = useTexts(texts)
  const { reading, again } = useRead(ListPrograms, { projectId })
  const [isCreating, setCreating] = useState(false)
  const close = () => setCreating(false)
  return (
    <>
      <ProgramsSection
        title={t.programs}
        text={t.projectLead}
        action={
          <Button icon={AddIcon} onPress={() => setCreating(true)}>
            {t.letIn}
          </Button>
        }
        reading={reading}
        onAgain={again}
      >
        {(program) => <ProjectProgramLine key={program.id} program={program} onChange={again} />}
      </ProgramsSection>
      <p>
        <DocumentationLink />
      </p>
      <ShownOnceDialog title={t.letIn} isOpen={isCreating} onClose={close}>
        {(show) => <ProgramForm projectId={projectId} show={show} onCancel={close} onCreated={again} />}
      </ShownOnceDialog>
    </>
  )
}

function ProjectProgramLine({ program, onChange }: { program: Program; onChange: () => void }) {
  const t = useTexts(texts)
  const words = useAccessWords()
  const [dialog, setDialog] = useState<'renew' | 'remove'>()
  const close = () => setDialog(undefined)

  async function remove() {
    await call(RemoveProgram, { programId: program.id })
    onChange()
  }

  return (
    <>
      <ProgramLine
        name={program.name}
        details={[placeOf(program), ...words(program)]}
        items={[
          {
            id: 'renew',
            name: t.renew,
            description: t.renewHint,
            icon: RefreshIcon,
            onSelect: () => setDialog('renew'),
          },
          { id: 'remove', name: t.remove, icon: DeleteIcon, isDangerous: true, onSelect: () => setDialog('remove') },
        ]}
      />
      <ShownOnceDialog title={t.renew} isOpen={dialog === 'renew'} onClose={close}>
        {(show) => <RenewForm program={program} show={show} onCancel={close} onRenewed={onChange} />}
      </ShownOnceDialog>
      <ConfirmDialog
        title={t.removeTitle(program.name)}
        isOpen={dialog === 'remove'}
        onClose={close}
        onConfirm={remove}
        confirm={t.remove}
        isDangerous
      >
        <p>{t.revokeText}</p>
      </ConfirmDialog>
    </>
  )

  function placeOf({ reach, rooms }: Program): string {
    if (reach === 'project') return t.inProject
    return rooms.length === 0 ? t.inSomeRooms : t.inRooms(formatList(rooms.map(({ name }) => name)))
  }
}

interface RenewFormProps {
  program: Program
  show: (shown: ShownOnce) => void
  onCancel: () => void
  onRenewed: () => void
}

function RenewForm({ program, show, onCancel, onRenewed }: RenewFormProps) {
  const t = useTexts(texts)

  async function renew(fields: FormData) {
    const { secret } = await call(RenewProgram, { programId: program.id, days: Number(fieldText(fields, 'days')) })
    onRenewed()
    show({
      title: t.secretTitle(program.name),
      content: <SecretView notice={t.secretOnce} label={t.secret} value={secret} use={t.secretUse} />,
    })
  }

  return (
    <Form onSubmit={renew}>
      <p>{t.renewHint}</p>
      <DayChoice />
      <div className="form-actions">
        <SubmitButton>{t.renew}</SubmitButton>
        <Button onPress={onCancel}>{t.cancel}</Button>
      </div>
    </Form>
  )
}

function ProjectHooks({ projectId }: { projectId: string }) {
  const t = useTexts(texts)
  const { reading, again } = useRead(ListProjectHooks, { projectId })
  const [isCreating, setCreating] = useState(false)
  const close = () => setCreating(false)
  return (
    <>
      <ProgramsSection
        title={t.projectHooks}
        text={t.projectHooksText}
        action={
          <Button icon={AddIcon} onPress={() => setCreating(true)}>
            {t.createOutgoing}
          </Button>
        }
        reading={reading}
        onAgain={again}
      >
        {(hook) => <OutgoingLine key={hook.id} hook={hook} onChange={again} />}
      </ProgramsSection>
      <ShownOnceDialog title={t.createOutgoing} isOpen={isCreating} onClose={close}>
        {(show) => (
          <OutgoingForm
            create={(wanted) => call(CreateProjectHook, { projectId, ...wanted })}
            show={show}
            onCancel={close}
            onCreated={again}
          />
        )}
      </ShownOnceDialog>
    </>
  )
}
