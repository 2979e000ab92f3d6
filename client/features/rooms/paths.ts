export function roomPath(roomId: string): string {
  return `/rooms/${roomId}`
}

/** The page of a room's webhooks, for those who manage it. */
export function roomProgramsPath(roomId: string): string {
  return `/rooms/${roomId}/programs`
}

/** The page of what was refused. */
export const UNSENT_PATH = '/unsent'
