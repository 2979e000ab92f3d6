/** The room's name as the room list knows it; empty until it is loaded. */
export function useRoomName(_roomId: string): string {
  return ''
}
