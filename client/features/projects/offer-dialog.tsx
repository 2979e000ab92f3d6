import { useState } from 'react'
import { OfferProject, type OrganisationProject } from '#protocol/projects'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Form } from '../../ui/form.tsx'
import { Select } from '../../ui/select.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { texts } from './organisation-projects-texts.ts'

interface OfferDialogProps {
  organisationId: string
  projectId: string
  project: OrganisationProject
  onClose: () => void
  onDone: () => void
}

/** Asks another organisation of the project whether it takes it over. */
export function OfferDialog({ organisationId, projectId, project, onClose, onDone }: OfferDialogProps) {
  const t = useTexts(texts)
  const [toId, setToId] = useState<string | null>(null)
  const others = project.organisations.filter(({ id }) => id !== organisationId)

  async function offer() {
    if (toId === null) return
    await call(OfferProject, { organisationId, projectId, toOrganisationId: toId })
    onDone()
    onClose()
  }

  return (
    <Dialog title={t.offerTitle(project.name)} isOpen onClose={onClose}>
      {others.length === 0 ? (
        <p>{t.nobodyToOffer}</p>
      ) : (
        <Form onSubmit={offer}>
          <p>{t.offerText}</p>
          <Select label={t.offerTo} options={others} value={toId} onChange={setToId} isRequired />
          <div className="form-actions">
            <SubmitButton>{t.offerDo}</SubmitButton>
            <Button onPress={onClose}>{t.cancel}</Button>
          </div>
        </Form>
      )}
    </Dialog>
  )
}
