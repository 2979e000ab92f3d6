import { ListProjects, ProjectChanged, type Project } from '#protocol/projects'
import type { DataOf } from '#wire/command'
import { call, subscribe } from '../../net/server.ts'
import { Soon } from '../../net/soon.ts'
import { Store } from '../../state/store.ts'

export interface ProjectsState {
  /** False until the list was read once. */
  readonly isKnown: boolean
  readonly projects: readonly Project[]
  /** Counts how often a project changed: whoever shows its people reads them again. */
  readonly changes: ReadonlyMap<string, number>
}

const NO_PROJECTS: ProjectsState = { isKnown: false, projects: [], changes: new Map() }

/** The projects of whoever is signed in. */
export const projectsState = new Store<ProjectsState>(NO_PROJECTS)

/** Reads the projects of a person and keeps them current, until the returned function is called. */
export function watchProjects(userId: string): () => void {
  let isOver = false
  const read = new Soon(50, async () => {
    const projects = await call(ListProjects, {})
    if (isOver) return
    projectsState.change((state) => ({ ...state, isKnown: true, projects }))
  })
  const stop = subscribe(`user:${userId}`, null, {
    onEvent: ({ name, data }) => {
      if (name !== ProjectChanged.name) return
      countChange((data as DataOf<typeof ProjectChanged>).projectId)
      read.start()
    },
    onCaughtUp: () => {
      read.now()
      return read.settled()
    },
  })
  return () => {
    isOver = true
    stop()
    read.cancel()
    projectsState.set(NO_PROJECTS)
  }
}

/** A project that was just made or changed by this person: shown before the server tells everybody. */
export function putProject(project: Project): void {
  projectsState.change((state) => ({
    ...state,
    projects: [...state.projects.filter(({ id }) => id !== project.id), project].sort((a, b) =>
      a.name.localeCompare(b.name),
    ),
  }))
}

function countChange(projectId: string): void {
  projectsState.change((state) => ({
    ...state,
    changes: new Map(state.changes).set(projectId, (state.changes.get(projectId) ?? 0) + 1),
  }))
}
