import { RIGHTS, type RoleAt, type Scope } from '#wire/permissions'
import { ListOrganisations } from '#protocol/orgs'
import { ListProjects, type Project } from '#protocol/projects'
import { formatList } from '../../i18n/format.ts'
import { useRefusalText } from '../../i18n/refusals.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRead } from '../../net/use-read.ts'
import { Page } from '../../shell/page.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useMe } from '../auth/index.ts'
import { SETTINGS_PATH } from './paths.ts'
import { RightList } from './right-list.tsx'
import { texts } from './texts.ts'
import './privacy.css'

/** What one may do, and who may do the rest: read from the same table that the server asks. */
export default function RightsPage() {
  const t = useTexts(texts)
  const refusalText = useRefusalText()
  const me = useMe()
  const { reading: organisations } = useRead(ListOrganisations, {})
  const { reading: projects } = useRead(ListProjects, {})
  const own = organisations.state === 'ready' ? organisations.value.filter(({ myRole }) => myRole !== null) : []
  return (
    <Page title={t.rights} back={{ to: SETTINGS_PATH, label: t.back }}>
      <p>{t.rightsLead}</p>
      {organisations.state === 'failed' && <Banner kind="error">{refusalText(organisations.failure)}</Banner>}
      {me?.installationAdmin && (
        <Part title={t.installation} roles={t.installationAdmin} of={[['installation', ['admin']]]} />
      )}
      {me?.installationAuditor && (
        <Part title={t.installation} roles={t.installationAuditor} of={[['installation', ['auditor']]]} />
      )}
      {own.map(({ id, name, myRole }) =>
        myRole ? <Part key={id} title={name} roles={t.roles[myRole]} of={[['organisation', [myRole]]]} /> : null,
      )}
      {projects.state === 'waiting' && <Skeleton label={t.waiting} lines={5} />}
      {projects.state === 'ready' && <ProjectParts projects={projects.value} />}
      <p className="privacy-note">{t.nobodyReads}</p>
    </Page>
  )
}

/** Projects in which one has the same role are told of together. */
function ProjectParts({ projects }: { projects: readonly Project[] }) {
  const t = useTexts(texts)
  const roles = (['lead', 'member', 'viewer', 'external'] as const).filter((role) =>
    projects.some(({ myRole }) => myRole === role),
  )
  return roles.map((role) => (
    <Part
      key={role}
      title={formatList(projects.filter(({ myRole }) => myRole === role).map(({ name }) => name))}
      roles={t.roles[role]}
      of={[
        ['project', [role]],
        ['room', [role]],
        ['meeting', [role]],
      ]}
    />
  ))
}

interface PartProps {
  title: string
  roles: string
  of: readonly (readonly [Scope, readonly RoleAt<Scope>[]])[]
}

function Part({ title, roles, of }: PartProps) {
  const t = useTexts(texts)
  return (
    <section className="privacy-part">
      <h2>{title}</h2>
      <p>{t.youAre(roles)}</p>
      {of.map(([scope, mine]) => (
        <RightList key={scope} scope={scope} rows={RIGHTS.filter((row) => row.scope === scope)} mine={mine} />
      ))}
    </section>
  )
}
