import { eq } from 'drizzle-orm'
import type { Privacy } from '../../platform/privacy.ts'
import { projectPeople, projects } from './tables.ts'

export const privacy: Privacy = {
  tables: {
    project_people: {
      columns: { user_id: 'who', project_id: 'the project they take part in', role: 'as what' },
      kept: 'Until they leave or are removed; goes with the project or the account.',
    },
  },
  async exportFor(db, userId) {
    const rows = await db
      .select({ project: projects.name, projectId: projects.id, role: projectPeople.role })
      .from(projectPeople)
      .innerJoin(projects, eq(projects.id, projectPeople.projectId))
      .where(eq(projectPeople.userId, userId))
    return { project_people: rows }
  },
}
