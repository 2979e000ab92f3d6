import { useTexts } from '../../i18n/texts.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { ProgramIcon } from '../../ui/icons.ts'
import { projectProgramsPath } from './paths.ts'
import { texts } from './texts.ts'
import './integrations.css'

/** On the page of a project, for whoever leads it: the way to its programs. */
export default function ProjectLink({ projectId, mayManage }: { projectId: string; mayManage: boolean }) {
  const t = useTexts(texts)
  if (!mayManage) return null
  return (
    <section className="programs-section" aria-labelledby="project-programs">
      <header className="programs-section-head">
        <h2 id="project-programs">{t.programs}</h2>
        <LinkButton icon={ProgramIcon} to={projectProgramsPath(projectId)}>
          {t.programsAndHooks}
        </LinkButton>
      </header>
      <p className="programs-section-text">{t.projectSection}</p>
    </section>
  )
}
