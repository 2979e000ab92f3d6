import type { Project } from '#protocol/projects'
import { useTexts } from '../../i18n/texts.ts'
import { SideBarGroup } from '../../ui/side-bar-group.tsx'
import { SideBarLink } from '../../ui/side-bar-link.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { AddIcon } from '../../ui/icons.ts'
import { projectPath, useProjects } from '../projects/index.ts'
import { RoomLink } from './room-link.tsx'
import { texts } from './texts.ts'
import { UnsentNotice } from './unsent-notice.tsx'
import { useProjectRooms } from './use-project-rooms.ts'

/** In the side bar: the own projects, and the rooms in them that are in use. */
export function SideBarRooms() {
  const { projects } = useProjects()
  return (
    <>
      <UnsentNotice />
      {projects.map((project) => (
        <ProjectGroup key={project.id} project={project} />
      ))}
    </>
  )
}

function ProjectGroup({ project }: { project: Project }) {
  const t = useTexts(texts)
  const { isKnown, rooms } = useProjectRooms(project.id)
  const current = rooms.filter(({ room }) => !room.archived)
  return (
    <SideBarGroup title={<TextLink to={projectPath(project.id)}>{project.name}</TextLink>}>
      {current.map((state) => (
        <RoomLink key={state.room.id} state={state} />
      ))}
      {isKnown && current.length === 0 && (
        <SideBarLink to={projectPath(project.id)} icon={AddIcon}>
          {project.myRole === 'lead' ? t.createFirst : t.noRooms}
        </SideBarLink>
      )}
    </SideBarGroup>
  )
}
