export function projectPath(projectId: string): string {
  return `/projects/${projectId}`
}
