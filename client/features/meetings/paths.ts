export function roomPath(roomId: string): string {
  return `/rooms/${roomId}`
}

export function meetingPath(roomId: string): string {
  return `/rooms/${roomId}/meeting`
}
