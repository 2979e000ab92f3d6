import { useState } from 'react'
import type { Project } from '#protocol/projects'
import { formatList } from '../../i18n/format.ts'
import { useTexts } from '../../i18n/texts.ts'
import type { PageProps } from '../../shell/feature.ts'
import { Page } from '../../shell/page.tsx'
import { Slot } from '../../shell/slot.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ClockIcon, EditIcon, ProjectIcon, SignOutIcon } from '../../ui/icons.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useMe } from '../auth/index.ts'
import { LeaveProjectDialog } from './leave-project-dialog.tsx'
import { texts as organisationTexts } from './organisation-projects-texts.ts'
import { ProjectPeople } from './project-people.tsx'
import { RenameProjectDialog } from './rename-project-dialog.tsx'
import { texts } from './texts.ts'
import { useProject, useProjects } from './use-projects.ts'

export default function ProjectPage({ params }: PageProps) {
  const t = useTexts(texts)
  const { isKnown } = useProjects()
  const project = useProject(params['projectId'] ?? '')
  if (project) return <ProjectView project={project} />
  if (!isKnown) {
    return (
      <Page title={t.waiting}>
        <Skeleton label={t.waiting} lines={5} />
      </Page>
    )
  }
  return (
    <Page title={t.missingTitle}>
      <EmptyState
        icon={ProjectIcon}
        action={
          <LinkButton kind="primary" to="/">
            {t.toHome}
          </LinkButton>
        }
      >
        {t.missingText}
      </EmptyState>
    </Page>
  )
}

type OpenDialog = 'rename' | 'leave'

function ProjectView({ project }: { project: Project }) {
  const t = useTexts(texts)
  const words = useTexts(organisationTexts)
  const me = useMe()
  const [dialog, setDialog] = useState<OpenDialog>()
  const isLead = project.myRole === 'lead'
  const close = () => setDialog(undefined)
  const items: MenuEntry[] = [
    ...(isLead ? [{ id: 'rename', name: t.rename, icon: EditIcon, onSelect: () => setDialog('rename') }] : []),
    { id: 'leave', name: t.leave, icon: SignOutIcon, isDangerous: true, onSelect: () => setDialog('leave') },
  ]
  return (
    <Page
      title={project.name}
      layout="wide"
      context={formatList(project.organisations.map(({ name }) => name))}
      actions={<Menu label={t.more} kind="plain" items={items} />}
    >
      {project.retentionDays !== null && (
        <p className="project-keeps">
          <ClockIcon className="icon" aria-hidden /> {words.keeps(project.retentionDays)}
        </p>
      )}
      <Slot name="project" projectId={project.id} mayManage={isLead} />
      {project.myRole !== 'external' && <ProjectPeople project={project} />}
      <RenameProjectDialog project={project} isOpen={dialog === 'rename'} onClose={close} />
      {me && <LeaveProjectDialog project={project} personId={me.id} isOpen={dialog === 'leave'} onClose={close} />}
    </Page>
  )
}
