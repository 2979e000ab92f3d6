import { useState } from 'react'
import { ListProjectPeople, type Project } from '#protocol/projects'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { GuestIcon } from '../../ui/icons.ts'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useMe } from '../auth/index.ts'
import { AddPersonDialog } from './add-person-dialog.tsx'
import { ProjectPersonLine } from './project-person-line.tsx'
import { texts } from './texts.ts'
import { useProjects } from './use-projects.ts'
import './project-people.css'

/** Who is in the project, from which organisation, with which role; leads change it here. */
export function ProjectPeople({ project }: { project: Project }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const me = useMe()
  const { changes } = useProjects()
  const { reading, again } = useRead(ListProjectPeople, { projectId: project.id }, changes.get(project.id) ?? 0)
  const [isAdding, setAdding] = useState(false)
  const isLead = project.myRole === 'lead'

  return (
    <section aria-labelledby="project-people">
      <header className="section-head">
        <h2 id="project-people">{t.people}</h2>
        {isLead && (
          <Button icon={GuestIcon} onPress={() => setAdding(true)}>
            {t.add}
          </Button>
        )}
      </header>
      {reading.state === 'waiting' && <Skeleton label={t.peopleWaiting} lines={3} />}
      {reading.state === 'failed' && (
        <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
          {refusalText(reading.failure)}
        </Banner>
      )}
      {reading.state === 'ready' && (
        <PlainList label={t.peopleCount(reading.value.length)}>
          {reading.value.map((person) => (
            <ProjectPersonLine
              key={person.id}
              person={person}
              projectId={project.id}
              isMe={person.id === me?.id}
              mayManage={isLead}
              onChange={again}
            />
          ))}
        </PlainList>
      )}
      <AddPersonDialog projectId={project.id} isOpen={isAdding} onClose={() => setAdding(false)} onAdded={again} />
    </section>
  )
}
