import { lazy, Suspense, useState } from 'react'
import type { Project } from '#protocol/projects'
import { formatList } from '../../i18n/format.ts'
import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../shell/page.tsx'
import { Slot } from '../../shell/slot.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { AddIcon, ProjectIcon } from '../../ui/icons.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { projectPath } from './paths.ts'
import { texts } from './texts.ts'
import { useMayCreateProject } from './use-may-create-project.ts'
import { useProjects } from './use-projects.ts'
import './home-page.css'

const CreateProjectDialog = lazy(() => import('./create-project-dialog.tsx'))

/** The own projects with their rooms: where a day begins. */
export default function HomePage() {
  const t = useTexts(texts)
  const { isKnown, projects } = useProjects()
  const mayCreate = useMayCreateProject()
  const [isCreating, setCreating] = useState(false)
  const isEmpty = isKnown && projects.length === 0

  return (
    <Page
      title={t.home}
      layout="wide"
      actions={
        mayCreate &&
        !isEmpty && (
          <Button icon={AddIcon} onPress={() => setCreating(true)}>
            {t.create}
          </Button>
        )
      }
    >
      {!isKnown && <Skeleton label={t.waiting} lines={5} />}
      {isEmpty && (
        <EmptyState
          icon={ProjectIcon}
          title={t.emptyTitle}
          action={
            mayCreate && (
              <Button kind="primary" icon={AddIcon} onPress={() => setCreating(true)}>
                {t.createFirst}
              </Button>
            )
          }
        >
          {t.emptyText}
        </EmptyState>
      )}
      <div className="home-page-projects">
        {projects.map((project) => (
          <ProjectCard key={project.id} project={project} />
        ))}
      </div>
      <Suspense>{isCreating && <CreateProjectDialog isOpen onClose={() => setCreating(false)} />}</Suspense>
    </Page>
  )
}

function ProjectCard({ project }: { project: Project }) {
  const t = useTexts(texts)
  const others = project.organisations.slice(1).map(({ name }) => name)
  return (
    <Card>
      <div className="home-page-project">
        <div>
          <h2>
            <TextLink to={projectPath(project.id)}>{project.name}</TextLink>
          </h2>
          <p>{others.length > 0 ? `${project.organisations[0]?.name ?? ''} ${t.with(formatList(others))}` : t.alone}</p>
        </div>
        <Slot name="projectRooms" projectId={project.id} />
      </div>
    </Card>
  )
}
