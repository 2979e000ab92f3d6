import { useState } from 'react'
import { RemoveProjectPerson, SetProjectRole, type ProjectPerson, type ProjectRole } from '#protocol/projects'
import { Refusal } from '#wire/refusal'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { call } from '../../net/server.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { CloseIcon } from '../../ui/icons.ts'
import { PersonLine } from '../../ui/person-line.tsx'
import { Select } from '../../ui/select.tsx'
import { texts } from './texts.ts'
import { useRoleChoices } from './use-role-choices.ts'
import './project-people.css'

interface ProjectPersonLineProps {
  person: ProjectPerson
  projectId: string
  isMe: boolean
  mayManage: boolean
  /** Something about the people changed. */
  onChange: () => void
}

export function ProjectPersonLine({ person, projectId, isMe, mayManage, onChange }: ProjectPersonLineProps) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const roles = useRoleChoices()
  const [failure, setFailure] = useState<unknown>()
  const [chosen, setChosen] = useState<ProjectRole>()
  const [isRemoving, setRemoving] = useState(false)

  async function setRole(role: ProjectRole) {
    setFailure(undefined)
    setChosen(role)
    try {
      await call(SetProjectRole, { projectId, personId: person.id, role })
      onChange()
    } catch (thrown) {
      setFailure(thrown)
    } finally {
      setChosen(undefined)
    }
  }

  async function remove() {
    await call(RemoveProjectPerson, { projectId, personId: person.id })
    onChange()
  }

  return (
    <>
      <PersonLine
        id={person.id}
        name={person.name}
        picture={person.picture}
        detail={person.program ? t.program : (person.organisation ?? t.withoutOrganisation)}
        note={isMe ? t.you : undefined}
      >
        {mayManage && !person.program ? (
          <div className="project-person-role">
            <Select
              label={t.roleOf(person.name)}
              hidesLabel
              options={roles}
              value={chosen ?? person.role}
              onChange={(role) => void setRole(role)}
            />
          </div>
        ) : (
          t.roles[person.role]
        )}
        {mayManage && !isMe && (
          <Button
            kind="quiet"
            icon={CloseIcon}
            hidesWord
            aria-label={t.removeOf(person.name)}
            onPress={() => setRemoving(true)}
          >
            {t.remove}
          </Button>
        )}
      </PersonLine>
      {failure !== undefined && <Banner kind="error">{isConflict(failure) ? t.lastLead : refusalText(failure)}</Banner>}
      <ConfirmDialog
        title={t.removeOf(person.name)}
        isOpen={isRemoving}
        onClose={() => setRemoving(false)}
        onConfirm={remove}
        confirm={t.remove}
        isDangerous
      >
        <p>{t.removeText(person.name)}</p>
      </ConfirmDialog>
    </>
  )
}

function isConflict(failure: unknown): boolean {
  return failure instanceof Refusal && failure.code === 'conflict'
}
