import type { Project } from '#protocol/projects'
import { useStore } from '../../state/store.ts'
import { projectsState, type ProjectsState } from './projects.ts'

export function useProjects(): ProjectsState {
  return useStore(projectsState)
}

/** One of the own projects; undefined while it is not known, or not one's own. */
export function useProject(projectId: string): Project | undefined {
  return useStore(projectsState, ({ projects }) => projects.find(({ id }) => id === projectId))
}
