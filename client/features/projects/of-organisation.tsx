import { useState } from 'react'
import { ListOrganisationProjects } from '#protocol/projects'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import type { PageProps } from '../../shell/feature.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ProjectIcon } from '../../ui/icons.ts'
import { PlainList } from '../../ui/plain-list.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { OrganisationFrame } from '../orgs/index.ts'
import { OrganisationProjectLine } from './organisation-project-line.tsx'
import { texts } from './organisation-projects-texts.ts'
import './organisation-projects.css'

export default function OrganisationProjectsPage({ params }: PageProps) {
  return (
    <OrganisationFrame organisationId={params['organisationId']}>
      {({ id }) => <OrganisationProjects organisationId={id} />}
    </OrganisationFrame>
  )
}

/** The projects of an organisation as its administrators see them: who takes part and who leads, nothing of what is in them. */
function OrganisationProjects({ organisationId }: { organisationId: string }) {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const [after, setAfter] = useState<string>()
  const place = after === undefined ? {} : { after }
  const { reading, again } = useRead(ListOrganisationProjects, { organisationId, ...place })
  const page = reading.state === 'ready' ? reading.value : undefined
  return (
    <section aria-labelledby="organisation-projects">
      <h2 id="organisation-projects">{t.title}</h2>
      <p className="organisation-projects-lead">{t.lead}</p>
      {reading.state === 'waiting' && <Skeleton label={t.waiting} lines={5} />}
      {reading.state === 'failed' && (
        <Banner kind="error" action={<Button onPress={again}>{t.again}</Button>}>
          {refusalText(reading.failure)}
        </Banner>
      )}
      {page?.projects.length === 0 && (
        <EmptyState icon={ProjectIcon} title={t.none}>
          {t.noneText}
        </EmptyState>
      )}
      {page !== undefined && page.projects.length > 0 && (
        <PlainList label={t.title}>
          {page.projects.map((project) => (
            <OrganisationProjectLine
              key={project.id}
              organisationId={organisationId}
              project={project}
              onChange={again}
            />
          ))}
        </PlainList>
      )}
      <div className="organisation-projects-pages">
        {after !== undefined && <Button onPress={() => setAfter(undefined)}>{t.first}</Button>}
        {typeof page?.next === 'string' && <Button onPress={() => setAfter(page.next ?? undefined)}>{t.next}</Button>}
      </div>
    </section>
  )
}
