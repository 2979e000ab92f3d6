import { useEffect, type ReactNode } from 'react'
import { useMe } from '../auth/index.ts'
import { watchProjects } from './projects.ts'

/** Keeps the projects of whoever is signed in. */
export function ProjectsProvider({ children }: { children: ReactNode }) {
  const userId = useMe()?.id
  useEffect(() => (userId === undefined ? undefined : watchProjects(userId)), [userId])
  return children
}
