export function roomPath(roomId: string): string {
  return `/rooms/${roomId}`
}

/** The page of what was refused. */
export const UNSENT_PATH = '/unsent'
