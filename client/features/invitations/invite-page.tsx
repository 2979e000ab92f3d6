import { useTexts } from '../../i18n/texts.ts'
import type { PageProps } from '../../shell/feature.ts'
import { Page } from '../../shell/page.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ProjectIcon } from '../../ui/icons.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { projectPath, useProject, useProjects } from '../projects/index.ts'
import { InviteList } from './invite-list.tsx'
import { InviteOne } from './invite-one.tsx'
import { texts } from './texts.ts'
import { useProjectInvitations } from './use-project-invitations.ts'
import './invitations.css'

/** Where leads invite one person or a list of them. */
export default function InvitePage({ params }: PageProps) {
  const t = useTexts(texts)
  const { isKnown } = useProjects()
  const project = useProject(params['projectId'] ?? '')
  if (!isKnown) {
    return (
      <Page title={t.inviteTitle}>
        <Skeleton label={t.waiting} lines={4} />
      </Page>
    )
  }
  if (project?.myRole !== 'lead') {
    return (
      <Page title={t.missing}>
        <EmptyState icon={ProjectIcon}>{t.missingText}</EmptyState>
      </Page>
    )
  }
  return (
    <Page title={t.inviteTitle} back={{ to: projectPath(project.id), label: t.toProject(project.name) }}>
      <Ways projectId={project.id} />
    </Page>
  )
}

function Ways({ projectId }: { projectId: string }) {
  const t = useTexts(texts)
  const { reading } = useProjectInvitations(projectId)
  if (reading.state !== 'ready') return <Skeleton label={t.waiting} lines={4} />
  const { sendsMail } = reading.value
  return (
    <Tabs
      label={t.ways}
      tabs={[
        { id: 'one', name: t.one, content: <InviteOne projectId={projectId} sendsMail={sendsMail} /> },
        {
          id: 'many',
          name: t.many,
          content: <InviteList projectId={projectId} sendsMail={sendsMail} />,
        },
      ]}
    />
  )
}
