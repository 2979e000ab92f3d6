import { useLocation } from 'wouter'
import { CreateProject } from '#protocol/projects'
import { LIMITS } from '#wire/limits'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { fieldText } from '../../ui/field-text.ts'
import { Form } from '../../ui/form.tsx'
import { SubmitButton } from '../../ui/submit-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { projectPath } from './paths.ts'
import { putProject } from './projects.ts'
import { texts } from './texts.ts'

export default function CreateProjectDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useTexts(texts)
  const [, navigate] = useLocation()

  async function create(fields: FormData) {
    const project = await call(CreateProject, { name: fieldText(fields, 'name') })
    putProject(project)
    onClose()
    navigate(projectPath(project.id))
  }

  return (
    <Dialog title={t.create} isOpen={isOpen} onClose={onClose}>
      <Form onSubmit={create}>
        <p>{t.createHint}</p>
        <TextField
          label={t.name}
          name="name"
          description={t.nameExample}
          isRequired
          autoFocus
          maxLength={LIMITS.nameLength}
          autoComplete="off"
        />
        <div className="form-actions">
          <SubmitButton>{t.createNow}</SubmitButton>
          <Button onPress={onClose}>{t.cancel}</Button>
        </div>
      </Form>
    </Dialog>
  )
}
