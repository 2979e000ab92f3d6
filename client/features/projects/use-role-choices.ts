import type { ProjectRole } from '#protocol/projects'
import { useTexts } from '../../i18n/texts.ts'
import type { Choice } from '../../ui/choice.ts'
import { texts } from './texts.ts'

const ROLES: readonly ProjectRole[] = ['lead', 'member', 'viewer', 'external']

/** The roles of a project with what each may do. */
export function useRoleChoices(): Choice<ProjectRole>[] {
  const t = useTexts(texts)
  return ROLES.map((role) => ({ id: role, name: t.roles[role], description: t.roleHints[role] }))
}
