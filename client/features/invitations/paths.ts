export function invitePath(projectId: string): string {
  return `/projects/${projectId}/invite`
}

export function organisationInvitationsPath(organisationId: string): string {
  return `/organisations/${organisationId}/invitations`
}

/** Where somebody is after they came in. */
export function placePath({ projectId, roomId }: { projectId: string; roomId: string | null }): string {
  return roomId === null ? `/projects/${projectId}` : `/rooms/${roomId}`
}
