import { useState } from 'react'
import { HandOverLead, ListOwnProjectPeople, type OrganisationProject } from '#protocol/projects'
import { Refusal } from '#wire/refusal'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { texts } from './organisation-projects-texts.ts'

interface HandOverDialogProps {
  organisationId: string
  projectId: string
  project: OrganisationProject
  onClose: () => void
  onDone: () => void
}

/** One of the own people leads instead of another, both of them in the project. */
export function HandOverDialog({ organisationId, projectId, project, onClose, onDone }: HandOverDialogProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const { reading } = useRead(ListOwnProjectPeople, { organisationId, projectId })
  const [first] = project.leads
  const [fromId, setFromId] = useState(first?.id ?? null)
  const [toId, setToId] = useState<string | null>(null)
  const people = reading.state === 'ready' ? reading.value.filter(({ role }) => role !== 'lead') : []

  async function handOver() {
    if (fromId === null || toId === null) return
    await call(HandOverLead, { organisationId, projectId, fromId, toId })
    onDone()
    onClose()
  }

  return (
    <Dialog title={t.handOverTitle(project.name)} isOpen onClose={onClose}>
      {reading.state === 'waiting' && <Skeleton label={t.waiting} lines={3} />}
      {reading.state === 'failed' && <Banner kind="error">{refusalText(reading.failure)}</Banner>}
      {reading.state === 'ready' && people.length === 0 && <p>{t.nobodyToLead}</p>}
      {people.length > 0 && (
        <Form
          onSubmit={handOver}
          explain={(failure) => (failure instanceof Refusal && failure.code === 'conflict' ? t.changed : undefined)}
        >
          <p>{t.handOverText}</p>
          <Select label={t.from} options={project.leads} value={fromId} onChange={setFromId} isRequired />
          <Select label={t.to} options={people} value={toId} onChange={setToId} isRequired />
          <div className="form-actions">
            <SubmitButton>{t.handOver}</SubmitButton>
            <Button onPress={onClose}>{t.cancel}</Button>
          </div>
        </Form>
      )}
    </Dialog>
  )
}
