export function projectProgramsPath(projectId: string): string {
  return `/projects/${projectId}/programs`
}
